// Sends many datagrams by one system call, and receives several by each call.
#define _GNU_SOURCE // for sendmmsg and recvmmsg
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

#define MOST 32 // datagrams sent by a call
#define BATCH 4 // datagrams received by a call
#define ROOM 32 // bytes for each

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

// Sends datagrams to the connected peer; one call may take fewer than it is given.
static void send_batch(int fd, int count) {
    char texts[MOST][ROOM];
    struct iovec vectors[MOST];
    struct mmsghdr messages[MOST];
    memset(messages, 0, sizeof messages);
    for (int i = 0; i < count; i++) {
        snprintf(texts[i], ROOM, "datagram %d", i + 1);
        vectors[i].iov_base = texts[i];
        vectors[i].iov_len = strlen(texts[i]);
        messages[i].msg_hdr.msg_iov = &vectors[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    for (int sent = 0; sent < count;) {
        int more = sendmmsg(fd, messages + sent, count - sent, 0);
        if (more == -1 && errno == EINTR) {
            continue;
        }
        check(more, "sendmmsg");
        for (int i = sent; i < sent + more; i++) {
            printf("sent %u bytes\n", messages[i].msg_len);
        }
        sent += more;
    }
}

// Receives as many datagrams as are there, up to a batch; how many.
static int receive_batch(int fd) {
    char texts[BATCH][ROOM];
    struct iovec vectors[BATCH];
    struct mmsghdr messages[BATCH];
    memset(messages, 0, sizeof messages);
    for (int i = 0; i < BATCH; i++) {
        vectors[i].iov_base = texts[i];
        vectors[i].iov_len = ROOM;
        messages[i].msg_hdr.msg_iov = &vectors[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    int received;
    do {
        // Without MSG_WAITFORONE it blocks until the whole batch is full.
        received = recvmmsg(fd, messages, BATCH, MSG_WAITFORONE, NULL);
    } while (received == -1 && errno == EINTR);
    check(received, "recvmmsg");
    printf("received %d at once\n", received);
    for (int i = 0; i < received; i++) {
        printf("%u bytes: %.*s\n", messages[i].msg_len, (int)messages[i].msg_len, texts[i]);
    }
    return received;
}

int main(int argc, char **argv) {
    long count = 0;
    struct sockaddr_in address = {.sin_family = AF_INET};
    if (argc != 3 || inet_pton(AF_INET, argv[1], &address.sin_addr) != 1 ||
        !parse_number(argv[2], 1, MOST, &count)) {
        fprintf(stderr, "usage: batches address count\n");
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

    // The receiver
    int receiver = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
    check(bind(receiver, (struct sockaddr *)&address, sizeof address), "bind");
    socklen_t length = sizeof address;
    check(getsockname(receiver, (struct sockaddr *)&address, &length), "getsockname");

    // The sender, connected, so that no message needs an address
    int sender = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
    check(connect(sender, (struct sockaddr *)&address, sizeof address), "connect");

    // All are in the receiver's buffer before the first is read
    send_batch(sender, (int)count);
    long received = 0;
    while (received < count) {
        received += receive_batch(receiver);
    }
    check(close(sender), "close");
    check(close(receiver), "close");
    return 0;
}
