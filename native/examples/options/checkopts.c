// Prints socket options with their defaults, and what the kernel makes of some that are set.
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

// What an option's value is: getsockopt itself knows only bytes and their number.
enum kind { NUMBER, TIMEVAL, LINGER, TEXT };

union value {
    int number;
    struct timeval timeval;
    struct linger linger;
    char text[16];
};

struct option {
    const char *level_name;
    int level;
    const char *name;
    int option;
    enum kind kind;
};

#define OPTION(level, name, kind)                                                                  \
    { #level, level, #name, name, kind }

static const struct option OPTIONS[] = {
    OPTION(SOL_SOCKET, SO_ACCEPTCONN, NUMBER),
    OPTION(SOL_SOCKET, SO_BROADCAST, NUMBER),
    OPTION(SOL_SOCKET, SO_DEBUG, NUMBER),
    OPTION(SOL_SOCKET, SO_DONTROUTE, NUMBER),
    OPTION(SOL_SOCKET, SO_ERROR, NUMBER),
    OPTION(SOL_SOCKET, SO_KEEPALIVE, NUMBER),
    OPTION(SOL_SOCKET, SO_LINGER, LINGER),
    OPTION(SOL_SOCKET, SO_OOBINLINE, NUMBER),
    OPTION(SOL_SOCKET, SO_PRIORITY, NUMBER),
    OPTION(SOL_SOCKET, SO_RCVBUF, NUMBER),
    OPTION(SOL_SOCKET, SO_RCVLOWAT, NUMBER),
    OPTION(SOL_SOCKET, SO_RCVTIMEO, TIMEVAL),
    OPTION(SOL_SOCKET, SO_REUSEADDR, NUMBER),
    OPTION(SOL_SOCKET, SO_REUSEPORT, NUMBER),
    OPTION(SOL_SOCKET, SO_SNDBUF, NUMBER),
    OPTION(SOL_SOCKET, SO_SNDTIMEO, TIMEVAL),
    OPTION(SOL_SOCKET, SO_TYPE, NUMBER),
    OPTION(IPPROTO_IP, IP_MTU_DISCOVER, NUMBER),
    OPTION(IPPROTO_IP, IP_MULTICAST_LOOP, NUMBER),
    OPTION(IPPROTO_IP, IP_MULTICAST_TTL, NUMBER),
    OPTION(IPPROTO_IP, IP_TOS, NUMBER),
    OPTION(IPPROTO_IP, IP_TTL, NUMBER),
    OPTION(IPPROTO_IPV6, IPV6_MTU_DISCOVER, NUMBER),
    OPTION(IPPROTO_IPV6, IPV6_MULTICAST_HOPS, NUMBER),
    OPTION(IPPROTO_IPV6, IPV6_MULTICAST_LOOP, NUMBER),
    OPTION(IPPROTO_IPV6, IPV6_TCLASS, NUMBER),
    OPTION(IPPROTO_IPV6, IPV6_UNICAST_HOPS, NUMBER),
    OPTION(IPPROTO_IPV6, IPV6_V6ONLY, NUMBER),
    OPTION(IPPROTO_TCP, TCP_CONGESTION, TEXT),
    OPTION(IPPROTO_TCP, TCP_CORK, NUMBER),
    OPTION(IPPROTO_TCP, TCP_DEFER_ACCEPT, NUMBER),
    OPTION(IPPROTO_TCP, TCP_KEEPCNT, NUMBER),
    OPTION(IPPROTO_TCP, TCP_KEEPIDLE, NUMBER),
    OPTION(IPPROTO_TCP, TCP_KEEPINTVL, NUMBER),
    OPTION(IPPROTO_TCP, TCP_LINGER2, NUMBER),
    OPTION(IPPROTO_TCP, TCP_MAXSEG, NUMBER),
    OPTION(IPPROTO_TCP, TCP_NODELAY, NUMBER),
    OPTION(IPPROTO_TCP, TCP_SYNCNT, NUMBER),
};
#define OPTION_COUNT (sizeof OPTIONS / sizeof OPTIONS[0])

// Ends the program if a call has failed.
static int check(int result, const char *call) {
    if (result == -1) {
        perror(call);
        exit(1);
    }
    return result;
}

static const struct option *find(const char *name) {
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (strcmp(OPTIONS[i].name, name) == 0) {
            return &OPTIONS[i];
        }
    }
    return NULL;
}

