// Passes on what a server sends: splice takes it from one socket to the other without a way
// through this program, but it needs a pipe between the two.
#define _GNU_SOURCE // for splice and pipe2
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
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

// A socket that listens on a port of this machine; port 0 lets the kernel choose.
static int listen_on(in_port_t port) {
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    // Without it the port stays taken for a minute after the last run.
    int on = 1;
    check(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), "setsockopt");
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    check(bind(fd, (struct sockaddr *)&address, sizeof address), "bind");
    check(listen(fd, 128), "listen");
    socklen_t length = sizeof address;
    check(getsockname(fd, (struct sockaddr *)&address, &length), "getsockname");
    printf("bound to 127.0.0.1:%d\n", ntohs(address.sin_port));
    return fd;
}

static int accept_client(int server) {
    int client;
    do {
        client = accept(server, NULL, NULL); // NULL: its address is of no interest
    } while (client == -1 && errno == EINTR);
    return check(client, "accept");
}

// splice, made again after a signal. When it fails, only this client is lost.
static ssize_t splice_some(int from, int to, size_t length) {
    ssize_t n;
    do {
        n = splice(from, NULL, to, NULL, length, SPLICE_F_MOVE);
    } while (n == -1 && errno == EINTR);
    if (n == -1) {
        perror("splice");
    }
    return n;
}

// Passes on until the server has no more to say, or one of the two has gone.
static void pass_on(int server, int client) {
    int ends[2];
    check(pipe2(ends, O_CLOEXEC), "pipe2");
    // Of the pipe: to read from, to write to.
    int out_end = ends[0];
    int in_end = ends[1];
    long long passed = 0;
    ssize_t in = 0;
    ssize_t out = 0;
    while (out != -1 && (in = splice_some(server, in_end, 65536)) > 0) {
        while (in > 0 && (out = splice_some(out_end, client, in)) > 0) { // not all leaves at once
            in -= out;
            passed += out;
        }
    }
    printf("passed on %lld bytes\n", passed);
    check(close(out_end), "close");
    check(close(in_end), "close");
}

int main(int argc, char **argv) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    long port = 0;
    long server_port = 0;
    long clients = 0;
    if (argc != 5 || !parse_number(argv[1], 0, 65535, &port) ||
        inet_pton(AF_INET, argv[2], &address.sin_addr) != 1 ||
        !parse_number(argv[3], 1, 65535, &server_port) ||
        !parse_number(argv[4], 1, INT_MAX, &clients)) {
        fprintf(stderr, "usage: splice_proxy port server_address server_port clients\n");
        return 1;
    }
    address.sin_port = htons(server_port);
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    // As the JVM does: a send to a peer that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int listener = listen_on(port);
    for (long served = 0; served < clients; served++) {
        int client = accept_client(listener);
        int server = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
        if (connect(server, (struct sockaddr *)&address, sizeof address) == -1) {
            perror("connect"); // no server, no answer: this client is disconnected
        } else {
            pass_on(server, client);
        }
        check(close(server), "close");
        check(close(client), "close");
    }
    check(close(listener), "close");
    return 0;
}
