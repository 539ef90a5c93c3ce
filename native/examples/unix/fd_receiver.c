// Receives open files from another process, and prints what is in them.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define MAX_FDS 253 // the kernel passes no more in one message

// Reads a decimal number from min to max; strtol alone would also take " 1", "+1" and "1x".
static bool parse_number(const char *text, long min, long max, long *number) {
    if (*text == '\0' || text[strspn(text, "0123456789")] != '\0') {
        return false;
    }
    errno = 0;
    *number = strtol(text, NULL, 10);
    return errno == 0 && *number >= min && *number <= max;
}

// Fills in the address of a path; false if the path does not fit.
static bool unix_address(const char *path, struct sockaddr_un *address) {
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof address->sun_path) {
        return false;
    }
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, path, length);
    return true;
}

// Writes all of the buffer: one write may take fewer bytes than it is given.
static int write_all(int fd, const char *buffer, size_t length) {
    while (length > 0) {
        ssize_t written = write(fd, buffer, length);
        if (written == -1) {
            if (errno == EINTR) {
                continue;
            }
            perror("write");
            return -1;
        }
        buffer += written;
        length -= written;
    }
    return 0;
}

// Prints a file from where its descriptor stands. The number is ours; the sender has another one.
static int print_file(int fd) {
    int flags = fcntl(fd, F_GETFD);
    if (flags == -1) {
        perror("fcntl");
        return -1;
    }
    printf("a file, closed by exec: %s\n", flags & FD_CLOEXEC ? "yes" : "no");
    char buffer[1024];
    while (true) {
        ssize_t length = read(fd, buffer, sizeof buffer);
        if (length == 0) { // end of file
            return 0;
        }
        if (length == -1) {
            if (errno == EINTR) {
                continue;
            }
            perror("read");
            return -1;
        }
        if (write_all(STDOUT_FILENO, buffer, length) == -1) {
            return -1;
        }
    }
}

// Receives one message, and the files that come with it.
static int receive(int client, size_t room) {
    char byte;
    struct iovec data = {.iov_base = &byte, .iov_len = 1};
    union { // aligned as a cmsghdr has to be
        char bytes[CMSG_SPACE(MAX_FDS * sizeof(int))];
        struct cmsghdr header;
    } control;
    struct msghdr message = {
        .msg_iov = &data,
        .msg_iovlen = 1,
        .msg_control = control.bytes,
        // Not CMSG_SPACE, which rounds up: the kernel would put one more into the padding.
        .msg_controllen = CMSG_LEN(room * sizeof(int)),
    };
    ssize_t received;
    do { // atomically closed by exec: a fcntl after it may be too late, if a thread forks
        received = recvmsg(client, &message, MSG_CMSG_CLOEXEC);
    } while (received == -1 && errno == EINTR);
    if (received == -1) {
        perror("recvmsg");
        return -1;
    }
    if (received == 0) {
        fprintf(stderr, "recvmsg: connection closed by the sender\n");
        return -1;
    }

    // Each descriptor that arrived is open here, and has to be closed, whatever it is.
    int result = 0;
    for (struct cmsghdr *cmsg = CMSG_FIRSTHDR(&message); cmsg != NULL;
         cmsg = CMSG_NXTHDR(&message, cmsg)) {
        if (cmsg->cmsg_level != SOL_SOCKET || cmsg->cmsg_type != SCM_RIGHTS) {
            continue;
        }
        size_t count = (cmsg->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        printf("descriptors: %zu\n", count);
        for (size_t i = 0; i < count; i++) {
            int fd; // copied, since nothing says that the data is aligned
            memcpy(&fd, CMSG_DATA(cmsg) + i * sizeof fd, sizeof fd);
            if (result == 0) {
                result = print_file(fd);
            }
            if (close(fd) == -1) {
                perror("close");
                result = -1;
            }
        }
    }
    if (message.msg_flags & MSG_CTRUNC) {
        printf("MSG_CTRUNC: more were sent than there was room for\n");
    }
    return result;
}

int main(int argc, char **argv) {
    struct sockaddr_un address;
    long room = MAX_FDS;
    if (argc < 2 || argc > 3 || !unix_address(argv[1], &address) ||
        (argc > 2 && !parse_number(argv[2], 1, MAX_FDS, &room))) {
        fprintf(stderr, "usage: fd_receiver path [room]\n");
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

    int server = socket(AF_UNIX, SOCK_STREAM, 0);
    if (server == -1) {
        perror("socket");
        return 1;
    }
    if (bind(server, (struct sockaddr *)&address, sizeof address) == -1) {
        perror("bind");
        return 1;
    }
    int status = 1;
    int client = -1;
    if (listen(server, 1) == -1) {
        perror("listen");
    } else {
        printf("waiting for a sender\n");
        while ((client = accept(server, NULL, NULL)) == -1 && errno == EINTR) {
        }
        if (client == -1) {
            perror("accept");
        } else if (receive(client, room) == 0) {
            status = 0;
        }
    }

    // close leaves the path where it is.
    if ((client != -1 && close(client) == -1) || close(server) == -1) {
        perror("close");
        status = 1;
    }
    if (unlink(address.sun_path) == -1) {
        perror("unlink");
        status = 1;
    }
    return status;
}
