// Makes one HTTP/1.1 request, and prints all that is answered: status, header and body.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
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

// Sends all of the buffer: one send may take fewer bytes than it is given.
static void send_all(int fd, const void *buffer, size_t length) {
    const char *rest = buffer;
    while (length > 0) {
        ssize_t sent = send(fd, rest, length, 0);
        if (sent == -1 && errno == EINTR) {
            continue;
        }
        check(sent, "send");
        rest += sent;
        length -= sent;
    }
}

// Writes all of the buffer: one write may take fewer bytes than it is given.
static void write_all(int fd, const char *buffer, size_t length) {
    while (length > 0) {
        ssize_t written = write(fd, buffer, length);
        if (written == -1 && errno == EINTR) {
            continue;
        }
        check(written, "write");
        buffer += written;
        length -= written;
    }
}

int main(int argc, char **argv) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    long port = 0;
    char request[1024];
    int size = sizeof request;
    if (argc >= 4 && argc <= 5) { // the name is taken as it is: it has to be encoded already
        size = snprintf(request, sizeof request,
                        "%s %s HTTP/1.1\r\nHost: %s:%s\r\nConnection: close\r\n\r\n",
                        argc > 4 ? argv[4] : "GET", argv[3], argv[1], argv[2]);
    }
    if (size >= (int)sizeof request || inet_pton(AF_INET, argv[1], &address.sin_addr) != 1 ||
        !parse_number(argv[2], 1, 65535, &port)) {
        fprintf(stderr, "usage: http_client address port /name [method]\n");
        return 1;
    }
    address.sin_port = htons(port);
    // As the JVM does: a send to a peer that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    check(connect(fd, (struct sockaddr *)&address, sizeof address), "connect");
    send_all(fd, request, size);
    // Connection: close makes the end of the answer the end of file.
    char buffer[4096];
    ssize_t received;
    while ((received = recv(fd, buffer, sizeof buffer, 0)) != 0) {
        if (received == -1 && errno == EINTR) {
            continue;
        }
        check(received, "recv");
        write_all(STDOUT_FILENO, buffer, received);
    }
    check(close(fd), "close");
    return 0;
}
