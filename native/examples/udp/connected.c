// What connect does to a UDP socket: it sends nothing, but filters senders and reports errors.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// Ends the program if a call has failed.
static int check(int result, const char *call) {
    if (result == -1) {
        perror(call);
        exit(1);
    }
    return result;
}

// Makes a socket with a port that the kernel chooses, and asks for its address.
static int bound_socket(const char *host, struct sockaddr_in *address) {
    *address = (struct sockaddr_in){.sin_family = AF_INET};
    inet_pton(AF_INET, host, &address->sin_addr); // main has checked the text
    int fd = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
    check(bind(fd, (struct sockaddr *)address, sizeof *address), "bind");
    socklen_t length = sizeof *address;
    check(getsockname(fd, (struct sockaddr *)address, &length), "getsockname");
    return fd;
}

// Sends to an address, or to the connected peer where that is NULL.
static void say(int fd, const char *text, const struct sockaddr_in *to) {
    ssize_t sent;
    do {
        sent = sendto(fd, text, strlen(text), 0, (const struct sockaddr *)to,
                      to == NULL ? 0 : sizeof *to);
    } while (sent == -1 && errno == EINTR);
    check(sent, "sendto");
}

// Prints what arrives, or why nothing does.
static void hear(int fd, const char *name) {
    char buffer[64];
    ssize_t received;
    do {
        received = recv(fd, buffer, sizeof buffer, 0);
    } while (received == -1 && errno == EINTR);
    if (received == -1) {
        printf("%s: %s\n", name, strerror(errno));
    } else {
        printf("%s: \"%.*s\"\n", name, (int)received, buffer);
    }
}

// Prints whether a socket has a peer, and whether that is the one of this address.
static void print_peer(int fd, const struct sockaddr_in *expected) {
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    if (getpeername(fd, (struct sockaddr *)&address, &length) == -1) {
        if (errno != ENOTCONN) {
            perror("getpeername");
            exit(1);
        }
        printf("no peer: %s\n", strerror(errno));
        return;
    }
    bool same = address.sin_port == expected->sin_port &&
                address.sin_addr.s_addr == expected->sin_addr.s_addr;
    printf("%s\n", same ? "the server is the peer" : "somebody else is the peer");
}

int main(int argc, char **argv) {
    struct in_addr ignored;
    if (argc != 2 || inet_pton(AF_INET, argv[1], &ignored) != 1) {
        fprintf(stderr, "usage: connected address\n");
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

    struct sockaddr_in server_address;
    struct sockaddr_in stranger_address;
    struct sockaddr_in client_address;
    int server = bound_socket(argv[1], &server_address);
    int stranger = bound_socket(argv[1], &stranger_address);
    int client = bound_socket(argv[1], &client_address);

    // Connected: the kernel keeps the peer's address, and drops what others send
    check(connect(client, (struct sockaddr *)&server_address, sizeof server_address), "connect");
    print_peer(client, &server_address);
    say(stranger, "from a stranger", &client_address);
    say(server, "from the server", &client_address);
    hear(client, "connected");

    // Nobody at the port any more: an ICMP message comes back, and the next call reports it
    check(close(server), "close");
    say(client, "anybody?", NULL);
    hear(client, "server gone");

    // AF_UNSPEC dissolves it; a port that nobody asked for by its number may be lost with it
    struct sockaddr nobody = {.sa_family = AF_UNSPEC};
    check(connect(client, &nobody, sizeof nobody), "connect");
    print_peer(client, &server_address);
    say(client, "here I am", &stranger_address);
    hear(stranger, "stranger");
    socklen_t length = sizeof client_address;
    check(getsockname(client, (struct sockaddr *)&client_address, &length), "getsockname");
    inet_pton(AF_INET, argv[1], &client_address.sin_addr); // it may be 0.0.0.0 by now
    say(stranger, "from a stranger", &client_address);
    hear(client, "dissolved");

    check(close(client), "close");
    check(close(stranger), "close");
    return 0;
}
