// An IPv6 datagram server: answers each message in capital letters.
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
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

// Ends the program if a call has failed.
static int check(int result, const char *call) {
    if (result == -1) {
        perror(call);
        exit(1);
    }
    return result;
}

// Answers one message.
static void answer(int server) {
    char buffer[MESSAGE];
    struct sockaddr_in6 peer;
    socklen_t length;
    ssize_t received;
    do {
        length = sizeof peer;
        // MSG_TRUNC tells a message's full length, also where the buffer is too short for it.
        received =
            recvfrom(server, buffer, sizeof buffer, MSG_TRUNC, (struct sockaddr *)&peer, &length);
    } while (received == -1 && errno == EINTR);
    check(received, "recvfrom");
    char host[INET6_ADDRSTRLEN];
    if (inet_ntop(AF_INET6, &peer.sin6_addr, host, sizeof host) == NULL) {
        perror("inet_ntop");
        exit(1);
    }
    printf("%zd bytes from [%s]:%d\n", received, host, ntohs(peer.sin6_port));
    if (received > MESSAGE) {
        printf("cut to %d bytes\n", MESSAGE);
        received = MESSAGE;
    }
    for (ssize_t i = 0; i < received; i++) {
        buffer[i] = toupper((unsigned char)buffer[i]);
    }
    // No loop for the rest: a datagram is sent whole or not at all.
    ssize_t sent;
    do {
        sent = sendto(server, buffer, received, 0, (struct sockaddr *)&peer, length);
    } while (sent == -1 && errno == EINTR);
    check(sent, "sendto");
}

int main(int argc, char **argv) {
    long port = 8888;
    long messages = 1;
    if (argc > 3 || (argc > 1 && !parse_number(argv[1], 0, 65535, &port)) ||
        (argc > 2 && !parse_number(argv[2], 1, INT_MAX, &messages))) {
        fprintf(stderr, "usage: ucase_server [port [messages]]\n");
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

    int server = check(socket(AF_INET6, SOCK_DGRAM, 0), "socket");
    struct sockaddr_in6 address = {
        .sin6_family = AF_INET6,
        .sin6_port = htons(port),
        .sin6_addr = in6addr_loopback,
    };
    check(bind(server, (struct sockaddr *)&address, sizeof address), "bind");
    // Port 0 let the kernel choose: ask which one
    socklen_t length = sizeof address;
    check(getsockname(server, (struct sockaddr *)&address, &length), "getsockname");
    printf("bound to [::1]:%d\n", ntohs(address.sin6_port));

    for (long answered = 0; answered < messages; answered++) {
        answer(server);
    }
    check(close(server), "close");
    return 0;
}
