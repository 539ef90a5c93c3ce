// Sends records, each a header and a body, from several buffers by one call, and receives them into
// several.
#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define KIND 4    // bytes that a header begins with
#define MOST 1000 // bytes of a body

typedef ssize_t call(int fd, const struct iovec *vector, int count);

// sendmsg with the arguments of writev; it could take flags, an address and control messages, too.
static ssize_t send_vector(int fd, const struct iovec *vector, int count) {
    struct msghdr message = {.msg_iov = (struct iovec *)vector, .msg_iovlen = count};
    return sendmsg(fd, &message, 0);
}

// Transfers all of the buffers, unless the end of file comes; how many bytes. The vector changes.
static ssize_t transfer_all(call *transfer, const char *name, int fd, struct iovec *vector,
                            int count) {
    ssize_t total = 0;
    while (count > 0) {
        ssize_t transferred = transfer(fd, vector, count);
        if (transferred == -1) {
            if (errno == EINTR) {
                continue;
            }
            perror(name);
            return -1;
        }
        if (transferred == 0) {
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
static int write_record(call *transfer, const char *name, int fd, char *body) {
    char kind[KIND] = {'T', 'E', 'X', 'T'};
    uint32_t length = htonl(strlen(body));
    struct iovec vector[] = {
        {.iov_base = kind, .iov_len = sizeof kind},
        {.iov_base = &length, .iov_len = sizeof length},
        {.iov_base = body, .iov_len = strlen(body)},
    };
    ssize_t written = transfer_all(transfer, name, fd, vector, 3);
    if (written == -1) {
        return -1;
    }
    printf("%s: %zd bytes\n", name, written);
    return 0;
}

// Receives a record; 1, or 0 at the end.
static int read_record(int fd) {
    char kind[KIND];
    uint32_t length;
    struct iovec header[] = {
        {.iov_base = kind, .iov_len = sizeof kind},
        {.iov_base = &length, .iov_len = sizeof length},
    };
    ssize_t received = transfer_all(readv, "readv", fd, header, 2);
    if (received <= 0) {
        return (int)received;
    }
    char body[MOST];
    length = (size_t)received == sizeof kind + sizeof length ? ntohl(length) : UINT32_MAX;
    if (length > MOST) { // never believe what the other side says
        fprintf(stderr, "readv: no record\n");
        return -1;
    }
    struct iovec rest = {.iov_base = body, .iov_len = length};
    received = transfer_all(readv, "readv", fd, &rest, 1);
    if (received == -1) {
        return -1;
    }
    if ((size_t)received < length) {
        fprintf(stderr, "readv: no record\n");
        return -1;
    }
    printf("readv: %.*s, %u bytes: ", KIND, kind, length);
    fwrite(body, 1, length, stdout);
    printf("\n");
    return 1;
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
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == -1) {
        perror("socketpair");
        return 1;
    }

    // writev and sendmsg by turns: what arrives is the same
    for (int i = 1; i < argc; i++) {
        int written = i % 2 == 1 ? write_record(writev, "writev", pair[0], argv[i])
                                 : write_record(send_vector, "sendmsg", pair[0], argv[i]);
        if (written == -1 || read_record(pair[1]) == -1) {
            return 1;
        }
    }

    // The end of file comes between two records, where it is no error
    if (close(pair[0]) == -1) {
        perror("close");
        return 1;
    }
    int result = read_record(pair[1]);
    if (result == -1) {
        return 1;
    }
    printf(result == 0 ? "end of file\n" : "more than was sent\n");
    if (close(pair[1]) == -1) {
        perror("close");
        return 1;
    }
    return 0;
}
