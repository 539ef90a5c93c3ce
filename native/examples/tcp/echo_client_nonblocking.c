// An echo client whose socket never blocks: two ring buffers stand between it and standard input
// and output, and neither direction waits for the other.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

// No more than PIPE_BUF: so much a pipe has room for when select says that it can be written.
#define RING 4096

struct ring {
    char data[RING];
    size_t start;
    size_t count;
};

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

// Whether a call only found that it would have to wait: select tells again.
static bool not_now(ssize_t result) {
    return result == -1 && (errno == EAGAIN || errno == EINTR);
}

// Reads into the free part, up to where the buffer ends or its content begins; false at end of
// file. Not to be called when there is no room.
static bool fill(struct ring *ring, int fd) {
    size_t end = (ring->start + ring->count) % RING;
    size_t room = end < ring->start ? ring->start - end : RING - end;
    ssize_t n = read(fd, ring->data + end, room);
    if (not_now(n)) {
        return true;
    }
    ring->count += check(n, "read");
    return n > 0;
}

// Writes from the content, up to where the buffer ends.
static void drain(struct ring *ring, int fd) {
    size_t room = RING - ring->start;
    ssize_t n = write(fd, ring->data + ring->start, ring->count < room ? ring->count : room);
    if (not_now(n)) {
        return;
    }
    check(n, "write");
    ring->start = (ring->start + n) % RING;
    ring->count -= n;
}

// Copies both ways; true if the server's end of file is an answer to ours.
static bool copy(int fd) {
    static struct ring to;   // from standard input to the server
    static struct ring from; // from the server to standard output
    bool input = true;
    bool output = true;
    bool ended = false; // the server has been told that input has
    while (output || from.count > 0) {
        // Wait for what can be done: there has to be room to read into, and something to write.
        // Once the server has ended, there is nobody to copy to.
        fd_set readable;
        fd_set writable;
        FD_ZERO(&readable);
        FD_ZERO(&writable);
        if (output && input && to.count < RING) {
            FD_SET(STDIN_FILENO, &readable);
        }
        if (output && from.count < RING) {
            FD_SET(fd, &readable);
        }
        if (output && to.count > 0) {
            FD_SET(fd, &writable);
        }
        if (from.count > 0) {
            FD_SET(STDOUT_FILENO, &writable);
        }
        int ready = select(fd + 1, &readable, &writable, NULL, NULL);
        if (ready == -1 && errno == EINTR) {
            continue;
        }
        check(ready, "select");
        if (FD_ISSET(fd, &readable)) {
            output = fill(&from, fd);
        }
        if (FD_ISSET(STDOUT_FILENO, &writable)) {
            drain(&from, STDOUT_FILENO);
        }
        if (FD_ISSET(STDIN_FILENO, &readable)) {
            input = fill(&to, STDIN_FILENO);
        }
        if (output && FD_ISSET(fd, &writable)) {
            drain(&to, fd);
        }
        if (output && !input && to.count == 0 && !ended) {
            check(shutdown(fd, SHUT_WR), "shutdown");
            ended = true;
        }
    }
    return ended;
}

int main(int argc, char **argv) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    long port = 0;
    if (argc != 3 || inet_pton(AF_INET, argv[1], &address.sin_addr) != 1 ||
        !parse_number(argv[2], 1, 65535, &port)) {
        fprintf(stderr, "usage: echo_client_nonblocking address port\n");
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
    // The socket alone: standard input and output are the shell's as well, and others' that it
    // started, and O_NONBLOCK would be set for all of them, and stay.
    int flags = check(fcntl(fd, F_GETFL), "fcntl");
    check(fcntl(fd, F_SETFL, flags | O_NONBLOCK), "fcntl");
    if (!copy(fd)) {
        fprintf(stderr, "read: connection closed by the server\n");
        return 1;
    }
    check(close(fd), "close");
    return 0;
}
