// The load of bench-echo: a number of connections to an echo server, each of which sends its next
// message as soon as the last one is back, whole and verified. Prints the echoes per second, how
// many connections had at least one, and the nanoseconds of CPU that the server took for each, if
// its process is named (which tells servers apart better: the load's own work is not in it, nor
// that of others on the machine). Any wrong byte, and any connection without an answer, is a
// failure.
// usage: echo_load address port connections
//            [size [milliseconds [milliseconds_to_warm_up [server_pid]]]]
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define EVENTS 1024
#define MAX_SIZE 16384
#define PATIENCE 10000 // milliseconds for what does not depend on the load

struct connection {
    int fd;
    uint32_t number;
    uint64_t message; // the number of the one that is under way
    long received;    // how much of it is back
    bool answered;    // since the measurement began
};

static long size = 64;
static struct connection *connections;
static long open_connections;
static long long echoes;
static bool ending; // what is under way comes back, and nothing follows it

static void fail(const char *call) {
    perror(call);
    exit(1);
}

static void wrong(const struct connection *connection, const char *what) {
    fprintf(stderr, "echo_load: connection %u, message %llu: %s\n", connection->number,
            (unsigned long long)connection->message, what);
    exit(1);
}

// The kernel takes short cuts for a process with a single thread; a JVM never gets them.
static void *idle(void *unused) {
    while (true) {
        pause();
    }
    return unused;
}

static bool parse_number(const char *text, long min, long max, long *number) {
    if (*text == '\0' || text[strspn(text, "0123456789")] != '\0') {
        return false;
    }
    errno = 0;
    *number = strtol(text, NULL, 10);
    return errno == 0 && *number >= min && *number <= max;
}

static void raise_descriptor_limit(long wanted) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == -1) {
        fail("getrlimit");
    }
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) == -1) {
        fail("setrlimit");
    }
    if (limit.rlim_max < (rlim_t)wanted + 16) {
        fprintf(stderr, "echo_load: too few descriptors for %ld connections (ulimit -Hn: %llu)\n",
                wanted, (unsigned long long)limit.rlim_max);
        exit(1);
    }
}

