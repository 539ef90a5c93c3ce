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

// Connects two sockets of this process by way of a port.
static int connect_pair(long port, int *sender, int *receiver) {
    int server = socket(AF_INET, SOCK_STREAM, 0);
    *sender = socket(AF_INET, SOCK_STREAM, 0);
    if (server == -1 || *sender == -1) {
        perror("socket");
        return -1;
    }
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    if (bind(server, (struct sockaddr *)&address, sizeof address) == -1) {
        perror("bind");
        return -1;
    }
    if (listen(server, 1) == -1) {
        perror("listen");
        return -1;
    }
    socklen_t length = sizeof address;
    if (getsockname(server, (struct sockaddr *)&address, &length) == -1) {
        perror("getsockname");
        return -1;
    }
    if (connect(*sender, (struct sockaddr *)&address, sizeof address) == -1) {
        perror("connect");
        return -1;
    }
    do {
        *receiver = accept(server, NULL, NULL);
    } while (*receiver == -1 && errno == EINTR);
    if (*receiver == -1) {
        perror("accept");
        return -1;
    }
    if (close(server) == -1) {
        perror("close");
        return -1;
    }
    return 0;
}

// Sends a few bytes, which the socket's buffer takes whole.
static int say(int fd, const char *text, int flags) {
    ssize_t sent;
    do {
        sent = send(fd, text, strlen(text), flags);
    } while (sent == -1 && errno == EINTR);
    if (sent == -1) {
        perror("send");
        return -1;
    }
    return 0;
}

// Waits until the urgent byte has come, and so all that was sent before it.
static int wait_urgent(int fd) {
    struct pollfd urgent = {.fd = fd, .events = POLLPRI};
    int ready;
    do {
        ready = poll(&urgent, 1, -1);
    } while (ready == -1 && errno == EINTR);
    if (ready == -1) {
        perror("poll");
        return -1;
    }
    printf((urgent.revents & POLLPRI) != 0 ? "poll: POLLPRI\n" : "poll: something else\n");
    return 0;
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

static int print_mark(int fd) {
    int at = sockatmark(fd);
    if (at == -1) {
        perror("sockatmark");
        return -1;
    }
    printf(at == 1 ? "at the mark\n" : "not at the mark\n");
    return 0;
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
    if (connect_pair(port, &sender, &receiver) == -1) {
        return 1;
    }

    // The urgent byte stands apart: recv stops where it was, and passes it over
    printf("out of band\n");
    if (say(sender, "123", 0) == -1 || say(sender, "4", MSG_OOB) == -1 ||
        say(sender, "56", 0) == -1 || wait_urgent(receiver) == -1) {
        return 1;
    }
    take(receiver, "recv", 16, 0);
    if (print_mark(receiver) == -1) {
        return 1;
    }
    take(receiver, "MSG_OOB", 1, MSG_OOB);
    take(receiver, "MSG_OOB again", 1, MSG_OOB);
    take(receiver, "recv", 2, MSG_WAITALL);
    if (print_mark(receiver) == -1) {
        return 1;
    }

    // With SO_OOBINLINE it stays among the others, and only the mark tells which it is
    printf("in line\n");
    int on = 1;
    if (setsockopt(receiver, SOL_SOCKET, SO_OOBINLINE, &on, sizeof on) == -1) {
        perror("setsockopt");
        return 1;
    }
    if (say(sender, "123", 0) == -1 || say(sender, "4", MSG_OOB) == -1 ||
        say(sender, "56", 0) == -1 || wait_urgent(receiver) == -1) {
        return 1;
    }
    take(receiver, "recv", 16, 0);
    if (print_mark(receiver) == -1) {
        return 1;
    }
    take(receiver, "MSG_OOB", 1, MSG_OOB);
    take(receiver, "recv", 3, MSG_WAITALL);
    if (print_mark(receiver) == -1) {
        return 1;
    }

    if (close(sender) == -1 || close(receiver) == -1) {
        perror("close");
        return 1;
    }
    return 0;
}
