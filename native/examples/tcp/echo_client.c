// A TCP client that sends each line of standard input and prints what comes back.
#include <arpa/inet.h>
#include <errno.h>
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

#define DIGITS "0123456789"
#define CHUNK 16384

// Reads a decimal number from min to max; strtol alone would also take " 1", "+1" and "1x".
static bool parse_number(const char *text, long min, long max, long *number) {
    if (*text == '\0' || text[strspn(text, DIGITS)] != '\0') {
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

// Reads seconds such as "5" or "0.1"; up to a billion, so that they fit in a timespec anywhere.
static bool parse_seconds(const char *text, double *seconds) {
    const char *end = text + strspn(text, DIGITS);
    if (end == text) {
        return false;
    }
    if (*end == '.') {
        const char *fraction = end + 1;
        end = fraction + strspn(fraction, DIGITS);
        if (end == fraction) {
            return false;
        }
    }
    *seconds = strtod(text, NULL);
    return *end == '\0' && *seconds <= 1e9;
}

static void sleep_seconds(double seconds) {
    struct timespec left = {.tv_sec = (time_t)seconds};
    left.tv_nsec = (long)((seconds - (double)left.tv_sec) * 1e9);
    int slept;
    do {
        slept = nanosleep(&left, &left);
    } while (slept == -1 && errno == EINTR);
    check(slept, "nanosleep");
}

// A signal does not stop a connect, and a second connect would fail: wait for the first one.
static int finish_connect(int fd) {
    struct pollfd writable = {.fd = fd, .events = POLLOUT};
    while (poll(&writable, 1, -1) == -1) {
        if (errno != EINTR) {
            return -1;
        }
    }
    int error;
    socklen_t length = sizeof error;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) == -1) {
        return -1;
    }
    errno = error;
    return error == 0 ? 0 : -1;
}

static bool worth_a_retry(int error) {
    switch (error) {
    case ECONNREFUSED:
    case ETIMEDOUT:
    case EHOSTUNREACH:
    case ENETUNREACH:
        return true;
    default:
        return false;
    }
}

// Connects, however often it takes; each attempt needs a new socket.
static int connect_to(const struct sockaddr_in *address, double seconds, const char *seconds_text) {
    while (true) {
        int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
        int result = connect(fd, (const struct sockaddr *)address, sizeof *address);
        if (result == -1 && errno == EINTR) {
            result = finish_connect(fd);
        }
        if (result == 0) {
            return fd;
        }
        int error = errno; // perror may change it
        perror("connect");
        if (!worth_a_retry(error)) {
            exit(1);
        }
        fprintf(stderr, "retrying in %s seconds\n", seconds_text);
        check(close(fd), "close");
        sleep_seconds(seconds);
    }
}

// Sends all of the buffer: one send may take fewer bytes than it is given.
static void send_all(int fd, const char *buffer, size_t length) {
    while (length > 0) {
        ssize_t sent = send(fd, buffer, length, 0);
        if (sent == -1 && errno == EINTR) {
            continue;
        }
        check(sent, "send");
        buffer += sent;
        length -= sent;
    }
}

// Receives exactly length bytes: one recv may bring fewer.
static void recv_all(int fd, char *buffer, size_t length) {
    while (length > 0) {
        ssize_t received = recv(fd, buffer, length, 0);
        if (received == 0) {
            fprintf(stderr, "recv: connection closed by the server\n");
            exit(1);
        }
        if (received == -1 && errno == EINTR) {
            continue;
        }
        check(received, "recv");
        buffer += received;
        length -= received;
    }
}

// Sends one line and prints its echo, in chunks that fit into the socket buffers: if a longer line
// were sent at once, the server could wait for us to read its echo while we wait for it to read.
static void echo_line(int fd, const char *line, size_t length) {
    char buffer[CHUNK];
    while (length > 0) {
        size_t chunk = length < CHUNK ? length : CHUNK;
        send_all(fd, line, chunk);
        recv_all(fd, buffer, chunk);
        bool written = fwrite(buffer, 1, chunk, stdout) == chunk && fflush(stdout) == 0;
        check(written ? 0 : -1, "stdout");
        line += chunk;
        length -= chunk;
    }
}

static void echo_input(int fd) {
    char *line = NULL; // getline makes it grow, and knows the length: lines may hold NULs
    size_t capacity = 0;
    ssize_t length;
    while ((length = getline(&line, &capacity, stdin)) != -1) {
        echo_line(fd, line, length);
    }
    check(ferror(stdin) ? -1 : 0, "stdin");
    free(line);
}

int main(int argc, char **argv) {
    const char *seconds_text = argc > 3 ? argv[3] : "5";
    double seconds;
    long port = 8888;
    struct sockaddr_in address = {.sin_family = AF_INET};
    if (argc > 4 || inet_pton(AF_INET, argc > 1 ? argv[1] : "127.0.0.1", &address.sin_addr) != 1 ||
        (argc > 2 && !parse_number(argv[2], 1, 65535, &port)) ||
        !parse_seconds(seconds_text, &seconds)) {
        fprintf(stderr, "usage: echo_client [address [port [retry_seconds]]]\n");
        return 1;
    }
    address.sin_port = htons(port);
    // As the JVM does: a send to a server that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int fd = connect_to(&address, seconds, seconds_text);

    echo_input(fd);
    check(close(fd), "close");
    return 0;
}
