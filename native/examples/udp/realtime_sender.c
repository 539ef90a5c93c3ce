// Sends numbered datagrams at a steady pace. The numbers are arguments, so that a loss, a delay
// or a repetition can be made up: 1 2 4 3 3 6.
#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <netinet/in.h>
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
#define URGENT 0xb8       // the type of service of what must not wait: expedited forwarding

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

// Sends a number and the time, in nanoseconds since 1970.
static void send_number(int fd, long number, const struct sockaddr_in *to) {
    struct timespec now;
    check(clock_gettime(CLOCK_REALTIME, &now), "clock_gettime");
    uint32_t network_number = htonl(number);
    uint64_t network_time = htobe64((uint64_t)now.tv_sec * NANOS + now.tv_nsec);
    char datagram[LENGTH]; // copied: in a struct there would be a gap between the two
    memcpy(datagram, &network_number, sizeof network_number);
    memcpy(datagram + sizeof network_number, &network_time, sizeof network_time);
    ssize_t sent;
    do {
        sent = sendto(fd, datagram, LENGTH, 0, (const struct sockaddr *)to, sizeof *to);
    } while (sent == -1 && errno == EINTR);
    check(sent, "sendto");
}

// Waits until a time: to wait for a while each time would add up what the work between takes.
static void wait_until(const struct timespec *time) {
    int error;
    do {
        error = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, time, NULL);
    } while (error == EINTR);
    if (error != 0) {
        errno = error;
        perror("clock_nanosleep");
        exit(1);
    }
}

int main(int argc, char **argv) {
    long port = 0;
    long interval = 0;
    struct sockaddr_in address = {.sin_family = AF_INET};
    bool usable = argc >= 5 && inet_pton(AF_INET, argv[1], &address.sin_addr) == 1 &&
                  parse_number(argv[2], 1, 65535, &port) &&
                  parse_number(argv[3], 0, 1000, &interval);
    for (int i = 4; usable && i < argc; i++) {
        long number;
        usable = parse_number(argv[i], 1, MOST, &number);
    }
    if (!usable) {
        fprintf(stderr, "usage: realtime_sender address port milliseconds number...\n");
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
    // Routers may obey it, or not
    int tos = URGENT;
    check(setsockopt(fd, IPPROTO_IP, IP_TOS, &tos, sizeof tos), "setsockopt");

    // One after the other, at times that are fixed from the start
    struct timespec next;
    check(clock_gettime(CLOCK_MONOTONIC, &next), "clock_gettime");
    for (int i = 4; i < argc; i++) {
        wait_until(&next);
        send_number(fd, strtol(argv[i], NULL, 10), &address);
        next.tv_nsec += interval * (NANOS / 1000);
        next.tv_sec += next.tv_nsec / NANOS;
        next.tv_nsec %= NANOS;
    }
    // 0 says that no more will come; it may get lost like any other
    wait_until(&next);
    send_number(fd, 0, &address);
    printf("sent %d datagrams\n", argc - 4);

    check(close(fd), "close");
    return 0;
}
