// A datagram server on a path: answers each message in capital letters.
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define MESSAGE 1024

// Reads a decimal number from min to max; strtol alone would also take " 1", "+1" and "1x".
static bool parse_number(const char *text, long min, long max, long *number) {
    if (*text == '\0' || text[strspn(text, "0123456789")] != '\0') {
        return false;
    }
    errno = 0;
    *number = strtol(text, NULL, 10);
    return errno == 0 && *number >= min && *number <= max;
}

// Fills in the address of a path; false if the path does not fit.
static bool unix_address(const char *path, struct sockaddr_un *address) {
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof address->sun_path) {
        return false;
    }
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, path, length);
    return true;
}

// Answers one message.
static int answer(int server) {
    char buffer[MESSAGE];
    struct sockaddr_un peer;
    socklen_t length;
    ssize_t received;
    do {
        length = sizeof peer;
        // MSG_TRUNC tells a message's full length, also where the buffer is too short for it.
        received =
            recvfrom(server, buffer, sizeof buffer, MSG_TRUNC, (struct sockaddr *)&peer, &length);
    } while (received == -1 && errno == EINTR);
    if (received == -1) {
        perror("recvfrom");
        return -1;
    }
    printf("%zd bytes\n", received);
    if (received > MESSAGE) {
        printf("cut to %d bytes\n", MESSAGE);
        received = MESSAGE;
    }
    for (ssize_t i = 0; i < received; i++) {
        buffer[i] = toupper((unsigned char)buffer[i]);
    }
    if (length <= offsetof(struct sockaddr_un, sun_path)) {
        printf("no answer: the client has no path\n");
        return 0;
    }
    // Whole or not at all, and at once: a client that does not read what it gets, or has gone, is
    // not to keep us from the others.
    if (sendto(server, buffer, received, MSG_DONTWAIT, (struct sockaddr *)&peer, length) == -1) {
        perror("sendto");
    }
    return 0;
}

int main(int argc, char **argv) {
    struct sockaddr_un address;
    long messages = 1;
    if (argc < 2 || argc > 3 || !unix_address(argv[1], &address) ||
        (argc > 2 && !parse_number(argv[2], 1, INT_MAX, &messages))) {
        fprintf(stderr, "usage: ucase_server path [messages]\n");
        return 1;
    }
    if (setvbuf(stdout, NULL, _IOLBF, 0) != 0) { // each line is seen at once, through a pipe too
        perror("setvbuf");
        return 1;
    }
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) { // as the JVM does
        perror("signal");
        return 1;
    }

    int server = socket(AF_UNIX, SOCK_DGRAM, 0);
    if (server == -1) {
        perror("socket");
        return 1;
    }
    if (bind(server, (struct sockaddr *)&address, sizeof address) == -1) {
        perror("bind");
        return 1;
    }
    printf("waiting for messages\n");

    int status = 0;
    for (long answered = 0; status == 0 && answered < messages; answered++) {
        if (answer(server) == -1) {
            status = 1;
        }
    }

    // close leaves the path where it is.
    if (close(server) == -1) {
        perror("close");
        status = 1;
    }
    if (unlink(address.sun_path) == -1) {
        perror("unlink");
        status = 1;
    }
    return status;
}
