// Sends messages over a byte stream, each behind its length, and prints their checksums.
#include <arpa/inet.h>
#include <errno.h>
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

// Sends all of the buffer: one send may take fewer bytes than it is given.
static void send_all(int fd, const void *buffer, size_t length) {
    const char *rest = buffer;
    while (length > 0) {
        ssize_t sent = send(fd, rest, length, 0);
        if (sent == -1 && errno == EINTR) {
            continue;
        }
        check(sent, "send");
        rest += sent;
        length -= sent;
    }
}

// FNV-1a, over any number of pieces.
static uint32_t checksum(uint32_t sum, const uint8_t *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        sum = (sum ^ bytes[i]) * 16777619;
    }
    return sum;
}

// Sends a message of so many bytes. Where it ends, a stream does not tell: the length goes first,
// in network byte order, whatever the machines at both ends have.
static void send_message(int fd, uint32_t length) {
    uint32_t header = htonl(length);
    uint8_t *message = malloc(sizeof header + length);
    if (message == NULL) {
        perror("malloc");
        exit(1);
    }
    memcpy(message, &header, sizeof header);
    uint8_t *payload = message + sizeof header;
    for (uint32_t i = 0; i < length; i++) {
        payload[i] = i % 251; // all sorts of bytes, NUL among them
    }
    send_all(fd, message, sizeof header + length);
    uint32_t sum = checksum(2166136261, payload, length);
    printf("sent %u bytes, checksum %08x\n", length, sum);

    free(message);
}

int main(int argc, char **argv) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    long port = 0;
    long length = 0;
    bool valid = argc > 3 && inet_pton(AF_INET, argv[1], &address.sin_addr) == 1 &&
                 parse_number(argv[2], 1, 65535, &port);
    for (int i = 3; i < argc; i++) {
        valid = valid && parse_number(argv[i], 0, 100000000, &length);
    }
    if (!valid) {
        fprintf(stderr, "usage: framing_sender address port length...\n");
        return 1;
    }
    address.sin_port = htons(port);
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    // As the JVM does: a send to a peer that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    check(connect(fd, (struct sockaddr *)&address, sizeof address), "connect");
    for (int i = 3; i < argc; i++) {
        parse_number(argv[i], 0, 100000000, &length);
        send_message(fd, length);
    }
    check(close(fd), "close");
    return 0;
}
