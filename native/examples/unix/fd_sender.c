// Opens files and passes them on to another process, which need not be able to open them itself.
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

// Ends the program if a call has failed.
static int check(int result, const char *call) {
    if (result == -1) {
        perror(call);
        exit(1);
    }
    return result;
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

// Sends one message with descriptors beside it.
static void send_fds(int fd, const int *fds, size_t count) {
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
    ssize_t sent;
    do {
        sent = sendmsg(fd, &message, 0);
    } while (sent == -1 && errno == EINTR);
    check(sent, "sendmsg");
}

int main(int argc, char **argv) {
    struct sockaddr_un address;
    int count = argc - 2;
    if (count < 1 || count > MAX_FDS || !unix_address(argv[1], &address)) {
        fprintf(stderr, "usage: fd_sender path file...\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    // As the JVM does: a send to a receiver that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int fds[MAX_FDS];
    for (int i = 0; i < count; i++) {
        fds[i] = check(open(argv[i + 2], O_RDONLY | O_CLOEXEC), "open");
    }

    int fd = check(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
    // Interrupted, it has done nothing yet and may be repeated: not so over TCP.
    int connected;
    do {
        connected = connect(fd, (struct sockaddr *)&address, sizeof address);
    } while (connected == -1 && errno == EINTR);
    check(connected, "connect");
    send_fds(fd, fds, count);
    printf("passed %d files\n", count);

    // The receiver has its own descriptors of the files by now, even if it has not read them yet.
    for (int i = 0; i < count; i++) {
        check(close(fds[i]), "close");
    }
    check(close(fd), "close");
    return 0;
}
