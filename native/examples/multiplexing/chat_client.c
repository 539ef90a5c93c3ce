// A client that reads standard input and the server at once: for a chat, or any protocol of lines.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
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

// Copies once what is there; false at its end.
static bool copy(int from, int to) {
    char buffer[1024];
    ssize_t length = read(from, buffer, sizeof buffer);
    if (length == -1 && (errno == EINTR || errno == EAGAIN)) {
        return true; // poll tells again
    }
    check(length, "read");
    write_all(to, buffer, length);
    return length > 0;
}

// Copies both ways until the server has no more to say; false if we had.
static bool chat(int fd) {
    struct pollfd fds[] = {
        {.fd = fd, .events = POLLIN},
        {.fd = STDIN_FILENO, .events = POLLIN},
    };
    while (true) {
        int ready = poll(fds, 2, -1);
        if (ready == -1 && errno == EINTR) {
            continue;
        }
        check(ready, "poll");
        // Whatever poll says, POLLHUP and POLLERR too: read tells what it is.
        if (fds[0].revents != 0 && !copy(fd, STDOUT_FILENO)) {
            return fds[1].fd == -1;
        }
        if (fds[1].revents != 0 && !copy(STDIN_FILENO, fd)) {
            // We have no more to say, but go on listening.
            check(shutdown(fd, SHUT_WR), "shutdown");
            fds[1].fd = -1; // poll passes over it
        }
    }
}

int main(int argc, char **argv) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    long port = 0;
    if (argc != 3 || inet_pton(AF_INET, argv[1], &address.sin_addr) != 1 ||
        !parse_number(argv[2], 1, 65535, &port)) {
        fprintf(stderr, "usage: chat_client address port\n");
        return 1;
    }
    address.sin_port = htons(port);
    // As the JVM does: a send to a peer that has gone fails with EPIPE, and does not kill us.
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) {
        perror("signal");
        return 1;
    }

    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    check(connect(fd, (struct sockaddr *)&address, sizeof address), "connect");
    if (!chat(fd)) {
        fprintf(stderr, "connection closed by the server\n");
        return 1;
    }
    check(close(fd), "close");
    return 0;
}
