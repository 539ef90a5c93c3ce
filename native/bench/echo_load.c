// The load of an echo server: a number of connections, each of which sends its next message as soon
// as the last one is back, whole and verified. They stay open, and are busy in turns only, as
// bench.h has it. A turn is the time in which echoes are counted; before it the connections find
// their pace, after it what is under way comes back. It lasts until each connection has had an
// answer. The CPU is the server's: the load's own work is not in it.
//
// Any wrong byte, and any connection without an answer, is a failure.
// usage: echo_load milliseconds port server_pid connections size
#include "bench.h"

#include <limits.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>

#define EVENTS 1024
#define MAX_SIZE 16384
#define PATIENCE 10000 // milliseconds for what does not depend on the load
#define SETTLE 4       // that part of a turn is what it takes to find the pace

struct connection {
    int fd;
    uint32_t number;
    uint64_t message; // the number of the one that is under way
    long received;    // how much of it is back
    bool answered;    // in this turn
};

static long size;
static long count;
static struct connection *connections;
static int epoll;

static enum { SENDING, FINISHING, CLOSING } phase;
static long busy;     // connections with a message under way, or not closed yet
static long answered; // connections that had an answer in this turn
static long long echoes;

static _Noreturn void wrong_at(const struct connection *connection, const char *what) {
    fprintf(stderr, "echo_load: connection %u, message %llu: %s\n", connection->number,
            (unsigned long long)connection->message, what);
    exit(1);
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
    if (limit.rlim_max < (rlim_t)count + 16) {
        fprintf(stderr, "echo_load: too few descriptors for %ld connections (ulimit -Hn: %llu)\n",
                count, (unsigned long long)limit.rlim_max);
        exit(1);
    }
}

static long long cpu_of(clockid_t process) {
    struct timespec time;
    if (clock_gettime(process, &time) == -1) {
        fail("clock_gettime");
    }
    return time.tv_sec * 1000000000LL + time.tv_nsec;
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

static void send_next(struct connection *connection) {
    connection->message++;
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
            wrong_at(connection, "no answer");
        }
        fail("recv");
    }
    if (n == 0) {
        wrong_at(connection, "the server ended the connection");
    }
    if (n > wanted) {
        wrong_at(connection, "more came back than was sent");
    }
    if (memcmp(buffer, message(connection) + connection->received, n) != 0) {
        wrong_at(connection, "wrong bytes came back");
    }
    connection->received += n;
    return connection->received == size;
}

// One connection after the other, each with its first echo, so that the server's backlog never
// overflows, and has been accepted before the clock runs.
static void open_connection(struct connection *connection, const struct sockaddr_in *address) {
    int on = 1;
    struct timeval patience = {.tv_sec = PATIENCE / 1000};
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
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
    send_next(connection);
    while (!receive(connection, 0)) {
    }
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, connection->fd, &event) == -1) {
        fail("epoll_ctl");
    }
}

// The server has seen the end when it ends too; what it had to do is done by then.
static void close_connection(struct connection *connection) {
    char byte;
    ssize_t n = recv(connection->fd, &byte, 1, MSG_DONTWAIT);
    if (n != 0) {
        wrong_at(connection, n == -1 ? strerror(errno) : "more came back than was sent");
    }
    close(connection->fd);
    busy--;
}

static void next(struct connection *connection) {
    if (phase == CLOSING) {
        close_connection(connection);
        return;
    }
    if (!receive(connection, MSG_DONTWAIT)) {
        return;
    }
    echoes++;
    answered += !connection->answered;
    connection->answered = true;
    if (phase == SENDING) {
        send_next(connection);
    } else {
        busy--;
    }
}

static void handle_events(void) {
    struct epoll_event events[EVENTS];
    int n = epoll_wait(epoll, events, EVENTS, PATIENCE);
    if (n == -1) {
        fail("epoll_wait");
    }
    if (n == 0) {
        fprintf(stderr, "echo_load: %ld of %ld connections have no answer\n", busy, count);
        exit(1);
    }
    for (int i = 0; i < n; i++) {
        next(events[i].data.ptr);
    }
}

// Returns how long that took, in nanoseconds.
static long long send_for(long milliseconds, long each) {
    long long start = now();
    long long time = 0;
    answered = 0;
    echoes = 0;
    for (long i = 0; i < count; i++) {
        connections[i].answered = false;
    }
    while (time < milliseconds * 1000000LL || answered < each) {
        if (time > (milliseconds + PATIENCE) * 1000000LL) {
            fprintf(stderr, "echo_load: only %ld of %ld connections had one of %lld answers\n",
                    answered, count, echoes);
            exit(1);
        }
        handle_events();
        time = now() - start;
    }
    return time;
}

static void take_turn(long milliseconds, clockid_t server) {
    phase = SENDING;
    busy = count;
    for (long i = 0; i < count; i++) {
        send_next(&connections[i]);
    }
    send_for(milliseconds / SETTLE, 0);

    long long cpu = cpu_of(server);
    long long nanoseconds = send_for(milliseconds, count);
    cpu = cpu_of(server) - cpu;
    long long operations = echoes;

    phase = FINISHING;
    while (busy > 0) {
        handle_events();
    }
    printf("{\"operations\":%lld,\"nanos\":%lld,\"cpu\":%lld}\n", operations, nanoseconds, cpu);
    fflush(stdout);
}

int main(int argc, char **argv) {
    if (argc != 6) {
        wrong("usage: echo_load milliseconds port server_pid connections size");
    }
    long milliseconds = number(argv[1], 1, 3600000);
    struct sockaddr_in address = loopback(number(argv[2], 1, 65535));
    clockid_t server;
    if (clock_getcpuclockid(number(argv[3], 1, INT_MAX), &server) != 0) {
        wrong("echo_load: no such server");
    }
    count = number(argv[4], 1, 1000000);
    size = number(argv[5], 1, MAX_SIZE);
    raise_descriptor_limit();
    start_idle_thread();
    epoll = epoll_create1(EPOLL_CLOEXEC);
    connections = calloc(count, sizeof *connections);
    if (epoll == -1 || connections == NULL) {
        fail("epoll_create1 or calloc");
    }
    for (long i = 0; i < count; i++) {
        connections[i].number = i;
        open_connection(&connections[i], &address);
    }

    char line[16];
    while (fgets(line, sizeof line, stdin) != NULL) {
        take_turn(milliseconds, server);
    }

    phase = CLOSING;
    busy = count;
    for (long i = 0; i < count; i++) {
        if (shutdown(connections[i].fd, SHUT_WR) == -1) {
            fail("shutdown");
        }
    }
    while (busy > 0) {
        handle_events();
    }
    return 0;
}
