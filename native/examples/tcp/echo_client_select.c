// An echo client that watches standard input and the socket at the same time, and that half-closes:
// it ends its own direction at the end of input, and goes on receiving.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
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

// Copies both ways; true if the server's end of file is an answer to ours.
static bool copy(int fd) {
    char pending[1024]; // was read, and is yet to be sent
    char buffer[1024];
    size_t start = 0;
    size_t length = 0;
    bool input = true;
    while (true) {
        // A set says what to wait for, and then what is ready: fill it anew for each call.
        fd_set readable;
        fd_set writable;
        FD_ZERO(&readable);
        FD_ZERO(&writable);
        FD_SET(fd, &readable);
        if (length > 0) {
            FD_SET(fd, &writable);
        } else if (input) {
            FD_SET(STDIN_FILENO, &readable);
        }
        int ready = select(fd + 1, &readable, &writable, NULL, NULL);
        if (ready == -1 && errno == EINTR) {
            continue;
        }
        check(ready, "select");
        if (FD_ISSET(fd, &readable)) {
            ssize_t received = recv(fd, buffer, sizeof buffer, 0);
            if (received == -1 && errno == EINTR) { // select tells again
                continue;
            }
            if (check(received, "recv") == 0) { // end of file
                return !input && length == 0;
            }
            write_all(STDOUT_FILENO, buffer, received);
        }
        if (FD_ISSET(STDIN_FILENO, &readable)) {
            ssize_t n = read(STDIN_FILENO, pending, sizeof pending);
            if (n == -1 && errno == EINTR) {
                continue;
            }
            if (check(n, "read") == 0) { // no more to send: the server sees end of file
                input = false;
                check(shutdown(fd, SHUT_WR), "shutdown");
            }
            start = 0;
            length = n;
        }
        if (FD_ISSET(fd, &writable)) {
            // There is some room, perhaps not for all: a send that waits for more could wait for
            // a server that waits until we read.
            ssize_t sent = send(fd, pending + start, length, MSG_DONTWAIT);
            if (sent == -1 && (errno == EINTR || errno == EAGAIN)) {
                continue;
            }
            check(sent, "send");
            start += sent;
            length -= sent;
        }
    }
}

int main(int argc, char **argv) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    long port = 0;
    if (argc != 3 || inet_pton(AF_INET, argv[1], &address.sin_addr) != 1 ||
        !parse_number(argv[2], 1, 65535, &port)) {
        fprintf(stderr, "usage: echo_client_select address port\n");
        return 1;
    }
    address.sin_port = htons(port);
    // As the JVM does: a send to a peer that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    if (fd >= FD_SETSIZE) { // an fd_set has no bit for it
        fprintf(stderr, "descriptor %d is too large for select\n", fd);
        return 1;
    }
    check(connect(fd, (struct sockaddr *)&address, sizeof address), "connect");
    if (!copy(fd)) {
        fprintf(stderr, "recv: connection closed by the server\n");
        return 1;
    }
    check(close(fd), "close");
    return 0;
}
