// Names without a file: a NUL in front, and the length that is given to bind says where they end.
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define AUTOBIND_DIGITS 5

// Opens a socket and binds it; -1 if that fails, with errno saying why.
static int bind_new(const struct sockaddr_un *address, socklen_t length) {
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd == -1) {
        perror("socket");
        return -1;
    }
    if (bind(fd, (const struct sockaddr *)address, length) == -1) {
        int error = errno; // close may change it
        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

// Asks a socket for its name, and prints what it is.
static int print_name(int fd, const struct sockaddr_un *asked_for, socklen_t asked_length) {
    struct sockaddr_un address;
    memset(&address, 0, sizeof address);
    socklen_t length = sizeof address; // room before the call, the address's length after it
    if (getsockname(fd, (struct sockaddr *)&address, &length) == -1) {
        perror("getsockname");
        return -1;
    }
    if (length == asked_length && memcmp(&address, asked_for, length) == 0) {
        printf("bound to the name that was asked for\n");
        return 0;
    }
    // Not a string: it has no NUL at its end, and may have some inside.
    size_t name_length = length - offsetof(struct sockaddr_un, sun_path);
    bool chosen = name_length == 1 + AUTOBIND_DIGITS && address.sun_path[0] == '\0';
    for (size_t i = 1; chosen && i < name_length; i++) {
        chosen = address.sun_path[i] != '\0' && strchr("0123456789abcdef", address.sun_path[i]);
    }
    printf("bound to %s\n",
           chosen ? "a NUL and five digits of the kernel's choice" : "another name");
    return 0;
}

int main(int argc, char **argv) {
    struct sockaddr_un address = {.sun_family = AF_UNIX}; // the rest are zeros
    size_t name_length = argc == 2 ? strlen(argv[1]) : 0;
    if (name_length == 0 || name_length >= sizeof address.sun_path) {
        fprintf(stderr, "usage: abstract_bind name\n");
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
    memcpy(address.sun_path + 1, argv[1], name_length);
    socklen_t length = offsetof(struct sockaddr_un, sun_path) + 1 + name_length;

    printf("the name:\n");
    int first = bind_new(&address, length);
    if (first == -1) {
        perror("bind");
        return 1;
    }
    if (print_name(first, &address, length) == -1) {
        return 1;
    }

    printf("the name again:\n");
    int again = bind_new(&address, length);
    if (again != -1 || errno != EADDRINUSE) {
        fprintf(stderr, "bind: a name was given twice\n");
        return 1;
    }
    printf("bind: %s\n", strerror(errno));

    // A common mistake: zeros at the end count, so this is not the name of the first socket.
    printf("the name and zeros to the end of the struct:\n");
    int padded = bind_new(&address, sizeof address);
    if (padded == -1) {
        perror("bind");
        return 1;
    }
    if (print_name(padded, &address, sizeof address) == -1) {
        return 1;
    }

    // The family alone: the kernel chooses.
    printf("no name:\n");
    int unnamed = bind_new(&address, sizeof address.sun_family);
    if (unnamed == -1) {
        perror("bind");
        return 1;
    }
    if (print_name(unnamed, &address, length) == -1) {
        return 1;
    }

    // There is nothing to unlink, and the name is free at once.
    if (close(first) == -1) {
        perror("close");
        return 1;
    }
    printf("the name after its socket was closed:\n");
    again = bind_new(&address, length);
    if (again == -1) {
        perror("bind");
        return 1;
    }
    if (print_name(again, &address, length) == -1) {
        return 1;
    }
    if (close(again) == -1 || close(padded) == -1 || close(unnamed) == -1) {
        perror("close");
        return 1;
    }
    return 0;
}
