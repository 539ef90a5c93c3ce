// An IPv6 datagram client: prints each message as the server answers it.
#include <arpa/inet.h>
#include <errno.h>
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

// Sends one message and prints the answer.
static void ask(int fd, const char *message) {
    ssize_t sent;
    do {
        sent = send(fd, message, strlen(message), 0);
    } while (sent == -1 && errno == EINTR);
    check(sent, "send");
    char buffer[MESSAGE];
    ssize_t received;
    do {
        received = recv(fd, buffer, sizeof buffer, 0);
    } while (received == -1 && errno == EINTR);
    check(received, "recv");
    fwrite(buffer, 1, received, stdout); // 0 bytes are a message too, and not the end
    printf("\n");
}

int main(int argc, char **argv) {
    struct sockaddr_in6 server = {.sin6_family = AF_INET6};
    long port = 0;
    if (argc < 4 || inet_pton(AF_INET6, argv[1], &server.sin6_addr) != 1 ||
        !parse_number(argv[2], 1, 65535, &port)) {
        fprintf(stderr, "usage: ucase_client address port message...\n");
        return 1;
    }
    server.sin6_port = htons(port);
    if (setvbuf(stdout, NULL, _IOLBF, 0) != 0) { // each line is seen at once, through a pipe too
        perror("setvbuf");
        return 1;
    }
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) { // as the JVM does
        perror("signal");
        return 1;
    }

    int fd = check(socket(AF_INET6, SOCK_DGRAM, 0), "socket");
    // It sends nothing. But from now on answers of others are dropped, and if nobody listens there,
    // recv says so; an unconnected socket would wait for ever.
    check(connect(fd, (struct sockaddr *)&server, sizeof server), "connect");

    for (int i = 3; i < argc; i++) {
        ask(fd, argv[i]);
    }
    check(close(fd), "close");
    return 0;
}
