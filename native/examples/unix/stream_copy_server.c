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

static const char *bound; // the path that bind has made, once it has

// Ends the program if a call has failed; no path stays behind.
static int check(int result, const char *call) {
    if (result == -1) {
        perror(call);
        if (bound != NULL) {
            unlink(bound);
        }
        exit(1);
    }
    return result;
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

// Copies what one client sends, until it has no more to say.
static void copy(int client) {
    char buffer[1024]; // small on purpose: a long message takes several rounds
    long long copied = 0;
    while (true) {
        ssize_t received = recv(client, buffer, sizeof buffer, 0);
        if (received == -1 && errno == EINTR) {
            continue;
        }
        if (check(received, "recv") == 0) { // end of file
            break;
        }
        write_all(STDOUT_FILENO, buffer, received);
        copied += received;
    }
    printf("copied %lld bytes\n", copied);
}

static void serve(int server, long clients) {
    for (long served = 0; served < clients; served++) {
        int client;
        do { // a client has no name to ask for
            client = accept(server, NULL, NULL);
        } while (client == -1 && errno == EINTR);
        check(client, "accept");
        copy(client);
        check(close(client), "close");
    }
}

int main(int argc, char **argv) {
    struct sockaddr_un address;
    long clients = 1;
    if (argc < 2 || argc > 3 || !unix_address(argv[1], &address) ||
        (argc > 2 && !parse_number(argv[2], 1, INT_MAX, &clients))) {
        fprintf(stderr, "usage: stream_copy_server path [clients]\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    // As the JVM does: a write to a pipe that nobody reads fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int server = check(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
    // bind makes the path, and fails if there is something already: even a dead server's socket.
    check(bind(server, (struct sockaddr *)&address, sizeof address), "bind");
    bound = argv[1];
    check(listen(server, 5), "listen");
    printf("waiting for clients\n");
    serve(server, clients);

    // close leaves the path where it is.
    check(close(server), "close");
    check(unlink(bound), "unlink");
    return 0;
}
