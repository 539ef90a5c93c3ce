// Receives numbered datagrams, and tells which are lost, late or repeated. It never asks for one
// again: what comes too late in real time is of no use.
#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LENGTH 12         // of a datagram: a number of 4 bytes, a time of 8
#define MOST 65535        // the highest number
#define NANOS 1000000000L // in a second
#define SILENCE 2000      // milliseconds after which the end counts as lost

static bool seen[MOST + 1];
static long highest;
static long received;
static long late;
static long repeated;

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

// Counts a datagram, and prints its number and for how long it was on its way.
static void count_number(long number, uint64_t sent) {
    struct timespec now;
    check(clock_gettime(CLOCK_REALTIME, &now), "clock_gettime"); // it is the sender's clock, too
    int64_t nanos = (int64_t)((uint64_t)now.tv_sec * NANOS + now.tv_nsec - sent);
    printf("number %ld", number);
    if (seen[number]) {
        printf(" again");
        repeated++;
    } else if (number < highest) {
        printf(" late");
        late++;
    } else if (number > highest + 1) {
        printf(" after %ld missing", number - highest - 1);
    }
    printf(" time=%.3f ms\n", (double)nanos / 1e6);
    received += seen[number] ? 0 : 1;
    highest = number > highest ? number : highest;
    seen[number] = true;
}

// Takes one datagram; whether it was the last.
static bool receive(int fd) {
    char datagram[LENGTH];
    ssize_t length;
    do {
        length = recv(fd, datagram, LENGTH, MSG_TRUNC);
    } while (length == -1 && errno == EINTR);
    check(length, "recv");
    uint32_t number = 0;
    uint64_t time = 0;
    if (length == LENGTH) {
        memcpy(&number, datagram, sizeof number);
        memcpy(&time, datagram + sizeof number, sizeof time);
        number = ntohl(number);
    }
    // Anybody may send anything to a port
    if (length != LENGTH || number > MOST) {
        printf("ignored a datagram of %zd bytes\n", length);
    } else if (number > 0) {
        count_number(number, be64toh(time));
    }
    return length == LENGTH && number == 0;
}

int main(int argc, char **argv) {
    long port = 0;
    struct sockaddr_in address = {.sin_family = AF_INET};
    if (argc != 3 || inet_pton(AF_INET, argv[1], &address.sin_addr) != 1 ||
        !parse_number(argv[2], 0, 65535, &port)) {
        fprintf(stderr, "usage: realtime_receiver address port\n");
        return 1;
    }
    address.sin_port = htons(port);
    if (setvbuf(stdout, NULL, _IOLBF, 0) != 0) { // each line is seen at once, through a pipe too
        perror("setvbuf");
        return 1;
    }
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) { // as the JVM does
        perror("signal");
        return 1;
    }

    int fd = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
    check(bind(fd, (struct sockaddr *)&address, sizeof address), "bind");
    socklen_t length = sizeof address;
    check(getsockname(fd, (struct sockaddr *)&address, &length), "getsockname");
    printf("bound to %s:%d\n", argv[1], ntohs(address.sin_port));

    // The first may take its time; then silence means that the end got lost
    int wait = -1;
    bool over = false;
    while (!over) {
        struct pollfd readable = {.fd = fd, .events = POLLIN};
        int ready = poll(&readable, 1, wait);
        if (ready == -1 && errno == EINTR) {
            continue;
        }
        if (check(ready, "poll") == 0) {
            printf("the end is lost\n");
            break;
        }
        over = receive(fd);
        wait = SILENCE;
    }
    printf("received %ld, lost %ld, late %ld, repeated %ld\n", received, highest - received, late,
           repeated);

    check(close(fd), "close");
    return 0;
}
