// A chat server in one thread: poll says which of its clients have something to say.
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ROOM 1000 // for so many at a time: whoever comes then has to wait
#define LINE 1024 // a longer line is passed on in parts
#define TEXT 64   // room for what we say ourselves

struct client {
    long number;
    size_t length; // how much of a line is there
    char line[LINE];
};

static struct pollfd fds[1 + ROOM];     // the first one is the server's
static struct client clients[1 + ROOM]; // clients[i] belongs to fds[i]
static size_t count = 1;
static long joined;

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

// A socket that listens on a port of this machine; port 0 lets the kernel choose.
static int listen_on(in_port_t port) {
    int fd = check(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), "socket");
    // Without it the port stays taken for a minute after the last run.
    int on = 1;
    check(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), "setsockopt");
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    check(bind(fd, (struct sockaddr *)&address, sizeof address), "bind");
    check(listen(fd, 128), "listen");
    socklen_t length = sizeof address;
    check(getsockname(fd, (struct sockaddr *)&address, &length), "getsockname");
    printf("bound to 127.0.0.1:%d\n", ntohs(address.sin_port));
    return fd;
}

// Never waits, or all the others would: a client that does not read is cut off. It may also have
// gone by itself. Either way poll tells of its end in the next round.
static void send_to(size_t i, const char *message, size_t length) {
    ssize_t sent = send(fds[i].fd, message, length, MSG_DONTWAIT);
    if (sent == -1 || (size_t)sent < length) {
        shutdown(fds[i].fd, SHUT_RDWR);
    }
}

static void send_to_others(size_t from, const char *message, size_t length) {
    for (size_t i = 1; i < count; i++) {
        if (i != from) {
            send_to(i, message, length);
        }
    }
}

static void announce(size_t who, const char *what) {
    char text[TEXT];
    int length = snprintf(text, sizeof text, "client %ld %s\n", clients[who].number, what);
    printf("%s", text);
    send_to_others(who, text, length);
}

// Passes a client's line on to the others.
static void say(size_t from, const char *line, size_t length) {
    char message[TEXT + LINE + 1];
    size_t prefix = snprintf(message, TEXT, "client %ld: ", clients[from].number);
    memcpy(message + prefix, line, length); // no %s: there may be NULs in it
    message[prefix + length] = '\n';
    printf("client %ld: %zu bytes\n", clients[from].number, length);
    send_to_others(from, message, prefix + length + 1);
}

// Takes what a client has sent, which may be a part of a line, or many lines; false at its end.
static bool receive(size_t i) {
    struct client *client = &clients[i];
    ssize_t received =
        recv(fds[i].fd, client->line + client->length, LINE - client->length, MSG_DONTWAIT);
    if (received == -1) {
        return errno == EAGAIN || errno == EINTR; // poll may have been wrong
    }
    client->length += received;
    char *rest = client->line;
    char *end;
    while ((end = memchr(rest, '\n', client->length)) != NULL) {
        say(i, rest, end - rest);
        client->length -= end + 1 - rest;
        rest = end + 1;
    }
    memmove(client->line, rest, client->length);
    // No room for the line's end, or no hope of it.
    if (client->length == LINE || (received == 0 && client->length > 0)) {
        say(i, client->line, client->length);
        client->length = 0;
    }
    return received > 0;
}

// Lets a client go, and puts the last one into the gap.
static void leave(size_t i) {
    announce(i, "left");
    check(close(fds[i].fd), "close");
    count--;
    fds[i] = fds[count];
    clients[i] = clients[count];
}

static void accept_client(int server) {
    int fd = accept(server, NULL, NULL);
    if (fd == -1 && (errno == EAGAIN || errno == ECONNABORTED || errno == EINTR)) {
        return; // it has gone meanwhile, and a server's socket that does not block tells us so
    }
    check(fd, "accept");
    fds[count] = (struct pollfd){.fd = fd, .events = POLLIN};
    clients[count] = (struct client){.number = ++joined};
    announce(count, "joined");
    char text[TEXT];
    int length = snprintf(text, sizeof text, "you are client %ld\n", joined);
    send_to(count, text, length);
    count++;
}

// Serves until so many clients have come and gone.
static void serve(int server, long limit) {
    while (joined < limit || count > 1) {
        // poll passes over a negative descriptor.
        int door = joined < limit && count <= ROOM ? server : -1;
        fds[0] = (struct pollfd){.fd = door, .events = POLLIN};
        int ready = poll(fds, count, -1);
        if (ready == -1 && errno == EINTR) {
            continue;
        }
        check(ready, "poll");
        for (size_t i = count - 1; i > 0; i--) { // downwards, for leave fills the gap from above
            // Whatever poll says, POLLHUP and POLLERR too: recv tells what it is.
            if (fds[i].revents != 0 && !receive(i)) {
                leave(i);
            }
        }
        if (fds[0].revents != 0) {
            accept_client(server);
        }
    }
}

int main(int argc, char **argv) {
    long port = 0;
    long limit = 0;
    if (argc != 3 || !parse_number(argv[1], 0, 65535, &port) ||
        !parse_number(argv[2], 1, INT_MAX, &limit)) {
        fprintf(stderr, "usage: poll_chat_server port clients\n");
        return 1;
    }
    if (setvbuf(stdout, NULL, _IOLBF, 0) != 0) { // each line is seen at once, through a pipe too
        perror("setvbuf");
        return 1;
    }
    // As the JVM does: a send to a peer that has gone fails with EPIPE, and does not kill us.
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) {
        perror("signal");
        return 1;
    }

    int server = listen_on(port);
    serve(server, limit);
    check(close(server), "close");
    return 0;
}
