// Receives datagrams that are sent to everybody in a net.
#include <arpa/inet.h>
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

// Reads a decimal number from min to max; strtol alone would also take " 1", "+1" and "1x".
static bool parse_number(const char *text, long min, long max, long *number) {
    if (*text == '\0' || text[strspn(text, "0123456789")] != '\0') {
        return false;
    }
    errno = 0;
    *number = strtol(text, NULL, 10);
    return errno == 0 && *number >= min && *number <= max;
}

// Receives one datagram and prints it.
static int print_datagram(int fd) {
    char buffer[64];
    struct sockaddr_in sender;
    socklen_t length;
    ssize_t received;
    do {
        length = sizeof sender; // recvfrom writes to it: set it anew for each call
        // With MSG_TRUNC it returns the datagram's own length, even where that is more than fits.
        received =
            recvfrom(fd, buffer, sizeof buffer, MSG_TRUNC, (struct sockaddr *)&sender, &length);
    } while (received == -1 && errno == EINTR);
    if (received == -1) {
        perror("recvfrom");
        return -1;
    }
    char text[INET_ADDRSTRLEN];
    if (inet_ntop(AF_INET, &sender.sin_addr, text, sizeof text) == NULL) {
        perror("inet_ntop");
        return -1;
    }
    size_t kept = (size_t)received < sizeof buffer ? (size_t)received : sizeof buffer;
    printf("%zd bytes from %s: ", received, text);
    fwrite(buffer, 1, kept, stdout);
    printf((size_t)received > kept ? "... cut\n" : "\n");
    return 0;
}

int main(int argc, char **argv) {
    long port = 0;
    long count = 0;
    if (argc != 3 || !parse_number(argv[1], 0, 65535, &port) ||
        !parse_number(argv[2], 1, INT_MAX, &count)) {
        fprintf(stderr, "usage: broadcast_listener port count\n");
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

    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (fd == -1) {
        perror("socket");
        return 1;
    }
    // Several listeners may have the port: each gets its copy of a broadcast
    int on = 1;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == -1) {
        perror("setsockopt");
        return 1;
    }
    // Bound to one of this machine's own addresses it would get no broadcasts
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr.s_addr = htonl(INADDR_ANY),
    };
    if (bind(fd, (struct sockaddr *)&address, sizeof address) == -1) {
        perror("bind");
        return 1;
    }
    socklen_t length = sizeof address;
    if (getsockname(fd, (struct sockaddr *)&address, &length) == -1) {
        perror("getsockname");
        return 1;
    }
    printf("bound to 0.0.0.0:%d\n", ntohs(address.sin_port));

    for (long received = 0; received < count; received++) {
        if (print_datagram(fd) == -1) {
            return 1;
        }
    }
    if (close(fd) == -1) {
        perror("close");
        return 1;
    }
    return 0;
}
