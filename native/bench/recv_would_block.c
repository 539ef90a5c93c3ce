// What a recv costs that finds nothing: prints nanoseconds per call, the median of some rounds.
// usage: recv_would_block [milliseconds_per_round [rounds]]
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_ROUNDS 1000
#define BATCH 1000 // calls between two looks at the clock

static void fail(const char *call) {
    perror(call);
    exit(1);
}

static bool parse_number(const char *text, long min, long max, long *number) {
    if (*text == '\0' || text[strspn(text, "0123456789")] != '\0') {
        return false;
    }
    errno = 0;
    *number = strtol(text, NULL, 10);
    return errno == 0 && *number >= min && *number <= max;
}

// One end of a TCP connection over loopback; the other end stays open and silent.
static int idle_connection(void) {
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    int client = socket(AF_INET, SOCK_STREAM, 0);
    if (listener == -1 || client == -1) {
        fail("socket");
    }
    if (bind(listener, (struct sockaddr *)&address, length) == -1) {
        fail("bind");
    }
    if (getsockname(listener, (struct sockaddr *)&address, &length) == -1) {
        fail("getsockname");
    }
    if (listen(listener, 1) == -1) {
        fail("listen");
    }
    if (connect(client, (struct sockaddr *)&address, length) == -1) {
        fail("connect");
    }
    int server = accept(listener, NULL, NULL);
    if (server == -1) {
        fail("accept");
    }
    return server;
}

static void *sleep_forever(void *unused) {
    while (true) {
        pause();
    }
    return unused;
}

static double nanoseconds(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) == -1) {
        fail("clock_gettime");
    }
    return now.tv_sec * 1e9 + now.tv_nsec;
}

// Calls recv for about as many milliseconds, and returns what one call took.
static double measure(int fd, long milliseconds) {
    char buffer[64];
    long calls = 0;
    double start = nanoseconds();
    double elapsed;
    do {
        for (int i = 0; i < BATCH; i++) {
            ssize_t result = recv(fd, buffer, sizeof buffer, MSG_DONTWAIT);
            if (result != -1 || errno != EAGAIN) {
                fprintf(stderr, "recv: returned %zd, errno %d\n", result, errno);
                exit(1);
            }
        }
        calls += BATCH;
        elapsed = nanoseconds() - start;
    } while (elapsed < milliseconds * 1e6);
    return elapsed / calls;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv) {
    long milliseconds = 200;
    long rounds = 7;
    if (argc > 3 || (argc > 1 && !parse_number(argv[1], 1, 3600000, &milliseconds)) ||
        (argc > 2 && !parse_number(argv[2], 1, MAX_ROUNDS, &rounds))) {
        fprintf(stderr, "usage: recv_would_block [milliseconds_per_round [rounds]]\n");
        return 1;
    }
    // For a process with one thread the kernel skips atomic operations (it may look up a
    // descriptor without counting the use). A JVM never has one thread, so neither have we.
    pthread_t thread;
    int error = pthread_create(&thread, NULL, sleep_forever, NULL);
    if (error != 0) {
        fprintf(stderr, "pthread_create: %s\n", strerror(error));
        return 1;
    }

    int fd = idle_connection();
    double results[MAX_ROUNDS];
    measure(fd, milliseconds); // warm up
    for (long i = 0; i < rounds; i++) {
        results[i] = measure(fd, milliseconds);
    }
    qsort(results, rounds, sizeof results[0], compare);
    printf("%.1f\n", (results[(rounds - 1) / 2] + results[rounds / 2]) / 2);
    return 0;
}
