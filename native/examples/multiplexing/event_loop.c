// One loop for counters, timers and signals, which are all descriptors here.
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define EVENTS 8
#define TICK 10000000 // nanoseconds

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

// Adds a descriptor to what the loop waits for.
static void watch(int epoll, int fd) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    check(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
}

// Lets the timer expire once: one that repeats may expire several times before we read it.
static void arm(int timer) {
    struct itimerspec once = {.it_value.tv_nsec = TICK};
    check(timerfd_settime(timer, 0, &once, NULL), "timerfd_settime");
}

// Reads what such a descriptor gives, which is always the whole.
static void read_whole(int fd, void *value, size_t size) {
    ssize_t length;
    do {
        length = read(fd, value, size);
    } while (length == -1 && errno == EINTR);
    check(length, "read");
}

int main(int argc, char **argv) {
    long ticks = 3;
    if (argc > 2 || (argc > 1 && !parse_number(argv[1], 1, 1000, &ticks))) {
        fprintf(stderr, "usage: event_loop [ticks]\n");
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

    // A signalfd sees a signal only while nothing else takes it: so it is blocked.
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGUSR1);
    check(sigprocmask(SIG_BLOCK, &mask, NULL), "sigprocmask");
    int signals = check(signalfd(-1, &mask, 0), "signalfd");
    int counter = check(eventfd(0, 0), "eventfd");
    int timer = check(timerfd_create(CLOCK_MONOTONIC, 0), "timerfd_create");
    int epoll = check(epoll_create1(0), "epoll_create1");
    watch(epoll, signals);
    watch(epoll, counter);
    watch(epoll, timer);
    arm(timer);

    // Each tick adds its number to the counter; the last one raises the signal too.
    uint64_t ticked = 0;
    uint64_t sum = 0;
    uint64_t number;
    struct signalfd_siginfo info = {0};
    struct epoll_event events[EVENTS];
    while (sum < (uint64_t)(ticks * (ticks + 1) / 2) || info.ssi_signo == 0) {
        int ready = epoll_wait(epoll, events, EVENTS, -1);
        if (ready == -1 && errno == EINTR) {
            continue;
        }
        check(ready, "epoll_wait");
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.fd;
            if (fd == signals) {
                read_whole(signals, &info, sizeof info);
            } else if (fd == counter) { // the sum of all writes since the last read
                read_whole(counter, &number, sizeof number);
                sum += number;
            } else { // how often the timer has expired since the last read
                read_whole(timer, &number, sizeof number);
                ticked += number;
                number = ticked;
                check(write(counter, &number, sizeof number), "write"); // this wakes the loop
                if (ticked < (uint64_t)ticks) {
                    arm(timer);
                } else {
                    check(raise(SIGUSR1), "raise");
                }
            }
        }
    }
    printf("timerfd: %llu expirations\n", (unsigned long long)ticked);
    printf("eventfd: %llu in sum\n", (unsigned long long)sum);
    printf("signalfd: %s\n", info.ssi_signo == SIGUSR1 ? "SIGUSR1" : "another signal");

    check(close(epoll), "close");
    check(close(timer), "close");
    check(close(counter), "close");
    check(close(signals), "close");
    return 0;
}
