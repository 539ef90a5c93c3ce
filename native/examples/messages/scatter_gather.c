// Sends records, each a header and a body, from several buffers by one call, and receives them into
// several.
#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define KIND 4    // bytes that a header begins with
#define MOST 1000 // bytes of a body

typedef ssize_t call(int fd, const struct iovec *vector, int count);

// Ends the program if a call has failed.
static int check(int result, const char *call) {
    if (result == -1) {
        perror(call);
        exit(1);
    }
    return result;
}

// sendmsg with the arguments of writev; it could take flags, an address and control messages, too.
static ssize_t send_vector(int fd, const struct iovec *vector, int count) {
    struct msghdr message = {.msg_iov = (struct iovec *)vector, .msg_iovlen = count};
    return sendmsg(fd, &message, 0);
}

// Transfers all of the buffers, unless the end of file comes; how many bytes. The vector changes.
static size_t transfer_all(call *transfer, const char *name, int fd, struct iovec *vector,
                           int count) {
    size_t total = 0;
    while (count > 0) {
        ssize_t transferred = transfer(fd, vector, count);
        if (transferred == -1 && errno == EINTR) {
            continue;
        }
        if (check(transferred, name) == 0) { // end of file
            break;
        }
        total += transferred;
        // One call may end anywhere: in the middle of a buffer, too
        size_t left = transferred;
        while (count > 0 && left >= vector->iov_len) {
            left -= vector->iov_len;
            vector++;
            count--;
        }
        if (count > 0) {
            vector->iov_base = (char *)vector->iov_base + left;
            vector->iov_len -= left;
        }
    }
    return total;
}

// Sends a record: nothing is copied into one buffer first, and no packet has the header alone.
static void write_record(call *transfer, const char *name, int fd, char *body) {
    char kind[KIND] = {'T', 'E', 'X', 'T'};
    uint32_t length = htonl(strlen(body));
    struct iovec vector[] = {
        {.iov_base = kind, .iov_len = sizeof kind},
        {.iov_base = &length, .iov_len = sizeof length},
        {.iov_base = body, .iov_len = strlen(body)},
    };
    size_t written = transfer_all(transfer, name, fd, vector, 3);
    printf("%s: %zu bytes\n", name, written);
}

// Receives a record; false at the end.
static bool read_record(int fd) {
    char kind[KIND];
    uint32_t length;
    struct iovec header[] = {
        {.iov_base = kind, .iov_len = sizeof kind},
        {.iov_base = &length, .iov_len = sizeof length},
    };
    size_t received = transfer_all(readv, "readv", fd, header, 2);
    if (received == 0) {
        return false;
    }
    char body[MOST];
    length = received == sizeof kind + sizeof length ? ntohl(length) : UINT32_MAX;
    struct iovec rest = {.iov_base = body, .iov_len = length};
    // Never believe what the other side says
    if (length > MOST || transfer_all(readv, "readv", fd, &rest, 1) < length) {
        fprintf(stderr, "readv: no record\n");
        exit(1);
    }
    printf("readv: %.*s, %u bytes: ", KIND, kind, length);
    fwrite(body, 1, length, stdout);
    printf("\n");
    return true;
}

int main(int argc, char **argv) {
    bool usable = argc > 1;
    for (int i = 1; i < argc; i++) {
        usable = usable && strlen(argv[i]) <= MOST;
    }
    if (!usable) {
        fprintf(stderr, "usage: scatter_gather message... (of %d bytes at most)\n", MOST);
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

    int pair[2];
    check(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), "socketpair");

    // writev and sendmsg by turns: what arrives is the same
    for (int i = 1; i < argc; i++) {
        if (i % 2 == 1) {
            write_record(writev, "writev", pair[0], argv[i]);
        } else {
            write_record(send_vector, "sendmsg", pair[0], argv[i]);
        }
        read_record(pair[1]);
    }

    // The end of file comes between two records, where it is no error
    check(close(pair[0]), "close");
    printf(read_record(pair[1]) ? "more than was sent\n" : "end of file\n");
    check(close(pair[1]), "close");
    return 0;
}
