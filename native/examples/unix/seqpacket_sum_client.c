// Sends numbers, one a packet, and prints their sum as the server tells it; DOWN ends the server.
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

// Sends a text as one packet: whole or not at all.
static int send_packet(int fd, const char *text) {
    while (send(fd, text, strlen(text), 0) == -1) {
        if (errno != EINTR) {
            perror("send");
            return -1;
        }
    }
    return 0;
}

int main(int argc, char **argv) {
    struct sockaddr_un address;
    if (argc < 3 || !unix_address(argv[1], &address)) {
        fprintf(stderr, "usage: seqpacket_sum_client path {number|DOWN}...\n");
        return 1;
    }
    if (setvbuf(stdout, NULL, _IOLBF, 0) != 0) { // each line is seen at once, through a pipe too
        perror("setvbuf");
        return 1;
    }
    // As the JVM does: a send to a server that has gone fails with EPIPE, and does not kill us.
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) {
        perror("signal");
        return 1;
    }

    int fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);
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

    for (int i = 2; i < argc; i++) {
        if (send_packet(fd, argv[i]) == -1) {
            return 1;
        }
    }
    if (send_packet(fd, "END") == -1) {
        return 1;
    }

    char buffer[32];
    ssize_t received;
    while ((received = recv(fd, buffer, sizeof buffer, 0)) == -1) {
        if (errno != EINTR) {
            perror("recv");
            return 1;
        }
    }
    if (received == 0) {
        fprintf(stderr, "recv: connection closed by the server\n");
        return 1;
    }
    printf("the sum is %.*s\n", (int)received, buffer);
    if (close(fd) == -1) {
        perror("close");
        return 1;
    }
    return 0;
}
