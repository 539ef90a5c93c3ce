// Connects, but waits no longer than it is told: the kernel alone would try for two minutes.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

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

// A clock that nobody sets.
static long long now_ms(void) {
    struct timespec now;
    check(clock_gettime(CLOCK_MONOTONIC, &now), "clock_gettime");
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

// Waits for a connection in progress: 0, or what became of it.
static int wait_connected(int fd, long timeout_ms) {
    // The socket can be written as soon as the connection stands, or has failed.
    struct pollfd writable = {.fd = fd, .events = POLLOUT};
    long long end = now_ms() + timeout_ms;
    int ready;
    do { // after a signal, no longer than is left
        long long left = end - now_ms();
        ready = poll(&writable, 1, left > 0 ? left : 0);
    } while (ready == -1 && errno == EINTR);
    if (check(ready, "poll") == 0) {
        return ETIMEDOUT;
    }
    // Which of the two was it?
    int error;
    socklen_t length = sizeof error;
    check(getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length), "getsockopt");
    return error;
}

int main(int argc, char **argv) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    long port = 0;
    long timeout_ms = 0;
    if (argc != 4 || inet_pton(AF_INET, argv[1], &address.sin_addr) != 1 ||
        !parse_number(argv[2], 1, 65535, &port) || !parse_number(argv[3], 0, 100000, &timeout_ms)) {
        fprintf(stderr, "usage: connect_timeout address port milliseconds\n");
        return 1;
    }
    address.sin_port = htons(port);
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    // As the JVM does: a send to a peer that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    int flags = check(fcntl(fd, F_GETFL), "fcntl");
    check(fcntl(fd, F_SETFL, flags | O_NONBLOCK), "fcntl");
    int connected = connect(fd, (struct sockaddr *)&address, sizeof address);
    if (connected == -1 && errno == EINPROGRESS) {
        printf("connection in progress\n");
        errno = wait_connected(fd, timeout_ms);
        connected = errno == 0 ? 0 : -1;
    }
    // If not, the socket is of no use any more: a further try needs a new one.
    check(connected, "connect");
    // From now on it may block again.
    check(fcntl(fd, F_SETFL, flags), "fcntl");
    printf("connected\n");
    check(close(fd), "close");
    return 0;
}
