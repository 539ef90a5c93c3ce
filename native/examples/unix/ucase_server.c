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

static const char *bound; // the path that bind has made, once it has

// Ends the program if a call has failed; no path stays behind.
static int check(int result, const char *call) {
    if (result == -1) {
        perror(call);
        if (bound != NULL) {
            unlink(bound);
        }
        exit(1);
    }
    return result;
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
static void answer(int server) {
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
    check(received, "recvfrom");
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
        return;
    }
    // Whole or not at all, and at once: a client that does not read what it gets, or has gone, is
    // not to keep us from the others.
    if (sendto(server, buffer, received, MSG_DONTWAIT, (struct sockaddr *)&peer, length) == -1) {
        perror("sendto");
    }
}

int main(int argc, char **argv) {
    struct sockaddr_un address;
    long messages = 1;
    if (argc < 2 || argc > 3 || !unix_address(argv[1], &address) ||
        (argc > 2 && !parse_number(argv[2], 1, INT_MAX, &messages))) {
        fprintf(stderr, "usage: ucase_server path [messages]\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");    // as the JVM does

    int server = check(socket(AF_UNIX, SOCK_DGRAM, 0), "socket");
    check(bind(server, (struct sockaddr *)&address, sizeof address), "bind");
    bound = argv[1];
    printf("waiting for messages\n");

    for (long answered = 0; answered < messages; answered++) {
        answer(server);
    }

    // close leaves the path where it is.
    check(close(server), "close");
    check(unlink(bound), "unlink");
    return 0;
}
