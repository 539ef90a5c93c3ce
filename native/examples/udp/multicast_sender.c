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

static int set(int fd, int level, int option, int value) {
    if (setsockopt(fd, level, option, &value, sizeof value) == -1) {
        perror("setsockopt");
        return -1;
    }
    return 0;
}

// Chooses the interface: IPv4 knows it by one of its addresses, IPv6 by its index.
static int choose(int fd, union address *group, const char *interface) {
    if (group->any.sa_family == AF_INET) {
        struct ip_mreqn request = {.imr_ifindex = 0};
        if (inet_pton(AF_INET, interface, &request.imr_address) != 1) {
            fprintf(stderr, "no address of an interface: %s\n", interface);
            return -1;
        }
        if (setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &request, sizeof request) == -1) {
            perror("setsockopt");
            return -1;
        }
        return 0;
    }
    int index = if_nametoindex(interface);
    if (index == 0) {
        perror("if_nametoindex");
        return -1;
    }
    if (set(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, index) == -1) {
        return -1;
    }
    group->v6.sin6_scope_id = index; // each interface has such a group
    return 0;
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

    int family = group.any.sa_family;
    int fd = socket(family, SOCK_DGRAM, 0);
    if (fd == -1) {
        perror("socket");
        return 1;
    }
    if (choose(fd, &group, argv[2]) == -1) {
        return 1;
    }
    // How many routers may pass it on, less one: 1 stays in this net
    if ((family == AF_INET ? set(fd, IPPROTO_IP, IP_MULTICAST_TTL, (int)ttl)
                           : set(fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, (int)ttl)) == -1) {
        return 1;
    }
    // Receivers on this machine get it too, as they do anyway on the loopback interface
    if ((family == AF_INET ? set(fd, IPPROTO_IP, IP_MULTICAST_LOOP, 1)
                           : set(fd, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 1)) == -1) {
        return 1;
    }

    for (int i = 5; i < argc; i++) {
        ssize_t sent;
        do {
            sent = sendto(fd, argv[i], strlen(argv[i]), 0, &group.any, length);
        } while (sent == -1 && errno == EINTR);
        if (sent == -1) {
            perror("sendto");
            return 1;
        }
        printf("sent %zd bytes\n", sent);
    }
    if (close(fd) == -1) {
        perror("close");
        return 1;
    }
    return 0;
}
