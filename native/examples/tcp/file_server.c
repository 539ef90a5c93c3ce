// Sends a file to each client: its length and checksum, and then its bytes, which sendfile takes
// from the file to the socket without a way through this program.
#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
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

// What goes ahead of the file: both in network byte order.
struct header {
    uint64_t length;
    uint32_t sum;
} __attribute__((packed)); // no bytes between and behind that would be sent as well

// Reads the file once, for its length and checksum.
static void measure(int file, struct header *header) {
    uint8_t buffer[16384];
    uint64_t length = 0;
    uint32_t sum = 2166136261;
    while (true) {
        ssize_t n = read(file, buffer, sizeof buffer);
        if (n == -1 && errno == EINTR) {
            continue;
        }
        if (check(n, "read") == 0) {
            break;
        }
        length += n;
        sum = checksum(sum, buffer, n);
    }
    header->length = htobe64(length);
    header->sum = htonl(sum);
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

// Sends all of the buffer: one send may take fewer bytes than it is given.
static int send_all(int fd, const void *buffer, size_t length) {
    const char *rest = buffer;
    while (length > 0) {
        ssize_t sent = send(fd, rest, length, 0);
        if (sent == -1) {
            if (errno == EINTR) {
                continue;
            }
            perror("send");
            return -1;
        }
        rest += sent;
        length -= sent;
    }
    return 0;
}

// Sends header and file; one sendfile may take fewer bytes than it is told.
static void send_file(int client, int file, const struct header *header) {
    if (send_all(client, header, sizeof *header) == -1) {
        return;
    }
    off_t length = be64toh(header->length);
    off_t offset = 0; // of its own: the file's is shared by all who have the descriptor
    while (offset < length) {
        ssize_t sent = sendfile(client, file, &offset, length - offset); // it moves the offset on
        if (sent == 0) {
            fprintf(stderr, "sendfile: the file has become shorter\n");
            return;
        }
        if (sent == -1 && errno != EINTR) {
            perror("sendfile");
            return;
        }
    }
    printf("sent %lld bytes\n", (long long)length);
}

int main(int argc, char **argv) {
    long port = 0;
    long clients = 0;
    if (argc != 4 || !parse_number(argv[1], 0, 65535, &port) ||
        !parse_number(argv[3], 1, INT_MAX, &clients)) {
        fprintf(stderr, "usage: file_server port file clients\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    // As the JVM does: a send to a peer that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int file = check(open(argv[2], O_RDONLY), "open");
    struct header header;
    measure(file, &header);
    int server = listen_on(port);
    for (long served = 0; served < clients; served++) {
        int client = accept_client(server);
        send_file(client, file, &header); // if this client has gone, others will come
        check(close(client), "close");
    }
    check(close(server), "close");
    check(close(file), "close");
    return 0;
}
