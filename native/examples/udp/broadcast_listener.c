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

// Ends the program if a call has failed.
static int check(int result, const char *call) {
    if (result == -1) {
        perror(call);
        exit(1);
    }
    return result;
}

// Receives one datagram and prints it.
static void print_datagram(int fd) {
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
    check(received, "recvfrom");
    char text[INET_ADDRSTRLEN];
    if (inet_ntop(AF_INET, &sender.sin_addr, text, sizeof text) == NULL) {
        perror("inet_ntop");
        exit(1);
    }
    size_t kept = (size_t)received < sizeof buffer ? (size_t)received : sizeof buffer;
    printf("%zd bytes from %s: ", received, text);
    fwrite(buffer, 1, kept, stdout);
    printf((size_t)received > kept ? "... cut\n" : "\n");
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

    int fd = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
    // Several listeners may have the port: each gets its copy of a broadcast
    int on = 1;
    check(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), "setsockopt");
    // Bound to one of this machine's own addresses it would get no broadcasts
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr.s_addr = htonl(INADDR_ANY),
    };
    check(bind(fd, (struct sockaddr *)&address, sizeof address), "bind");
    socklen_t length = sizeof address;
    check(getsockname(fd, (struct sockaddr *)&address, &length), "getsockname");
    printf("bound to 0.0.0.0:%d\n", ntohs(address.sin_port));

    for (long received = 0; received < count; received++) {
        print_datagram(fd);
    }
    check(close(fd), "close");
    return 0;
}
