// A datagram client on a path of its own, so that there is somewhere to send the answers to.
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define MESSAGE 1024

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

// Sends one message and prints the answer.
static int ask(int fd, const char *message, const struct sockaddr_un *server) {
    while (sendto(fd, message, strlen(message), 0, (const struct sockaddr *)server,
                  sizeof *server) == -1) {
        if (errno != EINTR) {
            perror("sendto");
            return -1;
        }
    }
    char buffer[MESSAGE];
    ssize_t received;
    do {
        received = recvfrom(fd, buffer, sizeof buffer, 0, NULL, NULL);
    } while (received == -1 && errno == EINTR);
    if (received == -1) {
        perror("recvfrom");
        return -1;
    }
    fwrite(buffer, 1, received, stdout); // 0 bytes are a message too, and not the end
    printf("\n");
    return 0;
}

int main(int argc, char **argv) {
    struct sockaddr_un server, own;
    if (argc < 4 || !unix_address(argv[1], &server) || !unix_address(argv[2], &own)) {
        fprintf(stderr, "usage: ucase_client server_path own_path message...\n");
        return 1;
    }
    if (setvbuf(stdout, NULL, _IOLBF, 0) != 0) { // each line is seen at once, through a pipe too
        perror("setvbuf");
        return 1;
    }
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) { // as the JVM does
        perror("signal");
        return 1;
    }

    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    if (fd == -1) {
        perror("socket");
        return 1;
    }
    // Without this the server would get our messages, but no address to answer to.
    if (bind(fd, (struct sockaddr *)&own, sizeof own) == -1) {
        perror("bind");
        return 1;
    }

    int status = 0;
    for (int i = 3; status == 0 && i < argc; i++) {
        if (ask(fd, argv[i], &server) == -1) {
            status = 1;
        }
    }

    // close leaves the path where it is.
    if (close(fd) == -1) {
        perror("close");
        status = 1;
    }
    if (unlink(own.sun_path) == -1) {
        perror("unlink");
        status = 1;
    }
    return status;
}
