// Opens files and passes them on to another process, which need not be able to open them itself.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define MAX_FDS 253 // the kernel passes no more in one message

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

// Sends one message with descriptors beside it.
static int send_fds(int fd, const int *fds, size_t count) {
    char byte = 0; // on a stream, descriptors go with data and not alone
    struct iovec data = {.iov_base = &byte, .iov_len = 1};
    union { // aligned as a cmsghdr has to be
        char bytes[CMSG_SPACE(MAX_FDS * sizeof(int))];
        struct cmsghdr header;
    } control;
    memset(&control, 0, sizeof control); // the padding too, which would tell what was there before
    struct msghdr message = {
        .msg_iov = &data,
        .msg_iovlen = 1,
        .msg_control = control.bytes,
        .msg_controllen = CMSG_SPACE(count * sizeof(int)),
    };
    struct cmsghdr *cmsg = CMSG_FIRSTHDR(&message);
    cmsg->cmsg_level = SOL_SOCKET;
    cmsg->cmsg_type = SCM_RIGHTS;
    cmsg->cmsg_len = CMSG_LEN(count * sizeof(int));
    memcpy(CMSG_DATA(cmsg), fds, count * sizeof(int));
    while (sendmsg(fd, &message, 0) == -1) {
        if (errno != EINTR) {
            perror("sendmsg");
            return -1;
        }
    }
    return 0;
}

int main(int argc, char **argv) {
    struct sockaddr_un address;
    int count = argc - 2;
    if (count < 1 || count > MAX_FDS || !unix_address(argv[1], &address)) {
        fprintf(stderr, "usage: fd_sender path file...\n");
        return 1;
    }
    if (setvbuf(stdout, NULL, _IOLBF, 0) != 0) { // each line is seen at once, through a pipe too
        perror("setvbuf");
        return 1;
    }
    // As the JVM does: a send to a receiver that has gone fails with EPIPE, and does not kill us.
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) {
        perror("signal");
        return 1;
    }

    int fds[MAX_FDS];
    for (int i = 0; i < count; i++) {
        fds[i] = open(argv[i + 2], O_RDONLY | O_CLOEXEC);
        if (fds[i] == -1) {
            perror("open");
            return 1;
        }
    }

    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd == -1) {
        perror("socket");
        return 1;
    }
    // Interrupted, it has done nothing yet and may be repeated: not so over TCP.
    while (connect(fd, (struct sockaddr *)&address, sizeof address) == -1) {
        if (errno != EINTR) {
            perror("connect");
            return 1;
        }
    }
    if (send_fds(fd, fds, count) == -1) {
        return 1;
    }
    printf("passed %d files\n", count);

    // The receiver has its own descriptors of the files by now, even if it has not read them yet.
    for (int i = 0; i < count; i++) {
        if (close(fds[i]) == -1) {
            perror("close");
            return 1;
        }
    }
    if (close(fd) == -1) {
        perror("close");
        return 1;
    }
    return 0;
}
