// Prints which sockets may be bound to one port side by side, and how bind fails otherwise.
#define _GNU_SOURCE // strerrorname_np
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
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

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static int family(const struct variant *variant) {
    return strchr(variant->address, ':') == NULL ? AF_INET : AF_INET6;
}

static int set_flag(int fd, int level, int option, int on) {
    if (setsockopt(fd, level, option, &on, sizeof on) == -1) {
        perror("setsockopt");
        return -1;
    }
    return 0;
}

// Makes a socket, not bound yet, and sets its options.
static int open_variant(const struct variant *variant) {
    int fd = socket(family(variant), variant->type, 0);
    if (fd == -1) {
        perror("socket");
        return -1;
    }
    if ((variant->flags & REUSEADDR && set_flag(fd, SOL_SOCKET, SO_REUSEADDR, 1) == -1) ||
        (variant->flags & REUSEPORT && set_flag(fd, SOL_SOCKET, SO_REUSEPORT, 1) == -1)) {
        return -1;
    }
    // Set in any case: the system may be configured either way.
    if (family(variant) == AF_INET6 &&
        set_flag(fd, IPPROTO_IPV6, IPV6_V6ONLY, (variant->flags & V6ONLY) != 0) == -1) {
        return -1;
    }
    return fd;
}

// Binds a socket, and reports nothing: the caller wants to know errno.
static int bind_variant(int fd, const struct variant *variant, in_port_t port) {
    union address address = {0};
    if (family(variant) == AF_INET) {
        address.v4.sin_family = AF_INET;
        address.v4.sin_port = port;
        inet_pton(AF_INET, variant->address, &address.v4.sin_addr); // always well-formed
        return bind(fd, &address.any, sizeof address.v4);
    }
    address.v6 = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = port};
    inet_pton(AF_INET6, variant->address, &address.v6.sin6_addr);
    return bind(fd, &address.any, sizeof address.v6);
}

// A port in network order that nobody has, neither family: another's would be in our way too, even
// long after a connection has ended.
static int free_port(in_port_t *port) {
    static const struct variant all = {SOCK_STREAM, ANY6, 0};
    int fd = open_variant(&all);
    if (fd == -1) {
        return -1;
    }
    if (bind_variant(fd, &all, 0) == -1) {
        perror("bind");
        return -1;
    }
    struct sockaddr_in6 address;
    socklen_t length = sizeof address;
    if (getsockname(fd, (struct sockaddr *)&address, &length) == -1) {
        perror("getsockname");
        return -1;
    }
    if (close(fd) == -1) {
        perror("close");
        return -1;
    }
    *port = address.sin6_port;
    return 0;
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
static int show_pair(const struct variant pair[2]) {
    in_port_t port;
    if (free_port(&port) == -1) {
        return -1;
    }
    int first = open_variant(&pair[0]);
    int second = open_variant(&pair[1]);
    if (first == -1 || second == -1) {
        return -1;
    }
    if (bind_variant(first, &pair[0], port) == -1) {
        perror("bind");
        return -1;
    }
    if (pair[0].flags & LISTEN && listen(first, 1) == -1) {
        perror("listen");
        return -1;
    }
    print_variant(&pair[0]);
    print_variant(&pair[1]);
    printf("%s\n", bind_variant(second, &pair[1], port) == 0 ? "ok" : strerrorname_np(errno));
    if (close(first) == -1 || close(second) == -1) {
        perror("close");
        return -1;
    }
    return 0;
}

// Binds to an address that is not this machine's.
static int show_foreign(void) {
    struct variant foreign = {SOCK_STREAM, "192.0.2.1", 0};
    int fd = open_variant(&foreign);
    if (fd == -1) {
        return -1;
    }
    print_variant(&foreign);
    printf("%s\n", bind_variant(fd, &foreign, 0) == 0 ? "ok" : strerrorname_np(errno));
    if (close(fd) == -1) {
        perror("close");
        return -1;
    }
    return 0;
}

// Binds to a path in a folder. close leaves the file where it is, and so the path taken.
static int show_path(const char *folder, const char *name) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s/%s", folder, name);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd == -1) {
        perror("socket");
        return -1;
    }
    int result = bind(fd, (struct sockaddr *)&address, sizeof address);
    printf("unix %-27s%s\n", name, result == 0 ? "ok" : strerrorname_np(errno));
    if (close(fd) == -1) {
        perror("close");
        return -1;
    }
    return 0;
}

static int show_paths(const char *folder) {
    if (show_path(folder, "missing/socket") == -1 || show_path(folder, "socket") == -1 ||
        show_path(folder, "socket") == -1) {
        return -1;
    }
    char path[108];
    snprintf(path, sizeof path, "%s/socket", folder);
    if (unlink(path) == -1) {
        perror("unlink");
        return -1;
    }
    return 0;
}

int main(int argc, char **argv) {
    if (argc != 2 || strlen(argv[1]) > 90) { // a socket's path has at most 108 bytes
        fprintf(stderr, "usage: bind_variants folder\n");
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

    for (size_t i = 0; i < PAIR_COUNT; i++) {
        if (show_pair(PAIRS[i]) == -1) {
            return 1;
        }
    }

    return show_foreign() == -1 || show_paths(argv[1]) == -1;
}
