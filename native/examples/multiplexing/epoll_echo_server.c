// An echo server in one thread that never waits but in epoll: level triggered or edge triggered.
#define _GNU_SOURCE // for accept4
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_CLIENTS 1000
#define EVENTS 64

struct connection {
    int fd;
    uint32_t events; // that epoll waits for
    long long echoed;
    size_t length; // what is in the buffer
    size_t sent;   // how much of it has been sent back
    char buffer[1024];
};

static struct connection connections[1 + MAX_CLIENTS]; // by number; 0 is the server
static long accepted;
static long gone;
static bool edge;

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
    int fd = check(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), "socket");
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

// Tells epoll what to wait for; the number comes back with the events.
static void watch(int epoll, int op, int fd, uint32_t events, uint32_t number) {
    struct epoll_event event = {.events = events, .data.u32 = number};
    check(epoll_ctl(epoll, op, fd, &event), "epoll_ctl");
}

// Accepts until nobody waits any more, or until there were as many as there may be.
static void accept_clients(int epoll, int server, long limit) {
    while (accepted < limit) {
        int fd = accept4(server, NULL, NULL, SOCK_NONBLOCK);
        if (fd == -1 && errno == EAGAIN) {
            return;
        }
        if (fd == -1 && (errno == ECONNABORTED || errno == EINTR)) {
            continue;
        }
        check(fd, "accept4");
        struct connection *connection = &connections[++accepted];
        connection->fd = fd;
        // Edge triggered, all is said once: epoll tells when something changes. Level triggered it
        // tells what is, so that EPOLLOUT would wake us all the time.
        connection->events = edge ? EPOLLIN | EPOLLOUT | EPOLLET : EPOLLIN;
        printf("client %ld connected\n", accepted);
        watch(epoll, EPOLL_CTL_ADD, fd, connection->events, accepted);
    }
    watch(epoll, EPOLL_CTL_DEL, server, 0, 0);
}

// Echoes what there is; false when the connection is over. Edge triggered, it has to go on until
// EAGAIN: of what is left here, epoll tells no second time.
static bool echo(struct connection *connection) {
    do {
        size_t left = connection->length - connection->sent;
        ssize_t moved;
        if (left > 0) {
            moved = send(connection->fd, connection->buffer + connection->sent, left, 0);
        } else {
            moved = recv(connection->fd, connection->buffer, sizeof connection->buffer, 0);
        }
        if (moved == -1 && errno == EINTR) {
            continue;
        }
        if (moved == -1) {
            return errno == EAGAIN; // any other error ends this connection alone
        }
        if (left > 0) {
            connection->sent += moved;
            connection->echoed += moved;
        } else if (moved > 0) {
            connection->length = moved;
            connection->sent = 0;
        } else { // end of file, and all that was before it has been sent back
            return false;
        }
    } while (edge || connection->sent < connection->length);
    return true;
}

// Does what an event tells of.
static void handle(int epoll, uint32_t number) {
    struct connection *connection = &connections[number];
    if (!echo(connection)) {
        printf("client %u disconnected after %lld bytes\n", number, connection->echoed);
        check(close(connection->fd), "close"); // epoll forgets it
        gone++;
        return;
    }
    // While the client does not read what we send it, we read no more of it.
    uint32_t wanted = connection->sent < connection->length ? EPOLLOUT : EPOLLIN;
    if (!edge && connection->events != wanted) {
        connection->events = wanted;
        watch(epoll, EPOLL_CTL_MOD, connection->fd, wanted, number);
    }
}

// Serves until so many clients have come and gone.
static void serve(int epoll, int server, long limit) {
    struct epoll_event events[EVENTS];
    while (gone < limit) {
        int ready = epoll_wait(epoll, events, EVENTS, -1);
        if (ready == -1 && errno == EINTR) {
            continue;
        }
        check(ready, "epoll_wait");
        for (int i = 0; i < ready; i++) {
            if (events[i].data.u32 == 0) {
                accept_clients(epoll, server, limit);
            } else {
                handle(epoll, events[i].data.u32);
            }
        }
    }
}

int main(int argc, char **argv) {
    long port = 0;
    long limit = 0;
    edge = argc > 1 && strcmp(argv[1], "edge") == 0;
    if (argc != 4 || (!edge && strcmp(argv[1], "level") != 0) ||
        !parse_number(argv[2], 0, 65535, &port) || !parse_number(argv[3], 1, MAX_CLIENTS, &limit)) {
        fprintf(stderr, "usage: epoll_echo_server {level|edge} port clients\n");
        return 1;
    }
    if (setvbuf(stdout, NULL, _IOLBF, 0) != 0) { // each line is seen at once, through a pipe too
        perror("setvbuf");
        return 1;
    }
    // As the JVM does: a send to a peer that has gone fails with EPIPE, and does not kill us.
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) {
        perror("signal");
        return 1;
    }

    int server = listen_on(port);
    int epoll = check(epoll_create1(0), "epoll_create1");
    watch(epoll, EPOLL_CTL_ADD, server, edge ? EPOLLIN | EPOLLET : EPOLLIN, 0);
    serve(epoll, server, limit);
    check(close(epoll), "close");
    check(close(server), "close");
    return 0;
}
