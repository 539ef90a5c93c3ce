// A datagram client on a path of its own, so that there is somewhere to send the answers to.
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define MESSAGE 1024

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

// Sends one message and prints the answer.
static void ask(int fd, const char *message, const struct sockaddr_un *server) {
    ssize_t sent;
    do {
        sent = sendto(fd, message, strlen(message), 0, (const struct sockaddr *)server,
                      sizeof *server);
    } while (sent == -1 && errno == EINTR);
    check(sent, "sendto");
    char buffer[MESSAGE];
    ssize_t received;
    do {
        received = recvfrom(fd, buffer, sizeof buffer, 0, NULL, NULL);
    } while (received == -1 && errno == EINTR);
    check(received, "recvfrom");
    fwrite(buffer, 1, received, stdout); // 0 bytes are a message too, and not the end
    printf("\n");
}

int main(int argc, char **argv) {
    struct sockaddr_un server, own;
    if (argc < 4 || !unix_address(argv[1], &server) || !unix_address(argv[2], &own)) {
        fprintf(stderr, "usage: ucase_client server_path own_path message...\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");    // as the JVM does

    int fd = check(socket(AF_UNIX, SOCK_DGRAM, 0), "socket");
    // Without this the server would get our messages, but no address to answer to.
    check(bind(fd, (struct sockaddr *)&own, sizeof own), "bind");
    bound = argv[2];

    for (int i = 3; i < argc; i++) {
        ask(fd, argv[i], &server);
    }

    // close leaves the path where it is.
    check(close(fd), "close");
    check(unlink(bound), "unlink");
    return 0;
}
