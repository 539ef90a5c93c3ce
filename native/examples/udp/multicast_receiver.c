// Joins a multicast group, of IPv4 or IPv6, on one interface, and prints what is sent to it.
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
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

static void host_text(const union address *address, char *text) {
    int family = address->any.sa_family;
    const void *host = family == AF_INET ? (const void *)&address->v4.sin_addr
                                         : (const void *)&address->v6.sin6_addr;
    if (inet_ntop(family, host, text, INET6_ADDRSTRLEN) == NULL) {
        perror("inet_ntop");
        exit(1);
    }
}

// Joins the group: IPv4 knows the interface by one of its addresses, IPv6 by its index.
static void join(int fd, union address *group, const char *interface) {
    if (group->any.sa_family == AF_INET) {
        struct ip_mreqn request = {.imr_multiaddr = group->v4.sin_addr};
        if (inet_pton(AF_INET, interface, &request.imr_address) != 1) {
            fprintf(stderr, "no address of an interface: %s\n", interface);
            exit(1);
        }
        check(setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof request),
              "setsockopt");
        return;
    }
    struct ipv6_mreq request = {.ipv6mr_multiaddr = group->v6.sin6_addr};
    request.ipv6mr_interface = if_nametoindex(interface);
    if (request.ipv6mr_interface == 0) {
        perror("if_nametoindex");
        exit(1);
    }
    check(setsockopt(fd, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, &request, sizeof request),
          "setsockopt");
    group->v6.sin6_scope_id = request.ipv6mr_interface; // each interface has such a group
}

// Receives one datagram and prints it.
static void print_datagram(int fd) {
    char buffer[64];
    union address sender;
    socklen_t length;
    ssize_t received;
    do {
        length = sizeof sender; // recvfrom writes to it: set it anew for each call
        // With MSG_TRUNC it returns the datagram's own length, even where that is more than fits.
        received = recvfrom(fd, buffer, sizeof buffer, MSG_TRUNC, &sender.any, &length);
    } while (received == -1 && errno == EINTR);
    check(received, "recvfrom");
    char text[INET6_ADDRSTRLEN];
    host_text(&sender, text);
    size_t kept = (size_t)received < sizeof buffer ? (size_t)received : sizeof buffer;
    printf("%zd bytes from %s: ", received, text);
    fwrite(buffer, 1, kept, stdout);
    printf((size_t)received > kept ? "... cut\n" : "\n");
}

int main(int argc, char **argv) {
    union address group;
    socklen_t length = argc > 1 ? parse_address(argv[1], &group) : 0;
    long port = 0;
    long count = 0;
    if (argc != 5 || length == 0 || !parse_number(argv[3], 0, 65535, &port) ||
        !parse_number(argv[4], 0, INT_MAX, &count)) {
        fprintf(stderr, "usage: multicast_receiver group interface port count\n");
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
    int fd = check(socket(family, SOCK_DGRAM, 0), "socket");
    // Several receivers may have the port: each gets its copy
    int on = 1;
    check(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), "setsockopt");
    join(fd, &group, argv[2]);
    // Bound to the group's own address it gets nothing else that is sent to the port
    check(bind(fd, &group.any, length), "bind");
    socklen_t own_length = sizeof group;
    check(getsockname(fd, &group.any, &own_length), "getsockname");
    char text[INET6_ADDRSTRLEN];
    host_text(&group, text);
    printf(family == AF_INET ? "bound to %s:%d\n" : "bound to [%s]:%d\n", text,
           ntohs(group.v4.sin_port));

    for (long received = 0; received < count; received++) {
        print_datagram(fd);
    }
    check(close(fd), "close"); // which leaves the group
    return 0;
}
