// Tells who its client is: as the kernel saw it connect, and as it vouches for each message.
#define _GNU_SOURCE // struct ucred
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

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

static const char *same(bool equal) {
    return equal ? "the same" : "another";
}

// Receives one message and prints who sent it; 0 at the end, -1 for an error.
static int receive(int client, const struct ucred *peer) {
    char text[16];
    struct iovec data = {.iov_base = text, .iov_len = sizeof text};
    union { // aligned as a cmsghdr has to be
        char bytes[CMSG_SPACE(sizeof(struct ucred))];
        struct cmsghdr header;
    } control;
    struct msghdr message = {
        .msg_iov = &data,
        .msg_iovlen = 1,
        .msg_control = control.bytes,
        .msg_controllen = sizeof control.bytes,
    };
    ssize_t received;
    do {
        received = recvmsg(client, &message, 0);
    } while (received == -1 && errno == EINTR);
    if (received == -1) {
        perror("recvmsg");
        return -1;
    }
    if (received == 0) { // no message: end of file
        return 0;
    }
    fwrite(text, 1, received, stdout); // any bytes: no string
    printf(":");
    for (struct cmsghdr *cmsg = CMSG_FIRSTHDR(&message); cmsg != NULL;
         cmsg = CMSG_NXTHDR(&message, cmsg)) {
        if (cmsg->cmsg_level == SOL_SOCKET && cmsg->cmsg_type == SCM_CREDENTIALS) {
            struct ucred sender; // copied, since nothing says that the data is aligned
            memcpy(&sender, CMSG_DATA(cmsg), sizeof sender);
            printf(" %s process, ", same(sender.pid == peer->pid));
            printf("%s user, ", same(sender.uid == peer->uid));
            printf("%s group", same(sender.gid == peer->gid));
        }
    }
    printf("\n");
    return 1;
}

static int serve(int client) {
    struct ucred peer;
    socklen_t length = sizeof peer;
    if (getsockopt(client, SOL_SOCKET, SO_PEERCRED, &peer, &length) == -1) {
        perror("getsockopt");
        return -1;
    }
    printf("connected: %s process, %s user, %s group as the server\n", same(peer.pid == getpid()),
           same(peer.uid == getuid()), same(peer.gid == getgid()));
    int result;
    while ((result = receive(client, &peer)) == 1) {
    }
    return result;
}

int main(int argc, char **argv) {
    struct sockaddr_un address;
    if (argc != 2 || !unix_address(argv[1], &address)) {
        fprintf(stderr, "usage: credentials_server path\n");
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

    // Each packet comes with its own credentials.
    int server = socket(AF_UNIX, SOCK_SEQPACKET, 0);
    if (server == -1) {
        perror("socket");
        return 1;
    }
    // Before listen, so that each connection has it from its first message on.
    int on = 1;
    if (setsockopt(server, SOL_SOCKET, SO_PASSCRED, &on, sizeof on) == -1) {
        perror("setsockopt");
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
        printf("waiting for a client\n");
        while ((client = accept(server, NULL, NULL)) == -1 && errno == EINTR) {
        }
        if (client == -1) {
            perror("accept");
        } else if (serve(client) == 0) {
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
