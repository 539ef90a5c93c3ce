// Tells a server who it is: not at all, truly, and falsely.
#define _GNU_SOURCE // struct ucred
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

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

// Sends a text with credentials beside it; -1 if that fails, with errno saying why.
static int send_with(int fd, char *text, const struct ucred *credentials) {
    struct iovec data = {.iov_base = text, .iov_len = strlen(text)};
    union { // aligned as a cmsghdr has to be
        char bytes[CMSG_SPACE(sizeof *credentials)];
        struct cmsghdr header;
    } control;
    memset(&control, 0, sizeof control); // the padding too, which would tell what was there before
    struct msghdr message = {
        .msg_iov = &data,
        .msg_iovlen = 1,
        .msg_control = control.bytes,
        .msg_controllen = sizeof control.bytes,
    };
    struct cmsghdr *cmsg = CMSG_FIRSTHDR(&message);
    cmsg->cmsg_level = SOL_SOCKET;
    cmsg->cmsg_type = SCM_CREDENTIALS;
    cmsg->cmsg_len = CMSG_LEN(sizeof *credentials);
    memcpy(CMSG_DATA(cmsg), credentials, sizeof *credentials);
    ssize_t sent;
    do {
        sent = sendmsg(fd, &message, 0);
    } while (sent == -1 && errno == EINTR);
    return sent == -1 ? -1 : 0;
}

int main(int argc, char **argv) {
    struct sockaddr_un address;
    if (argc != 2 || !unix_address(argv[1], &address)) {
        fprintf(stderr, "usage: credentials_client path\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    // As the JVM does: a send to a server that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int fd = check(socket(AF_UNIX, SOCK_SEQPACKET, 0), "socket");
    // Interrupted, it has done nothing yet and may be repeated: not so over TCP.
    int connected;
    do {
        connected = connect(fd, (struct sockaddr *)&address, sizeof address);
    } while (connected == -1 && errno == EINTR);
    check(connected, "connect");
    // Works in both directions: who called listen.
    struct ucred server;
    socklen_t length = sizeof server;
    check(getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &server, &length), "getsockopt");
    printf("the server has %s user\n", server.uid == getuid() ? "the same" : "another");

    // Without credentials: the kernel adds them, since the server asked for them.
    ssize_t sent;
    do {
        sent = send(fd, "plain", 5, 0);
    } while (sent == -1 && errno == EINTR);
    check(sent, "send");
    struct ucred own = {.pid = getpid(), .uid = getuid(), .gid = getgid()};
    check(send_with(fd, "true", &own), "sendmsg");
    // Another user: for root alone.
    struct ucred forged = {.pid = own.pid, .uid = own.uid + 1, .gid = own.gid};
    if (send_with(fd, "forged", &forged) == 0) {
        printf("forged: sent, as root may\n");
    } else if (errno == EPERM) {
        printf("forged: %s\n", strerror(errno));
    } else {
        perror("sendmsg");
        return 1;
    }

    check(close(fd), "close");
    return 0;
}
