// Sends numbers, one a packet, and prints their sum as the server tells it; DOWN ends the server.
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

// Sends a text as one packet: whole or not at all.
static void send_packet(int fd, const char *text) {
    ssize_t sent;
    do {
        sent = send(fd, text, strlen(text), 0);
    } while (sent == -1 && errno == EINTR);
    check(sent, "send");
}

int main(int argc, char **argv) {
    struct sockaddr_un address;
    if (argc < 3 || !unix_address(argv[1], &address)) {
        fprintf(stderr, "usage: seqpacket_sum_client path {number|DOWN}...\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    // As the JVM does: a send to a server that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int fd = check(socket(AF_UNIX, SOCK_SEQPACKET, 0), "socket");
    // Interrupted, it has done nothing yet and may be repeated: not so over TCP.
    int connected;
    do {
        connected = connect(fd, (struct sockaddr *)&address, sizeof address);
    } while (connected == -1 && errno == EINTR);
    check(connected, "connect");

    for (int i = 2; i < argc; i++) {
        send_packet(fd, argv[i]);
    }
    send_packet(fd, "END");

    char buffer[32];
    ssize_t received;
    do {
        received = recv(fd, buffer, sizeof buffer, 0);
    } while (received == -1 && errno == EINTR);
    check(received, "recv");
    if (received == 0) {
        fprintf(stderr, "recv: connection closed by the server\n");
        return 1;
    }
    printf("the sum is %.*s\n", (int)received, buffer);
    check(close(fd), "close");
    return 0;
}
