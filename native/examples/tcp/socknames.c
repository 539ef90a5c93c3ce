// The names of both ends of a connection, as each end sees them: getsockname and getpeername.
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

static void print_address(const char *whose, const struct sockaddr_in *address) {
    char text[INET_ADDRSTRLEN]; // long enough for each address: inet_ntop cannot fail
    inet_ntop(AF_INET, &address->sin_addr, text, sizeof text);
    printf("%s %s:%d\n", whose, text, ntohs(address->sin_port));
}

// This end's address.
static struct sockaddr_in own_name(const char *whose, int fd) {
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    check(getsockname(fd, (struct sockaddr *)&address, &length), "getsockname");
    print_address(whose, &address);
    return address;
}

// The other end's.
static struct sockaddr_in peer_name(const char *whose, int fd) {
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    check(getpeername(fd, (struct sockaddr *)&address, &length), "getpeername");
    print_address(whose, &address);
    return address;
}

// Compares part by part, and not all bytes: a struct may have some that mean nothing.
static const char *same(const struct sockaddr_in *a, const struct sockaddr_in *b) {
    bool equal = a->sin_addr.s_addr == b->sin_addr.s_addr && a->sin_port == b->sin_port;
    return equal ? "yes" : "no";
}

int main(int argc, char **argv) {
    struct sockaddr_in address = {.sin_family = AF_INET}; // port 0: the kernel chooses
    const char *host = argc > 1 ? argv[1] : "127.0.0.1";
    if (argc > 2 || inet_pton(AF_INET, host, &address.sin_addr) != 1) {
        fprintf(stderr, "usage: socknames [address]\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    // As the JVM does: a send to a peer that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int server = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    int client = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    own_name("a new socket has no name:", client);
    struct sockaddr_in peer;
    socklen_t length = sizeof peer;
    if (getpeername(client, (struct sockaddr *)&peer, &length) == -1) {
        printf("and no peer: %s\n", strerror(errno));
    }
    check(bind(server, (struct sockaddr *)&address, sizeof address), "bind");
    check(listen(server, 1), "listen");
    struct sockaddr_in listening = own_name("the server listens on", server);

    // The kernel makes the connection, and accept is not needed for that; it gives the client's
    // socket a name as well.
    check(connect(client, (struct sockaddr *)&listening, sizeof listening), "connect");
    int accepted;
    do {
        length = sizeof peer; // accept writes to it
        accepted = accept(server, (struct sockaddr *)&peer, &length);
    } while (accepted == -1 && errno == EINTR);
    check(accepted, "accept");
    struct sockaddr_in client_own = own_name("the client's own name:", client);
    struct sockaddr_in client_peer = peer_name("the client's peer:", client);
    struct sockaddr_in accepted_own = own_name("the accepted socket's own name:", accepted);
    struct sockaddr_in accepted_peer = peer_name("the accepted socket's peer:", accepted);
    printf("does each end have the name that the other one knows it by? %s, %s\n",
           same(&client_own, &accepted_peer), same(&client_peer, &accepted_own));
    printf("does the accepted socket have the listening one's name? %s\n",
           same(&accepted_own, &listening));
    printf("did accept tell the client's name? %s\n", same(&peer, &client_own));

    check(close(accepted), "close");
    check(close(client), "close");
    check(close(server), "close");
    return 0;
}
