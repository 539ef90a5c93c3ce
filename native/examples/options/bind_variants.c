// Prints which sockets may be bound to one port side by side, and how bind fails otherwise.
#define _GNU_SOURCE // strerrorname_np
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { REUSEADDR = 1, REUSEPORT = 2, V6ONLY = 4, LISTEN = 8 };

struct variant {
    int type;
    const char *address;
    int flags;
};

// No other program has 127.1.2.3, so that only the two are in each other's way.
#define A "127.1.2.3"
#define B "127.1.2.4"
#define ANY "0.0.0.0"
#define ANY6 "::"

static const struct variant PAIRS[][2] = {
    {{SOCK_STREAM, A, 0}, {SOCK_STREAM, A, 0}},
    {{SOCK_STREAM, A, 0}, {SOCK_STREAM, B, 0}},
    {{SOCK_STREAM, A, 0}, {SOCK_DGRAM, A, 0}},
    {{SOCK_STREAM, A, REUSEADDR}, {SOCK_STREAM, A, 0}},
    {{SOCK_STREAM, A, 0}, {SOCK_STREAM, A, REUSEADDR}},
    {{SOCK_STREAM, A, REUSEADDR}, {SOCK_STREAM, A, REUSEADDR}},
    {{SOCK_STREAM, A, REUSEADDR | LISTEN}, {SOCK_STREAM, A, REUSEADDR}},
    {{SOCK_STREAM, A, REUSEPORT}, {SOCK_STREAM, A, 0}},
    {{SOCK_STREAM, A, REUSEPORT}, {SOCK_STREAM, A, REUSEPORT}},
    {{SOCK_STREAM, A, REUSEPORT | LISTEN}, {SOCK_STREAM, A, REUSEPORT}},
    {{SOCK_STREAM, ANY, 0}, {SOCK_STREAM, A, 0}},
    {{SOCK_STREAM, ANY, REUSEADDR}, {SOCK_STREAM, A, REUSEADDR}},
    {{SOCK_STREAM, ANY, REUSEADDR | LISTEN}, {SOCK_STREAM, A, REUSEADDR}},
    {{SOCK_DGRAM, A, REUSEADDR}, {SOCK_DGRAM, A, REUSEADDR}},
    {{SOCK_STREAM, ANY6, 0}, {SOCK_STREAM, ANY, 0}},
    {{SOCK_STREAM, ANY6, V6ONLY}, {SOCK_STREAM, ANY, 0}},
    {{SOCK_STREAM, ANY, 0}, {SOCK_STREAM, ANY6, 0}},
    {{SOCK_STREAM, ANY, 0}, {SOCK_STREAM, ANY6, V6ONLY}},
};
#define PAIR_COUNT (sizeof PAIRS / sizeof PAIRS[0])

// Ends the program if a call has failed.
static int check(int result, const char *call) {
    if (result == -1) {
        perror(call);
        exit(1);
    }
    return result;
}

static int family(const struct variant *variant) {
    return strchr(variant->address, ':') == NULL ? AF_INET : AF_INET6;
}

static void set_flag(int fd, int level, int option, int on) {
    check(setsockopt(fd, level, option, &on, sizeof on), "setsockopt");
}

// Makes a socket, not bound yet, and sets its options.
static int open_variant(const struct variant *variant) {
    int fd = check(socket(family(variant), variant->type, 0), "socket");
    if (variant->flags & REUSEADDR) {
        set_flag(fd, SOL_SOCKET, SO_REUSEADDR, 1);
    }
    if (variant->flags & REUSEPORT) {
        set_flag(fd, SOL_SOCKET, SO_REUSEPORT, 1);
    }
    // Set in any case: the system may be configured either way.
    if (family(variant) == AF_INET6) {
        set_flag(fd, IPPROTO_IPV6, IPV6_V6ONLY, (variant->flags & V6ONLY) != 0);
    }
    return fd;
}

// Binds a socket, and reports nothing: the caller wants to know errno.
static int bind_variant(int fd, const struct variant *variant, in_port_t port) {
    if (family(variant) == AF_INET) {
        struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = port};
        inet_pton(AF_INET, variant->address, &v4.sin_addr); // always well-formed
        return bind(fd, (struct sockaddr *)&v4, sizeof v4);
    }
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = port};
    inet_pton(AF_INET6, variant->address, &v6.sin6_addr);
    return bind(fd, (struct sockaddr *)&v6, sizeof v6);
}

// A port in network order that nobody has, neither family: another's would be in our way too, even
// long after a connection has ended.
static in_port_t free_port(void) {
    static const struct variant all = {SOCK_STREAM, ANY6, 0};
    int fd = open_variant(&all);
    check(bind_variant(fd, &all, 0), "bind");
    struct sockaddr_in6 address;
    socklen_t length = sizeof address;
    check(getsockname(fd, (struct sockaddr *)&address, &length), "getsockname");
    check(close(fd), "close");
    return address.sin6_port;
}

static void print_variant(const struct variant *variant) {
    char text[64];
    snprintf(text, sizeof text, "%s %s%s%s%s%s", variant->type == SOCK_STREAM ? "tcp" : "udp",
             variant->address, variant->flags & REUSEADDR ? " REUSEADDR" : "",
             variant->flags & REUSEPORT ? " REUSEPORT" : "",
             variant->flags & V6ONLY ? " V6ONLY" : "", variant->flags & LISTEN ? " listens" : "");
    printf("%-32s", text);
}

// Binds one socket to a port, and then another one to the same.
static void show_pair(const struct variant pair[2]) {
    in_port_t port = free_port();
    int first = open_variant(&pair[0]);
    int second = open_variant(&pair[1]);
    check(bind_variant(first, &pair[0], port), "bind");
    if (pair[0].flags & LISTEN) {
        check(listen(first, 1), "listen");
    }
    print_variant(&pair[0]);
    print_variant(&pair[1]);
    printf("%s\n", bind_variant(second, &pair[1], port) == 0 ? "ok" : strerrorname_np(errno));
    check(close(first), "close");
    check(close(second), "close");
}

// Binds to an address that is not this machine's.
static void show_foreign(void) {
    struct variant foreign = {SOCK_STREAM, "192.0.2.1", 0};
    int fd = open_variant(&foreign);
    print_variant(&foreign);
    printf("%s\n", bind_variant(fd, &foreign, 0) == 0 ? "ok" : strerrorname_np(errno));
    check(close(fd), "close");
}

// Binds to a path in a folder. close leaves the file where it is, and so the path taken.
static void show_path(const char *folder, const char *name) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s/%s", folder, name);
    int fd = check(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
    int result = bind(fd, (struct sockaddr *)&address, sizeof address);
    printf("unix %-27s%s\n", name, result == 0 ? "ok" : strerrorname_np(errno));
    check(close(fd), "close");
}

static void show_paths(const char *folder) {
    show_path(folder, "missing/socket");
    show_path(folder, "socket");
    show_path(folder, "socket");
    char path[108];
    snprintf(path, sizeof path, "%s/socket", folder);
    check(unlink(path), "unlink");
}

int main(int argc, char **argv) {
    if (argc != 2 || strlen(argv[1]) > 90) { // a socket's path has at most 108 bytes
        fprintf(stderr, "usage: bind_variants folder\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");    // as the JVM does

    for (size_t i = 0; i < PAIR_COUNT; i++) {
        show_pair(PAIRS[i]);
    }

    show_foreign();

    show_paths(argv[1]);
    return 0;
}
