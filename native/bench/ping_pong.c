// A C client for comparisons: sends 64 bytes to an echo server and waits for them, over and over.
// For each line of standard input, a number of round trips, it prints the nanoseconds they took.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SIZE 64

static void fail(const char *call) {
    perror(call);
    exit(1);
}

// The kernel takes short cuts for a process with a single thread; a JVM never gets them.
static void *idle(void *unused) {
    (void)unused;
    pause();
    return NULL;
}

static void round_trip(int fd, char *buffer) {
    if (send(fd, buffer, SIZE, 0) != SIZE) {
        fail("send");
    }
    for (ssize_t got = 0; got < SIZE;) {
        ssize_t received = recv(fd, buffer + got, SIZE - got, 0);
        if (received <= 0) {
            fail("recv");
        }
        got += received;
    }
}

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(int argc, char **argv) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    if (argc != 3 || inet_pton(AF_INET, argv[1], &address.sin_addr) != 1) {
        fprintf(stderr, "usage: ping_pong address port\n");
        return 1;
    }
    address.sin_port = htons(atoi(argv[2]));
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd == -1) {
        fail("socket");
    }
    if (connect(fd, (struct sockaddr *)&address, sizeof address) == -1) {
        fail("connect");
    }
    pthread_t thread;
    if (pthread_create(&thread, NULL, idle, NULL) != 0) {
        fprintf(stderr, "pthread_create failed\n");
        return 1;
    }
    char buffer[SIZE] = {0};
    long count;
    while (scanf("%ld", &count) == 1) {
        long long start = now();
        for (long i = 0; i < count; i++) {
            round_trip(fd, buffer);
        }
        printf("%lld\n", now() - start);
        fflush(stdout);
    }
    return 0;
}
