// A client on a path: sends its standard input.
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

// Fills in the address of a path; false if the path does not fit.
static bool unix_address(const char *path, struct sockaddr_un *address) {
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof address->sun_path) {
        return false;
    }
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, path, length);
    return true;
}

// Sends all of the buffer: one send may take fewer bytes than it is given.
static int send_all(int fd, const char *buffer, size_t length) {
    while (length > 0) {
        ssize_t sent = send(fd, buffer, length, 0);
        if (sent == -1) {
            if (errno == EINTR) {
                continue;
            }
            perror("send");
            return -1;
        }
        buffer += sent;
        length -= sent;
    }
    return 0;
}

// Sends standard input until it ends.
static int copy_input(int fd) {
    char buffer[1024]; // small on purpose: a long message takes several rounds
    while (true) {
        ssize_t length = read(STDIN_FILENO, buffer, sizeof buffer);
        if (length == 0) { // end of file
            return 0;
        }
        if (length == -1) {
            if (errno == EINTR) {
                continue;
            }
            perror("read");
            return -1;
        }
        if (send_all(fd, buffer, length) == -1) {
            return -1;
        }
    }
}

int main(int argc, char **argv) {
    struct sockaddr_un address;
    if (argc != 2 || !unix_address(argv[1], &address)) {
        fprintf(stderr, "usage: stream_copy_client path\n");
        return 1;
    }
    // As the JVM does: a send to a server that has gone fails with EPIPE, and does not kill us.
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) {
        perror("signal");
        return 1;
    }

    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd == -1) {
        perror("socket");
        return 1;
    }
    // Interrupted, it has done nothing yet and may be repeated: not so over TCP.
    while (connect(fd, (struct sockaddr *)&address, sizeof address) == -1) {
        if (errno != EINTR) {
            perror("connect");
            return 1;
        }
    }

    if (copy_input(fd) == -1) {
        return 1;
    }
    if (close(fd) == -1) {
        perror("close");
        return 1;
    }
    return 0;
}
