// Waits for standard input, and tells what poll says of it.
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

static void print_events(short revents) {
    printf("poll:%s%s%s%s%s\n", revents & POLLIN ? " POLLIN" : "",
           revents & POLLPRI ? " POLLPRI" : "", revents & POLLERR ? " POLLERR" : "",
           revents & POLLHUP ? " POLLHUP" : "", revents & POLLNVAL ? " POLLNVAL" : "");
}

int main(int argc, char **argv) {
    long timeout = 5000;
    if (argc > 2 || (argc > 1 && !parse_number(argv[1], 0, INT_MAX, &timeout))) {
        fprintf(stderr, "usage: stdin_poll [milliseconds]\n");
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
    printf("waiting\n");

    // POLLERR, POLLHUP and POLLNVAL come without being asked for.
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN | POLLPRI};
    char buffer[1024]; // small on purpose: poll tells again of what is left
    while (true) {
        int ready = poll(&input, 1, timeout);
        if (ready == -1 && errno == EINTR) { // the wait starts anew
            continue;
        }
        if (check(ready, "poll") == 0) {
            printf("nothing within %ld ms\n", timeout);
            return 0;
        }
        print_events(input.revents);
        if (input.revents & POLLNVAL) { // not open: poll would say so for ever
            return 1;
        }

        // With POLLHUP alone there may be input left: only read knows. It does not block now.
        ssize_t length = read(STDIN_FILENO, buffer, sizeof buffer);
        if (length == -1 && (errno == EINTR || errno == EAGAIN)) {
            continue;
        }
        if (check(length, "read") == 0) {
            printf("end of input\n");
            return 0;
        }
        printf("%zd bytes\n", length);
    }
}
