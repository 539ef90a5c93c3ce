// Urgent data of TCP: one byte beside the others, or a mark among them.
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

// Connects two sockets of this process by way of a port.
static void connect_pair(long port, int *sender, int *receiver) {
    int server = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    *sender = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    check(bind(server, (struct sockaddr *)&address, sizeof address), "bind");
    check(listen(server, 1), "listen");
    socklen_t length = sizeof address;
    check(getsockname(server, (struct sockaddr *)&address, &length), "getsockname");
    check(connect(*sender, (struct sockaddr *)&address, sizeof address), "connect");
    do {
        *receiver = accept(server, NULL, NULL);
    } while (*receiver == -1 && errno == EINTR);
    check(*receiver, "accept");
    check(close(server), "close");
}

// Sends a few bytes, which the socket's buffer takes whole.
static void say(int fd, const char *text, int flags) {
    ssize_t sent;
    do {
        sent = send(fd, text, strlen(text), flags);
    } while (sent == -1 && errno == EINTR);
    check(sent, "send");
}

// Waits until the urgent byte has come, and so all that was sent before it.
static void wait_urgent(int fd) {
    struct pollfd urgent = {.fd = fd, .events = POLLPRI};
    int ready;
    do {
        ready = poll(&urgent, 1, -1);
    } while (ready == -1 && errno == EINTR);
    check(ready, "poll");
    printf((urgent.revents & POLLPRI) != 0 ? "poll: POLLPRI\n" : "poll: something else\n");
}

// Receives, and prints what comes, or why nothing does.
static void take(int fd, const char *name, size_t size, int flags) {
    char buffer[16];
    ssize_t received;
    do {
        received = recv(fd, buffer, size, flags);
    } while (received == -1 && errno == EINTR);
    if (received == -1) {
        printf("%s: %s\n", name, strerror(errno));
    } else {
        printf("%s: \"%.*s\"\n", name, (int)received, buffer);
    }
}

static void print_mark(int fd) {
    int at = check(sockatmark(fd), "sockatmark");
    printf(at == 1 ? "at the mark\n" : "not at the mark\n");
}

int main(int argc, char **argv) {
    long port;
    if (argc != 2 || !parse_number(argv[1], 0, 65535, &port)) {
        fprintf(stderr, "usage: out_of_band port\n");
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
    int sender;
    int receiver;
    connect_pair(port, &sender, &receiver);

    // The urgent byte stands apart: recv stops where it was, and passes it over
    printf("out of band\n");
    say(sender, "123", 0);
    say(sender, "4", MSG_OOB);
    say(sender, "56", 0);
    wait_urgent(receiver);
    take(receiver, "recv", 16, 0);
    print_mark(receiver);
    take(receiver, "MSG_OOB", 1, MSG_OOB);
    take(receiver, "MSG_OOB again", 1, MSG_OOB);
    take(receiver, "recv", 2, MSG_WAITALL);
    print_mark(receiver);

    // With SO_OOBINLINE it stays among the others, and only the mark tells which it is
    printf("in line\n");
    int on = 1;
    check(setsockopt(receiver, SOL_SOCKET, SO_OOBINLINE, &on, sizeof on), "setsockopt");
    say(sender, "123", 0);
    say(sender, "4", MSG_OOB);
    say(sender, "56", 0);
    wait_urgent(receiver);
    take(receiver, "recv", 16, 0);
    print_mark(receiver);
    take(receiver, "MSG_OOB", 1, MSG_OOB);
    take(receiver, "recv", 3, MSG_WAITALL);
    print_mark(receiver);

    check(close(sender), "close");
    check(close(receiver), "close");
    return 0;
}