static long long nanoseconds(clockid_t clock) {
    struct timespec time;
    if (clock_gettime(clock, &time) == -1) {
        fail("clock_gettime");
    }
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static long long now(void) {
    return nanoseconds(CLOCK_MONOTONIC);
}

// Each message differs from all others in each of its words, so what is stale, shifted or another
// connection's cannot pass for it.
static const char *message(const struct connection *connection) {
    static char bytes[MAX_SIZE + sizeof(uint64_t)];
    uint64_t seed = (uint64_t)connection->number << 40 ^ connection->message;
    for (long i = 0; i < size; i += sizeof seed) {
        uint64_t word = (seed + i * 0x2545f4914f6cdd1dULL) * 0x9e3779b97f4a7c15ULL;
        word ^= word >> 32;
        memcpy(bytes + i, &word, sizeof word);
    }
    return bytes;
}

static void send_message(struct connection *connection) {
    connection->received = 0;
    // Nothing else is under way on this connection, so there is room.
    if (send(connection->fd, message(connection), size, MSG_NOSIGNAL) != size) {
        fail("send");
    }
}

// Receives what is there; true when that completes the message.
static bool receive(struct connection *connection, int flags) {
    char buffer[MAX_SIZE + 1]; // one byte more than may come
    long wanted = size - connection->received;
    ssize_t n = recv(connection->fd, buffer, wanted + 1, flags);
    if (n == -1) {
        if (errno == EAGAIN && flags == 0) {
            wrong(connection, "no answer");
        }
        fail("recv");
    }
    if (n == 0) {
        wrong(connection, "the server ended the connection");
    }
    if (n > wanted) {
        wrong(connection, "more came back than was sent");
    }
    if (memcmp(buffer, message(connection) + connection->received, n) != 0) {
        wrong(connection, "wrong bytes came back");
    }
    connection->received += n;
    return connection->received == size;
}

// One connection after the other, each with its first echo, so that the server's backlog never
// overflows, and has been accepted before the clock runs.
static void open_connection(struct connection *connection, const struct sockaddr_in *address) {
    int on = 1;
    struct timeval patience = {.tv_sec = PATIENCE / 1000};
    connection->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connection->fd == -1) {
        fail("socket");
    }
    if (connect(connection->fd, (const struct sockaddr *)address, sizeof *address) == -1) {
        fail("connect");
    }
    if (setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == -1 ||
        setsockopt(connection->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == -1) {
        fail("setsockopt");
    }
    send_message(connection);
    while (!receive(connection, 0)) {
    }
}

static void next(struct connection *connection) {
    if (ending && connection->received == size) {
        // The server has seen the end when it ends too; what it had to do is done by then.
        char byte;
        ssize_t n = recv(connection->fd, &byte, 1, MSG_DONTWAIT);
        if (n != 0) {
            wrong(connection, n == -1 ? strerror(errno) : "more came back than was sent");
        }
        close(connection->fd);
        open_connections--;
        return;
    }
    if (!receive(connection, MSG_DONTWAIT)) {
        return;
    }
    connection->answered = true;
    echoes++;
    if (!ending) {
        connection->message++;
        send_message(connection);
    } else if (shutdown(connection->fd, SHUT_WR) == -1) {
        fail("shutdown");
    }
}

// Goes on for some time, or until all connections are closed; returns how long that took, in
// nanoseconds.
static long long run(int epoll, long milliseconds) {
    struct epoll_event events[EVENTS];
    long long start = now();
    long long end = start + milliseconds * 1000000LL;
    long long time = start;
    while (time < end && open_connections > 0) {
        int n = epoll_wait(epoll, events, EVENTS, (end - time) / 1000000 + 1);
        if (n == -1) {
            fail("epoll_wait");
        }
        for (int i = 0; i < n; i++) {
            next(events[i].data.ptr);
        }
        time = now();
    }
    return time - start;
}

static void require_answers(long count) {
    long answered = 0;
    for (long i = 0; i < count; i++) {
        answered += connections[i].answered;
    }
    if (answered < count) {
        fprintf(stderr, "echo_load: only %ld of %ld connections had one of the %lld answers\n",
                answered, count, echoes);
        exit(1);
    }
}

int main(int argc, char **argv) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    long port;
    long count;
    long milliseconds = 1000;
    long warm_up = 0;
    long pid = 0; // ourselves
    clockid_t server_cpu;
    if (argc < 4 || argc > 8 || inet_pton(AF_INET, argv[1], &address.sin_addr) != 1 ||
        !parse_number(argv[2], 1, 65535, &port) || !parse_number(argv[3], 1, 1000000, &count) ||
        (argc > 4 && !parse_number(argv[4], 1, MAX_SIZE, &size)) ||
        (argc > 5 && !parse_number(argv[5], 1, 3600000, &milliseconds)) ||
        (argc > 6 && !parse_number(argv[6], 0, 3600000, &warm_up)) ||
        (argc > 7 && !parse_number(argv[7], 1, INT_MAX, &pid))) {
        fprintf(stderr, "usage: echo_load address port connections"
                        " [size [milliseconds [milliseconds_to_warm_up [server_pid]]]]\n");
        return 1;
    }
    if (clock_getcpuclockid(pid, &server_cpu) != 0) {
        fprintf(stderr, "echo_load: no process %ld\n", pid);
        return 1;
    }
    address.sin_port = htons(port);
    raise_descriptor_limit(count);
    pthread_t thread;
    if (pthread_create(&thread, NULL, idle, NULL) != 0) {
        fprintf(stderr, "pthread_create failed\n");
        return 1;
    }
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    connections = calloc(count, sizeof *connections);
    if (epoll == -1 || connections == NULL) {
        fail("epoll_create1 or calloc");
    }

    for (long i = 0; i < count; i++) {
        struct connection *connection = &connections[i];
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
        connection->number = i;
        open_connection(connection, &address);
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, connection->fd, &event) == -1) {
            fail("epoll_ctl");
        }
    }
    open_connections = count;
    for (long i = 0; i < count; i++) {
        connections[i].message++;
        send_message(&connections[i]);
    }
    run(epoll, warm_up);

    for (long i = 0; i < count; i++) {
        connections[i].answered = false;
    }
    echoes = 0;
    long long cpu = nanoseconds(server_cpu);
    long long time = run(epoll, milliseconds);
    cpu = nanoseconds(server_cpu) - cpu;
    long long measured = echoes;
    require_answers(count);

    ending = true;
    run(epoll, PATIENCE);
    if (open_connections > 0) {
        fprintf(stderr, "echo_load: %ld connections did not end\n", open_connections);
        return 1;
    }
    printf("%.1f %ld", measured * 1e9 / time, count);
    if (pid != 0) {
        printf(" %.0f", (double)cpu / measured);
    }
    printf("\n");
    return 0;
}
