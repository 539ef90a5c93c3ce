// What the flags of recv do, on a stream and on datagrams.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define ROOM 256

// Ends the program if a call has failed.
static int check(int result, const char *call) {
    if (result == -1) {
        perror(call);
        exit(1);
    }
    return result;
}

// Sends a text, which fits into the socket's buffer.
static void say(int fd, const char *text) {
    ssize_t sent;
    do {
        sent = send(fd, text, strlen(text), 0);
    } while (sent == -1 && errno == EINTR);
    check(sent, "send");
}

// Prints how many bytes wait; of datagrams, those of the first alone.
static void print_waiting(int fd) {
    int waiting;
    check(ioctl(fd, FIONREAD, &waiting), "ioctl");
    printf("FIONREAD: %d bytes\n", waiting);
}

// Receives with flags, and prints what comes. It may return more than there was room for.
static void take(int fd, const char *name, size_t size, int flags) {
    char buffer[ROOM];
    ssize_t received;
    do {
        received = recv(fd, buffer, size, flags);
    } while (received == -1 && errno == EINTR);
    if (received == -1) {
        printf("%s: %s\n", name, strerror(errno));
        return;
    }
    printf("%s: %zd bytes: ", name, received);
    fwrite(buffer, 1, (size_t)received < size ? (size_t)received : size, stdout);
    printf("\n");
}

static void set_peek_offset(int fd, int offset) {
    check(setsockopt(fd, SOL_SOCKET, SO_PEEK_OFF, &offset, sizeof offset), "setsockopt");
}

static void show_stream(const char *text) {
    int pair[2];
    check(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), "socketpair");
    say(pair[0], text);

    // Look, and leave everything in the queue
    take(pair[1], "MSG_PEEK", 4, MSG_PEEK);
    take(pair[1], "MSG_PEEK", 4, MSG_PEEK);
    print_waiting(pair[1]);

    // With an offset, each look begins where the last one ended
    set_peek_offset(pair[1], 0);
    take(pair[1], "MSG_PEEK and SO_PEEK_OFF", 4, MSG_PEEK);
    take(pair[1], "MSG_PEEK and SO_PEEK_OFF", 4, MSG_PEEK);
    set_peek_offset(pair[1], -1);

    // Two messages become one, as a stream knows no bounds; without the flag it may be a part
    say(pair[0], text);
    take(pair[1], "MSG_WAITALL", 2 * strlen(text), MSG_WAITALL);

    // Nothing there: do not wait
    take(pair[1], "MSG_DONTWAIT", 4, MSG_DONTWAIT);

    // Everything taken, and the end of file
    check(close(pair[0]), "close");
    take(pair[1], "MSG_WAITALL", 4, MSG_WAITALL);
    check(close(pair[1]), "close");
}

static void show_datagrams(const char *text) {
    int pair[2];
    check(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair), "socketpair");
    say(pair[0], text);
    say(pair[0], "next");
    print_waiting(pair[1]);

    // The length of the first, so that room can be made for it
    take(pair[1], "MSG_PEEK and MSG_TRUNC", 4, MSG_PEEK | MSG_TRUNC);
    take(pair[1], "no flag", 4, 0);

    // The rest of the first is lost
    take(pair[1], "no flag", ROOM, 0);
    take(pair[1], "MSG_DONTWAIT", 4, MSG_DONTWAIT);
    check(close(pair[0]), "close");
    check(close(pair[1]), "close");
}

int main(int argc, char **argv) {
    if (argc != 2 || strlen(argv[1]) < 8 || strlen(argv[1]) > ROOM / 2) {
        fprintf(stderr, "usage: recv_flags text (of 8 to %d bytes)\n", ROOM / 2);
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
    printf("a stream\n");
    show_stream(argv[1]);
    printf("datagrams\n");
    show_datagrams(argv[1]);
    return 0;
}
