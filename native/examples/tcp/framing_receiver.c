// Receives messages from a byte stream, each behind its length, and prints their checksums.
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
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

// A socket that listens on a port of this machine; port 0 lets the kernel choose.
static int listen_on(in_port_t port) {
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    int on = 1; // without it the port stays taken for a minute after the last run
    check(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), "setsockopt");
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    check(bind(fd, (struct sockaddr *)&address, sizeof address), "bind");
    check(listen(fd, 128), "listen");
    socklen_t length = sizeof address;
    check(getsockname(fd, (struct sockaddr *)&address, &length), "getsockname");
    printf("bound to 127.0.0.1:%d\n", ntohs(address.sin_port));
    return fd;
}

static int accept_client(int server) {
    int client;
    do {
        client = accept(server, NULL, NULL); // NULL: its address is of no interest
    } while (client == -1 && errno == EINTR);
    return check(client, "accept");
}

// FNV-1a, over any number of pieces.
static uint32_t checksum(uint32_t sum, const uint8_t *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        sum = (sum ^ bytes[i]) * 16777619;
    }
    return sum;
}

// Receives exactly length bytes, or fewer at end of file. MSG_WAITALL makes the kernel wait for
// all of them, but not through a signal: the loop stays.
static ssize_t recv_all(int fd, void *buffer, size_t length) {
    size_t got = 0;
    while (got < length) {
        ssize_t received = recv(fd, (char *)buffer + got, length - got, MSG_WAITALL);
        if (received == 0) {
            break;
        }
        if (received == -1) {
            if (errno == EINTR) {
                continue;
            }
            perror("recv");
            return -1;
        }
        got += received;
    }
    return got;
}

// Receives one message; 0 if the peer has no more, -1 if it broke off inside of one.
static int recv_message(int fd, long number) {
    uint32_t header;
    ssize_t got = recv_all(fd, &header, sizeof header);
    if (got <= 0) {
        return got;
    }
    if (got < (ssize_t)sizeof header) {
        fprintf(stderr, "end of file inside a header\n");
        return -1;
    }
    // The length comes from the network: never allocate what it says.
    uint32_t left = ntohl(header);
    uint32_t sum = 2166136261;
    while (left > 0) {
        uint8_t buffer[16384];
        size_t part = left < sizeof buffer ? left : sizeof buffer;
        got = recv_all(fd, buffer, part);
        if (got == -1) {
            return -1;
        }
        if (got < (ssize_t)part) {
            fprintf(stderr, "end of file inside a message\n");
            return -1;
        }
        sum = checksum(sum, buffer, part);
        left -= part;
    }
    printf("message %ld: %u bytes, checksum %08x\n", number, ntohl(header), sum);
    return 1;
}

int main(int argc, char **argv) {
    long port = 0;
    long clients = 0;
    if (argc != 3 || !parse_number(argv[1], 0, 65535, &port) ||
        !parse_number(argv[2], 1, INT_MAX, &clients)) {
        fprintf(stderr, "usage: framing_receiver port clients\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    // As the JVM does: a send to a peer that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int server = listen_on(port);
    for (long served = 0; served < clients; served++) {
        int client = accept_client(server);
        long number = 1;
        while (recv_message(client, number) == 1) { // 0 and -1: done with this client
            number++;
        }
        printf("client disconnected\n");
        check(close(client), "close");
    }
    check(close(server), "close");
    return 0;
}