static union value number(int number) {
    return (union value){.number = number};
}

static socklen_t size_of(enum kind kind) {
    switch (kind) {
    case TIMEVAL:
        return sizeof(struct timeval);
    case LINGER:
        return sizeof(struct linger);
    case TEXT:
        return sizeof(union value);
    default:
        return sizeof(int);
    }
}

static void print_value(enum kind kind, const union value *value) {
    switch (kind) {
    case NUMBER:
        printf("%d", value->number);
        break;
    case TIMEVAL:
        printf("%ld", value->timeval.tv_sec);
        if (value->timeval.tv_usec != 0) {
            printf(".%06ld", value->timeval.tv_usec);
        }
        break;
    case LINGER:
        printf("%s, %d", value->linger.l_onoff != 0 ? "on" : "off", value->linger.l_linger);
        break;
    case TEXT:
        printf("%.16s", value->text);
        break;
    }
}

// Prints an option's value.
static void show(int fd, const struct option *option) {
    union value value;
    socklen_t length = size_of(option->kind); // getsockopt writes to it: set it anew for each call
    check(getsockopt(fd, option->level, option->option, &value, &length), "getsockopt");
    print_value(option->kind, &value);
    printf("\n");
}

// Prints what an option is set to, and what it then is.
static void set_and_show(int fd, const char *name, union value value) {
    const struct option *option = find(name);
    printf("  %-20s ", name);
    print_value(option->kind, &value);
    if (setsockopt(fd, option->level, option->option, &value, size_of(option->kind)) == -1) {
        printf(": %s\n", strerror(errno));
        return;
    }
    printf(" -> ");
    show(fd, option);
}

static bool is_level(const char *name) {
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (strcmp(OPTIONS[i].level_name, name) == 0) {
            return true;
        }
    }
    return false;
}

// Prints the defaults, of one level or (with NULL) of all.
static void show_defaults(int tcp, int tcp6, const char *level_name) {
    const char *last = "";
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *option = &OPTIONS[i];
        if (level_name != NULL && strcmp(option->level_name, level_name) != 0) {
            continue;
        }
        if (strcmp(option->level_name, last) != 0) {
            printf("%s\n", option->level_name);
            last = option->level_name;
        }
        printf("  %-20s ", option->name);
        show(option->level == IPPROTO_IPV6 ? tcp6 : tcp, option);
    }
}

int main(int argc, char **argv) {
    const char *level_name = argc > 1 ? argv[1] : NULL;
    if (argc > 2 || (level_name != NULL && !is_level(level_name))) {
        fprintf(stderr, "usage: checkopts [SOL_SOCKET|IPPROTO_IP|IPPROTO_IPV6|IPPROTO_TCP]\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");    // as the JVM does

    // An option belongs to a protocol: other sockets do not know it.
    int tcp = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    int tcp6 = check(socket(AF_INET6, SOCK_STREAM, 0), "socket");
    int udp = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");

    show_defaults(tcp, tcp6, level_name);

    if (level_name == NULL) {
        printf("set, and read back\n");
        union value on_5_s = {.linger = {.l_onoff = 1, .l_linger = 5}};
        union value seconds = {.timeval = {.tv_sec = 2, .tv_usec = 500000}};
        set_and_show(tcp, "SO_LINGER", on_5_s);
        set_and_show(tcp, "SO_RCVTIMEO", seconds);
        set_and_show(tcp, "SO_REUSEADDR", number(1));
        // The kernel doubles the size of a buffer: half of it is for its own bookkeeping.
        set_and_show(tcp, "SO_RCVBUF", number(10000));
        set_and_show(tcp, "SO_SNDBUF", number(10000));
        set_and_show(tcp, "TCP_KEEPIDLE", number(60));
        set_and_show(tcp, "IP_TTL", number(256)); // has 8 bits
        set_and_show(udp, "TCP_NODELAY", number(1));
    }

    check(close(tcp), "close");
    check(close(tcp6), "close");
    check(close(udp), "close");
    return 0;
}
