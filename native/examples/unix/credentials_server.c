// Tells who its client is: as the kernel saw it connect, and as it vouches for each message.
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

static const char *bound; // the path that bind has made, once it has

// Ends the program if a call has failed; no path stays behind.
static int check(int result, const char *call) {
    if (result == -1) {
        perror(call);
        if (bound != NULL) {
            unlink(bound);
        }
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

static const char *same(bool equal) {
    return equal ? "the same" : "another";
}

// Receives one message and prints who sent it; false at the end.
static bool receive(int client, const struct ucred *peer) {
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
    check(received, "recvmsg");
    if (received == 0) { // no message: end of file
        return false;
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
    return true;
}

static void serve(int client) {
    struct ucred peer;
    socklen_t length = sizeof peer;
    check(getsockopt(client, SOL_SOCKET, SO_PEERCRED, &peer, &length), "getsockopt");
    printf("connected: %s process, %s user, %s group as the server\n", same(peer.pid == getpid()),
           same(peer.uid == getuid()), same(peer.gid == getgid()));
    while (receive(client, &peer)) {
    }
}

int main(int argc, char **argv) {
    struct sockaddr_un address;
    if (argc != 2 || !unix_address(argv[1], &address)) {
        fprintf(stderr, "usage: credentials_server path\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");    // as the JVM does

    // Each packet comes with its own credentials.
    int server = check(socket(AF_UNIX, SOCK_SEQPACKET, 0), "socket");
    // Before listen, so that each connection has it from its first message on.
    int on = 1;
    check(setsockopt(server, SOL_SOCKET, SO_PASSCRED, &on, sizeof on), "setsockopt");
    check(bind(server, (struct sockaddr *)&address, sizeof address), "bind");
    bound = argv[1];
    check(listen(server, 1), "listen");
    printf("waiting for a client\n");
    int client;
    do {
        client = accept(server, NULL, NULL);
    } while (client == -1 && errno == EINTR);
    check(client, "accept");
    serve(client);

    // close leaves the path where it is.
    check(close(client), "close");
    check(close(server), "close");
    check(unlink(bound), "unlink");
    return 0;
}
