// A client on a path: sends its standard input.
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

// Ends the program if a call has failed.
static int check(int result, const char *call) {
    if (result == -1) {
        perror(call);
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

// Sends all of the buffer: one send may take fewer bytes than it is given.
static void send_all(int fd, const char *buffer, size_t length) {
    while (length > 0) {
        ssize_t sent = send(fd, buffer, length, 0);
        if (sent == -1 && errno == EINTR) {
            continue;
        }
        check(sent, "send");
        buffer += sent;
        length -= sent;
    }
}

// Sends standard input until it ends.
static void copy_input(int fd) {
    char buffer[1024]; // small on purpose: a long message takes several rounds
    while (true) {
        ssize_t length = read(STDIN_FILENO, buffer, sizeof buffer);
        if (length == -1 && errno == EINTR) {
            continue;
        }
        if (check(length, "read") == 0) { // end of file
            return;
        }
        send_all(fd, buffer, length);
    }
}

int main(int argc, char **argv) {
    struct sockaddr_un address;
    if (argc != 2 || !unix_address(argv[1], &address)) {
        fprintf(stderr, "usage: stream_copy_client path\n");
        return 1;
    }
    // As the JVM does: a send to a server that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int fd = check(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
    // Interrupted, it has done nothing yet and may be repeated: not so over TCP.
    int connected;
    do {
        connected = connect(fd, (struct sockaddr *)&address, sizeof address);
    } while (connected == -1 && errno == EINTR);
    check(connected, "connect");

    copy_input(fd);
    check(close(fd), "close");
    return 0;
}
