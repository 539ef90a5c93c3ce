// Asks a server for sequence numbers, and prints the first of those it got.
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// Ends the program if a call has failed.
static int check(int result, const char *call) {
    if (result == -1) {
        perror(call);
        exit(1);
    }
    return result;
}

// A socket that is connected to the first address that answers, of whatever family.
static int inet_connect(const char *host, const char *service) {
    struct addrinfo hints = {
        .ai_family = AF_UNSPEC,
        .ai_socktype = SOCK_STREAM,
    };
    struct addrinfo *list;
    int code = getaddrinfo(host, service, &hints, &list);
    if (code != 0) {
        fprintf(stderr, "getaddrinfo: %s\n", gai_strerror(code));
        exit(1);
    }
    int fd = -1;
    for (const struct addrinfo *entry = list; entry != NULL && fd == -1; entry = entry->ai_next) {
        fd = socket(entry->ai_family, entry->ai_socktype, entry->ai_protocol);
        if (fd == -1) {
            perror("socket");
            continue;
        }
        if (connect(fd, entry->ai_addr, entry->ai_addrlen) == -1) {
            perror("connect");
            close(fd); // nothing to be done if that fails
            fd = -1;
        }
    }
    freeaddrinfo(list);
    if (fd == -1) { // each attempt has said why
        exit(1);
    }
    return fd;
}

// Receives a line, which may come in pieces; its length without the newline, or -1.
static ssize_t recv_line(int fd, char *line, size_t size) {
    size_t length = 0;
    while (length < size) {
        ssize_t received = recv(fd, line + length, size - length, 0);
        if (received == 0) {
            fprintf(stderr, "recv: end of file before the end of a line\n");
            return -1;
        }
        if (received == -1 && errno == EINTR) {
            continue;
        }
        check(received, "recv");
        char *newline = memchr(line + length, '\n', received);
        if (newline != NULL) { // nobody sends anything behind it here
            *newline = '\0';
            return newline - line;
        }
        length += received;
    }
    fprintf(stderr, "recv: the line is too long\n");
    return -1;
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

int main(int argc, char **argv) {
    // Sent as it is: to check it is the server's business, which anybody may send anything.
    const char *count = argc > 3 ? argv[3] : "1";
    char line[64];
    int size = snprintf(line, sizeof line, "%s\n", count);
    if (argc < 3 || argc > 4 || size >= (int)sizeof line) {
        fprintf(stderr, "usage: seqnum_client host service [count]\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    // As the JVM does: a send to a peer that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int fd = inet_connect(argv[1], argv[2]);
    send_all(fd, line, size);
    if (recv_line(fd, line, sizeof line) == -1) {
        return 1;
    }
    printf("sequence number: %s\n", line);
    check(close(fd), "close");
    return 0;
}
