// A server on a path: copies what its clients send to standard output, one client after the other.
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
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

// Writes all of the buffer: one write may take fewer bytes than it is given.
static int write_all(int fd, const char *buffer, size_t length) {
    while (length > 0) {
        ssize_t written = write(fd, buffer, length);
        if (written == -1) {
            if (errno == EINTR) {
                continue;
            }
            perror("write");
            return -1;
        }
        buffer += written;
        length -= written;
    }
    return 0;
}

// Copies what one client sends, until it has no more to say.
static int copy(int client) {
    char buffer[1024]; // small on purpose: a long message takes several rounds
    long long copied = 0;
    while (true) {
        ssize_t received = recv(client, buffer, sizeof buffer, 0);
        if (received == 0) { // end of file
            break;
        }
        if (received == -1) {
            if (errno == EINTR) {
                continue;
            }
            perror("recv");
            return -1;
        }
        if (write_all(STDOUT_FILENO, buffer, received) == -1) {
            return -1;
        }
        copied += received;
    }
    printf("copied %lld bytes\n", copied);
    return 0;
}

static int serve(int server, long clients) {
    for (long served = 0; served < clients; served++) {
        int client;
        while ((client = accept(server, NULL, NULL)) == -1) { // a client has no name to ask for
            if (errno != EINTR) {
                perror("accept");
                return -1;
            }
        }
        if (copy(client) == -1) {
            return -1;
        }
        if (close(client) == -1) {
            perror("close");
            return -1;
        }
    }
    return 0;
}

int main(int argc, char **argv) {
    struct sockaddr_un address;
    long clients = 1;
    if (argc < 2 || argc > 3 || !unix_address(argv[1], &address) ||
        (argc > 2 && !parse_number(argv[2], 1, INT_MAX, &clients))) {
        fprintf(stderr, "usage: stream_copy_server path [clients]\n");
        return 1;
    }
    if (setvbuf(stdout, NULL, _IOLBF, 0) != 0) { // each line is seen at once, through a pipe too
        perror("setvbuf");
        return 1;
    }
    // As the JVM does: a write to a pipe that nobody reads fails with EPIPE, and does not kill us.
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) {
        perror("signal");
        return 1;
    }

    int server = socket(AF_UNIX, SOCK_STREAM, 0);
    if (server == -1) {
        perror("socket");
        return 1;
    }
    // bind makes the path, and fails if there is something already: even a dead server's socket.
    if (bind(server, (struct sockaddr *)&address, sizeof address) == -1) {
        perror("bind");
        return 1;
    }
    int status = 0;
    if (listen(server, 5) == -1) {
        perror("listen");
        status = 1;
    } else {
        printf("waiting for clients\n");
        if (serve(server, clients) == -1) {
            status = 1;
        }
    }

    // close leaves the path where it is.
    if (close(server) == -1) {
        perror("close");
        status = 1;
    }
    if (unlink(address.sun_path) == -1) {
        perror("unlink");
        status = 1;
    }
    return status;
}
