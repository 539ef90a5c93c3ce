// Sends datagrams to a multicast group, of IPv4 or IPv6, by one interface.
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

// Reads a decimal number from min to max; strtol alone would also take " 1", "+1" and "1x".
static bool parse_number(const char *text, long min, long max, long *number) {
    if (*text == '\0' || text[strspn(text, "0123456789")] != '\0') {
        return false;
    }
    errno = 0;
    *number = strtol(text, NULL, 10);
    return errno == 0 && *number >= min && *number <= max;
}

// Ends the program if a call has failed.
static int check(int result, const char *call) {
    if (result == -1) {
        perror(call);
        exit(1);
    }
    return result;
}

// Reads an address of either family; its length, or 0.
static socklen_t parse_address(const char *text, union address *address) {
    memset(address, 0, sizeof *address);
    if (inet_pton(AF_INET, text, &address->v4.sin_addr) == 1) {
        address->v4.sin_family = AF_INET;
        return sizeof address->v4;
    }
    if (inet_pton(AF_INET6, text, &address->v6.sin6_addr) == 1) {
        address->v6.sin6_family = AF_INET6;
        return sizeof address->v6;
    }
    return 0;
}

static void set(int fd, int level, int option, int value) {
    check(setsockopt(fd, level, option, &value, sizeof value), "setsockopt");
}

// Chooses the interface: IPv4 knows it by one of its addresses, IPv6 by its index.
static void choose(int fd, union address *group, const char *interface) {
    if (group->any.sa_family == AF_INET) {
        struct ip_mreqn request = {.imr_ifindex = 0};
        if (inet_pton(AF_INET, interface, &request.imr_address) != 1) {
            fprintf(stderr, "no address of an interface: %s\n", interface);
            exit(1);
        }
        check(setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &request, sizeof request), "setsockopt");
        return;
    }
    int index = if_nametoindex(interface);
    if (index == 0) {
        perror("if_nametoindex");
        exit(1);
    }
    set(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, index);
    group->v6.sin6_scope_id = index; // each interface has such a group
}

int main(int argc, char **argv) {
    union address group;
    socklen_t length = argc > 1 ? parse_address(argv[1], &group) : 0;
    long port = 0;
    long ttl;
    if (argc < 6 || length == 0 || !parse_number(argv[3], 1, 65535, &port) ||
        !parse_number(argv[4], 0, 999, &ttl)) {
        fprintf(stderr, "usage: multicast_sender group interface port ttl message...\n");
        return 1;
    }
    group.v4.sin_port = htons(port);             // sin6_port stands at the same place
    if (setvbuf(stdout, NULL, _IOLBF, 0) != 0) { // each line is seen at once, through a pipe too
        perror("setvbuf");
        return 1;
    }
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) { // as the JVM does
        perror("signal");
        return 1;
    }

    bool v4 = group.any.sa_family == AF_INET;
    int level = v4 ? IPPROTO_IP : IPPROTO_IPV6;
    int fd = check(socket(group.any.sa_family, SOCK_DGRAM, 0), "socket");
    choose(fd, &group, argv[2]);
    // How many routers may pass it on, less one: 1 stays in this net
    set(fd, level, v4 ? IP_MULTICAST_TTL : IPV6_MULTICAST_HOPS, (int)ttl);
    // Receivers on this machine get it too, as they do anyway on the loopback interface
    set(fd, level, v4 ? IP_MULTICAST_LOOP : IPV6_MULTICAST_LOOP, 1);

    for (int i = 5; i < argc; i++) {
        ssize_t sent;
        do {
            sent = sendto(fd, argv[i], strlen(argv[i]), 0, &group.any, length);
        } while (sent == -1 && errno == EINTR);
        check(sent, "sendto");
        printf("sent %zd bytes\n", sent);
    }
    check(close(fd), "close");
    return 0;
}
