#include "stream.h"

#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <sys/un.h>

#define MAX_CONNECTIONS 1024
// Left to itself, TCP lets its buffers grow, at some times and not at others, and so it changes how
// much is queued, has left the cache, and who waits for whom. With so little the two ends take
// turns. The Java programs have the same in Peers.
#define TCP_BUFFER (64 << 10)

static bool is_path(const char *peer) {
    return peer[0] == '/';
}

static struct sockaddr_un unix_address(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) {
        wrong("the path is too long");
    }
    strcpy(address.sun_path, path);
    return address;
}

static void set(int fd, int level, int option, int value) {
    if (setsockopt(fd, level, option, &value, sizeof value) == -1) {
        fail("setsockopt");
    }
}

// Those who are accepted have their listener's.
static void set_buffers(int fd) {
    set(fd, SOL_SOCKET, SO_SNDBUF, TCP_BUFFER);
    set(fd, SOL_SOCKET, SO_RCVBUF, TCP_BUFFER);
}

// A message goes out at once.
static void set_nodelay(int fd) {
    set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
}

int connect_to(const char *peer) {
    struct sockaddr_un path = {0};
    struct sockaddr_in port = {0};
    struct sockaddr *address = (struct sockaddr *)&port;
    socklen_t length = sizeof port;
    if (is_path(peer)) {
        path = unix_address(peer);
        address = (struct sockaddr *)&path;
        length = sizeof path;
    } else {
        port = loopback(number(peer, 1, 65535));
    }
    int fd = socket(address->sa_family, SOCK_STREAM, 0);
    if (fd == -1) {
        fail("socket");
    }
    if (!is_path(peer)) {
        set_buffers(fd);
    }
    if (connect(fd, address, length) == -1) {
        fail("connect");
    }
    if (!is_path(peer)) {
        set_nodelay(fd);
    }
    return fd;
}

bool send_if_taken(int fd, const void *buffer, size_t size) {
    for (size_t sent = 0; sent < size;) {
        ssize_t n = send(fd, (const char *)buffer + sent, size - sent, MSG_NOSIGNAL);
        if (n == -1 && (errno == EPIPE || errno == ECONNRESET)) {
            return false;
        }
        if (n == -1) {
            fail("send");
        }
        sent += n;
    }
    return true;
}

void send_all(int fd, const void *buffer, size_t size) {
    if (!send_if_taken(fd, buffer, size)) {
        fail("send");
    }
}

bool receive_all(int fd, void *buffer, size_t size) {
    for (size_t received = 0; received < size;) {
        ssize_t n = recv(fd, (char *)buffer + received, size - received, 0);
        if (n == -1) {
            fail("recv");
        }
        if (n == 0 && received == 0) {
            return false;
        }
        if (n == 0) {
            wrong("the stream ends within a message");
        }
        received += n;
    }
    return true;
}

static int listener;
static bool tcp;
static void (*serve_connection)(int fd);
static pthread_t threads[MAX_CONNECTIONS];
static int connections;

static void *connection_thread(void *fd) {
    serve_connection((int)(intptr_t)fd);
    close((int)(intptr_t)fd);
    return NULL;
}

static void accept_one(void) {
    int fd = accept(listener, NULL, NULL);
    if (fd == -1) {
        fail("accept");
    }
    if (tcp) {
        set_nodelay(fd);
    }
    if (connections == MAX_CONNECTIONS ||
        pthread_create(&threads[connections], NULL, connection_thread, (void *)(intptr_t)fd) != 0) {
        wrong("too many connections");
    }
    connections++;
}

// Until there is nothing on standard input but its end, and nobody who waits to be accepted.
static void accept_all(void) {
    struct pollfd fds[] = {{.fd = listener, .events = POLLIN},
                           {.fd = STDIN_FILENO, .events = POLLIN}};
    do {
        if (poll(fds, 2, -1) == -1) {
            fail("poll");
        }
        if (fds[0].revents != 0) {
            accept_one();
        }
    } while (fds[0].revents != 0 || fds[1].revents == 0);
}

static void listen_at(const struct sockaddr *address, socklen_t length) {
    listener = socket(address->sa_family, SOCK_STREAM, 0);
    if (listener == -1) {
        fail("socket");
    }
    if (tcp) {
        set_buffers(listener);
    }
    if (bind(listener, address, length) == -1) {
        fail("bind");
    }
    if (listen(listener, SOMAXCONN) == -1) {
        fail("listen");
    }
}

void serve(const char *family, void (*connection)(int fd)) {
    char directory[] = "/tmp/bench-XXXXXX";
    char path[sizeof directory + sizeof "/socket"];
    serve_connection = connection;
    tcp = strcmp(family, "tcp") == 0;
    if (tcp) {
        struct sockaddr_in address = loopback(0);
        socklen_t length = sizeof address;
        listen_at((struct sockaddr *)&address, length);
        if (getsockname(listener, (struct sockaddr *)&address, &length) == -1) {
            fail("getsockname");
        }
        printf("%d\n", ntohs(address.sin_port));
    } else if (strcmp(family, "unix") == 0) {
        if (mkdtemp(directory) == NULL) {
            fail("mkdtemp");
        }
        sprintf(path, "%s/socket", directory);
        struct sockaddr_un address = unix_address(path);
        listen_at((struct sockaddr *)&address, sizeof address);
        printf("%s\n", path);
    } else {
        wrong("neither tcp nor unix");
    }
    fflush(stdout);
    accept_all();
    for (int i = 0; i < connections; i++) {
        pthread_join(threads[i], NULL);
    }
    if (!tcp && (unlink(path) == -1 || rmdir(directory) == -1)) {
        fail("removing the path");
    }
    exit(0);
}
