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

// Sends datagrams to the connected peer; one call may take fewer than it is given.
static int send_batch(int fd, int count) {
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
        if (more == -1) {
            if (errno == EINTR) {
                continue;
            }
            perror("sendmmsg");
            return -1;
        }
        for (int i = sent; i < sent + more; i++) {
            printf("sent %u bytes\n", messages[i].msg_len);
        }
        sent += more;
    }
    return 0;
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
    if (received == -1) {
        perror("recvmmsg");
        return -1;
    }
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
    int receiver = socket(AF_INET, SOCK_DGRAM, 0);
    if (receiver == -1) {
        perror("socket");
        return 1;
    }
    if (bind(receiver, (struct sockaddr *)&address, sizeof address) == -1) {
        perror("bind");
        return 1;
    }
    socklen_t length = sizeof address;
    if (getsockname(receiver, (struct sockaddr *)&address, &length) == -1) {
        perror("getsockname");
        return 1;
    }

    // The sender, connected, so that no message needs an address
    int sender = socket(AF_INET, SOCK_DGRAM, 0);
    if (sender == -1) {
        perror("socket");
        return 1;
    }
    if (connect(sender, (struct sockaddr *)&address, sizeof address) == -1) {
        perror("connect");
        return 1;
    }

    // All are in the receiver's buffer before the first is read
    if (send_batch(sender, (int)count) == -1) {
        return 1;
    }
    for (long received = 0; received < count;) {
        int more = receive_batch(receiver);
        if (more == -1) {
            return 1;
        }
        received += more;
    }
    if (close(sender) == -1 || close(receiver) == -1) {
        perror("close");
        return 1;
    }
    return 0;
}
