// A single-threaded echo server over epoll, the baseline of those in Java: prints its port, and
// serves until standard input ends.
//
// Level-triggered: each event costs one recv, where edge-triggered would need a second one to learn
// that there is no more. It is also what java.nio's Selector does, so all that are compared make
// the same system calls.
#include "bench.h"

#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/resource.h>

// The same in all servers.
#define BUFFER (16 << 10)
#define BACKLOG 4096
#define EVENTS 1024

struct connection {
    int fd;
    char *rest; // what send did not take; until it is out, nothing more is received
    size_t length;
    size_t sent;
};

// Also the second thread that a JVM always has: for a process with a single one the kernel takes
// short cuts.
static void *exit_at_end_of_input(void *unused) {
    char ignored[64];
    while (read(STDIN_FILENO, ignored, sizeof ignored) > 0) {
    }
    exit(0);
    return unused;
}

static void raise_descriptor_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == -1) {
        fail("getrlimit");
    }
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) == -1) {
        fail("setrlimit");
    }
}

static int listen_on_loopback(void) {
    struct sockaddr_in address = loopback(0);
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener == -1) {
        fail("socket");
    }
    if (bind(listener, (struct sockaddr *)&address, length) == -1) {
        fail("bind");
    }
    if (listen(listener, BACKLOG) == -1) {
        fail("listen");
    }
    if (getsockname(listener, (struct sockaddr *)&address, &length) == -1) {
        fail("getsockname");
    }
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return listener;
}

static void control(int epoll, int op, struct connection *connection, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = connection};
    if (epoll_ctl(epoll, op, connection->fd, &event) == -1) {
        fail("epoll_ctl");
    }
}

static void accept_one(int epoll, int listener) {
    int on = 1;
    struct connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL) {
        fail("calloc");
    }
    connection->fd = accept(listener, NULL, NULL);
    if (connection->fd == -1) {
        fail("accept");
    }
    if (setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == -1) {
        fail("setsockopt");
    }
    control(epoll, EPOLL_CTL_ADD, connection, EPOLLIN);
}

static ssize_t try_send(int fd, const char *bytes, size_t length) {
    ssize_t sent = send(fd, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent == -1) {
        if (errno == EAGAIN) {
            return 0;
        }
        fail("send");
    }
    return sent;
}

static void echo(int epoll, struct connection *connection) {
    static _Alignas(4096) char buffer[BUFFER];
    ssize_t received = recv(connection->fd, buffer, sizeof buffer, MSG_DONTWAIT);
    if (received == -1) {
        if (errno == EAGAIN) {
            return;
        }
        fail("recv"); // the load resets no connection
    }
    if (received == 0) {
        close(connection->fd);
        free(connection);
        return;
    }
    ssize_t sent = try_send(connection->fd, buffer, received);
    if (sent < received) {
        connection->length = received - sent;
        connection->sent = 0;
        connection->rest = malloc(connection->length);
        if (connection->rest == NULL) {
            fail("malloc");
        }
        memcpy(connection->rest, buffer + sent, connection->length);
        control(epoll, EPOLL_CTL_MOD, connection, EPOLLOUT);
    }
}

static void send_rest(int epoll, struct connection *connection) {
    connection->sent += try_send(connection->fd, connection->rest + connection->sent,
                                 connection->length - connection->sent);
    if (connection->sent == connection->length) {
        free(connection->rest);
        connection->rest = NULL;
        control(epoll, EPOLL_CTL_MOD, connection, EPOLLIN);
    }
}

int main(void) {
    raise_descriptor_limit();
    struct connection listener = {.fd = listen_on_loopback()};
    pthread_t thread;
    if (pthread_create(&thread, NULL, exit_at_end_of_input, NULL) != 0) {
        wrong("pthread_create failed");
    }
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    if (epoll == -1) {
        fail("epoll_create1");
    }
    control(epoll, EPOLL_CTL_ADD, &listener, EPOLLIN);
    while (true) {
        struct epoll_event events[EVENTS];
        int n = epoll_wait(epoll, events, EVENTS, -1);
        if (n == -1 && errno != EINTR) {
            fail("epoll_wait");
        }
        for (int i = 0; i < n; i++) {
            struct connection *connection = events[i].data.ptr;
            if (connection == &listener) {
                accept_one(epoll, listener.fd);
            } else if (connection->rest != NULL) {
                send_rest(epoll, connection);
            } else {
                echo(epoll, connection);
            }
        }
    }
}
