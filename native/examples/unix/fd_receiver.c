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

// Writes all of the buffer: one write may take fewer bytes than it is given.
static void write_all(int fd, const char *buffer, size_t length) {
    while (length > 0) {
        ssize_t written = write(fd, buffer, length);
        if (written == -1 && errno == EINTR) {
            continue;
        }
        check(written, "write");
        buffer += written;
        length -= written;
    }
}

// Prints a file from where its descriptor stands. The number is ours; the sender has another one.
static void print_file(int fd) {
    int flags = check(fcntl(fd, F_GETFD), "fcntl");
    printf("a file, closed by exec: %s\n", flags & FD_CLOEXEC ? "yes" : "no");
    char buffer[1024];
    while (true) {
        ssize_t length = read(fd, buffer, sizeof buffer);
        if (length == -1 && errno == EINTR) {
            continue;
        }
        if (check(length, "read") == 0) { // end of file
            return;
        }
        write_all(STDOUT_FILENO, buffer, length);
    }
}

// Receives one message, and the files that come with it.
static void receive(int client, size_t room) {
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
    check(received, "recvmsg");
    if (received == 0) {
        fprintf(stderr, "recvmsg: connection closed by the sender\n");
        unlink(bound);
        exit(1);
    }

    // Each descriptor that arrived is open here, and has to be closed, whatever it is.
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
            print_file(fd);
            check(close(fd), "close");
        }
    }
    if (message.msg_flags & MSG_CTRUNC) {
        printf("MSG_CTRUNC: more were sent than there was room for\n");
    }
}

int main(int argc, char **argv) {
    struct sockaddr_un address;
    long room = MAX_FDS;
    if (argc < 2 || argc > 3 || !unix_address(argv[1], &address) ||
        (argc > 2 && !parse_number(argv[2], 1, MAX_FDS, &room))) {
        fprintf(stderr, "usage: fd_receiver path [room]\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");    // as the JVM does

    int server = check(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
    check(bind(server, (struct sockaddr *)&address, sizeof address), "bind");
    bound = argv[1];
    check(listen(server, 1), "listen");
    printf("waiting for a sender\n");
    int client;
    do {
        client = accept(server, NULL, NULL);
    } while (client == -1 && errno == EINTR);
    check(client, "accept");
    receive(client, room);

    // close leaves the path where it is.
    check(close(client), "close");
    check(close(server), "close");
    check(unlink(bound), "unlink");
    return 0;
}
