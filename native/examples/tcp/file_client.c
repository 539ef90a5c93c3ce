// Receives a file and writes it down, and checks that it is what the server has.
#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
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

// FNV-1a, over any number of pieces.
static uint32_t checksum(uint32_t sum, const uint8_t *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        sum = (sum ^ bytes[i]) * 16777619;
    }
    return sum;
}

// Writes all of the buffer: one write may take fewer bytes than it is given.
static void write_all(int fd, const char *buffer, size_t length) {
    while (length > 0) {
        ssize_t written = write(fd, buffer, length);
        if (written == -1 && errno == EINTR) {
            continue;
        }
        check(written, "write");
        buffer += written;
        length -= written;
    }
}

// What goes ahead of the file: both in network byte order.
struct header {
    uint64_t length;
    uint32_t sum;
} __attribute__((packed)); // as it is sent: no bytes between and behind

// Receives exactly length bytes. MSG_WAITALL makes the kernel wait for all of them, but not through
// a signal: the loop stays.
static void recv_all(int fd, void *buffer, size_t length) {
    size_t got = 0;
    while (got < length) {
        ssize_t received = recv(fd, (char *)buffer + got, length - got, MSG_WAITALL);
        if (received == 0) {
            fprintf(stderr, "recv: connection closed by the server\n");
            exit(1);
        }
        if (received == -1 && errno == EINTR) {
            continue;
        }
        check(received, "recv");
        got += received;
    }
}

static void receive_file(int fd, int file) {
    struct header header;
    recv_all(fd, &header, sizeof header);
    uint64_t left = be64toh(header.length);
    uint32_t sum = 2166136261;
    while (left > 0) {
        uint8_t buffer[16384];
        size_t part = left < sizeof buffer ? left : sizeof buffer;
        recv_all(fd, buffer, part);
        write_all(file, (char *)buffer, part);
        sum = checksum(sum, buffer, part);
        left -= part;
    }
    if (sum != ntohl(header.sum)) {
        fprintf(stderr, "checksum %08x, and the server has %08x\n", sum, ntohl(header.sum));
        exit(1);
    }
    printf("received %" PRIu64 " bytes, checksum %08x\n", be64toh(header.length), sum);
}

int main(int argc, char **argv) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    long port = 0;
    if (argc != 4 || inet_pton(AF_INET, argv[1], &address.sin_addr) != 1 ||
        !parse_number(argv[2], 1, 65535, &port)) {
        fprintf(stderr, "usage: file_client address port file\n");
        return 1;
    }
    address.sin_port = htons(port);
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    // As the JVM does: a send to a peer that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    // First, lest the server sends in vain. A new file: what is there already is not overwritten.
    int file = check(open(argv[3], O_WRONLY | O_CREAT | O_EXCL, 0644), "open");
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    check(connect(fd, (struct sockaddr *)&address, sizeof address), "connect");
    receive_file(fd, file);
    // Some file systems tell only here that there was no space.
    check(close(file), "close");
    check(close(fd), "close");
    return 0;
}
