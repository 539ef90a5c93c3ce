// Names without a file: a NUL in front, and the length that is given to bind says where they end.
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define AUTOBIND_DIGITS 5

// Ends the program if a call has failed.
static int check(int result, const char *call) {
    if (result == -1) {
        perror(call);
        exit(1);
    }
    return result;
}

// Whether the kernel chose the name: a NUL and five hexadecimal digits, no string with a NUL
// behind.
static bool is_chosen(const struct sockaddr_un *address, socklen_t length) {
    size_t name_length = length - offsetof(struct sockaddr_un, sun_path);
    bool chosen = name_length == 1 + AUTOBIND_DIGITS && address->sun_path[0] == '\0';
    for (size_t i = 1; chosen && i < name_length; i++) {
        chosen = address->sun_path[i] != '\0' && strchr("0123456789abcdef", address->sun_path[i]);
    }
    return chosen;
}

// Binds a new socket, and prints what its name then is.
static int show_bind(const char *what, const struct sockaddr_un *address, socklen_t length) {
    int fd = check(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
    printf("%s: ", what);
    if (bind(fd, (const struct sockaddr *)address, length) == -1) {
        printf("%s\n", strerror(errno));
        return fd;
    }
    struct sockaddr_un name;
    socklen_t name_length = sizeof name; // room before the call, the address's length after it
    check(getsockname(fd, (struct sockaddr *)&name, &name_length), "getsockname");
    if (name_length == length && memcmp(&name, address, length) == 0) {
        printf("bound to it\n");
    } else {
        printf("bound to %s\n", is_chosen(&name, name_length) ? "five digits" : "another name");
    }
    return fd;
}

int main(int argc, char **argv) {
    struct sockaddr_un address = {.sun_family = AF_UNIX}; // the rest are zeros
    size_t name_length = argc == 2 ? strlen(argv[1]) : 0;
    if (name_length == 0 || name_length >= sizeof address.sun_path) {
        fprintf(stderr, "usage: abstract_bind name\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");    // as the JVM does
    memcpy(address.sun_path + 1, argv[1], name_length);
    socklen_t length = offsetof(struct sockaddr_un, sun_path) + 1 + name_length;

    int first = show_bind("the name", &address, length);
    int again = show_bind("the name again", &address, length);
    // A common mistake: zeros at the end count, so this is not the name of the first socket.
    int padded = show_bind("the name and zeros", &address, sizeof address);
    // The family alone: the kernel chooses.
    int unnamed = show_bind("no name", &address, sizeof address.sun_family);

    // There is nothing to unlink, and the name is free at once.
    check(close(first), "close");
    int last = show_bind("the name after close", &address, length);
    check(close(again), "close");
    check(close(padded), "close");
    check(close(unnamed), "close");
    check(close(last), "close");
    return 0;
}
