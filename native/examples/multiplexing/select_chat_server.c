// A chat server in one thread: select says which of its clients have something to say.
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#define LINE 1024 // a longer line is passed on in parts
#define TEXT 64   // room for what we say ourselves

struct client {
    long number;
    size_t length; // how much of a line is there
    char line[LINE];
};

static struct client clients[FD_SETSIZE]; // by descriptor
static fd_set members;
static int highest; // of all descriptors so far: a few too many do no harm
static long joined;
static long left;

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
// gone by itself. Either way select tells of its end in the next round.
static void send_to(int fd, const char *message, size_t length) {
    ssize_t sent = send(fd, message, length, MSG_DONTWAIT);
    if (sent == -1 || (size_t)sent < length) {
        shutdown(fd, SHUT_RDWR);
    }
}

static void send_to_others(int from, const char *message, size_t length) {
    for (int fd = 0; fd <= highest; fd++) {
        if (fd != from && FD_ISSET(fd, &members)) {
            send_to(fd, message, length);
        }
    }
}

static void announce(int who, const char *what) {
    char text[TEXT];
    int length = snprintf(text, sizeof text, "client %ld %s\n", clients[who].number, what);
    printf("%s", text);
    send_to_others(who, text, length);
}

// Passes a client's line on to the others.
static void say(int from, const char *line, size_t length) {
    char message[TEXT + LINE + 1];
    size_t prefix = snprintf(message, TEXT, "client %ld: ", clients[from].number);
    memcpy(message + prefix, line, length); // no %s: there may be NULs in it
    message[prefix + length] = '\n';
    printf("client %ld: %zu bytes\n", clients[from].number, length);
    send_to_others(from, message, prefix + length + 1);
}

// Takes what a client has sent, which may be a part of a line, or many lines; false at its end.
static bool receive(int fd) {
    struct client *client = &clients[fd];
    ssize_t received = recv(fd, client->line + client->length, LINE - client->length, MSG_DONTWAIT);
    if (received == -1) {
        return errno == EAGAIN || errno == EINTR; // select may have been wrong
    }
    client->length += received;
    char *rest = client->line;
    char *end;
    while ((end = memchr(rest, '\n', client->length)) != NULL) {
        say(fd, rest, end - rest);
        client->length -= end + 1 - rest;
        rest = end + 1;
    }
    memmove(client->line, rest, client->length);
    // No room for the line's end, or no hope of it.
    if (client->length == LINE || (received == 0 && client->length > 0)) {
        say(fd, client->line, client->length);
        client->length = 0;
    }
    return received > 0;
}

// Lets a client go.
static void leave(int fd) {
    announce(fd, "left");
    FD_CLR(fd, &members);
    check(close(fd), "close");
    left++;
}

static void accept_client(int server) {
    int fd = accept(server, NULL, NULL);
    if (fd == -1 && (errno == EAGAIN || errno == ECONNABORTED || errno == EINTR)) {
        return; // it has gone meanwhile, and a server's socket that does not block tells us so
    }
    if (check(fd, "accept") >= FD_SETSIZE) { // an fd_set has no bit for it
        printf("no room for a client\n");
        check(close(fd), "close");
        return;
    }
    clients[fd] = (struct client){.number = ++joined};
    FD_SET(fd, &members);
    highest = fd > highest ? fd : highest;
    announce(fd, "joined");
    char text[TEXT];
    int length = snprintf(text, sizeof text, "you are client %ld\n", joined);
    send_to(fd, text, length);
}

// Serves until so many clients have come and gone.
static void serve(int server, long limit) {
    highest = server;
    while (left < limit) {
        fd_set ready = members; // select leaves only what is ready in it
        if (joined < limit) {
            FD_SET(server, &ready);
        }
        int count = select(highest + 1, &ready, NULL, NULL, NULL);
        if (count == -1 && errno == EINTR) {
            continue;
        }
        check(count, "select");
        for (int fd = 0; fd <= highest; fd++) {
            if (fd != server && FD_ISSET(fd, &ready) && !receive(fd)) {
                leave(fd);
            }
        }
        if (FD_ISSET(server, &ready)) {
            accept_client(server);
        }
    }
}

int main(int argc, char **argv) {
    long port = 0;
    long limit = 0;
    if (argc != 3 || !parse_number(argv[1], 0, 65535, &port) ||
        !parse_number(argv[2], 1, INT_MAX, &limit)) {
        fprintf(stderr, "usage: select_chat_server port clients\n");
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
    if (server >= FD_SETSIZE) {
        fprintf(stderr, "descriptor %d is too large for select\n", server);
        return 1;
    }
    serve(server, limit);
    check(close(server), "close");
    return 0;
}
