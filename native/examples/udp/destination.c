// Prints of each datagram where it was sent to, which interface it came by, its TTL and its TOS.
#define _GNU_SOURCE // for struct in6_pktinfo
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdalign.h>
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

// Has recvmsg tell: each family has its own options for the same three things.
static void ask(int fd, int family) {
    bool v4 = family == AF_INET;
    int level = v4 ? IPPROTO_IP : IPPROTO_IPV6;
    set(fd, level, v4 ? IP_PKTINFO : IPV6_RECVPKTINFO, 1);
    set(fd, level, v4 ? IP_RECVTTL : IPV6_RECVHOPLIMIT, 1);
    set(fd, level, v4 ? IP_RECVTOS : IPV6_RECVTCLASS, 1);
}

// Receives one datagram and prints what the control messages tell of it.
static void print_datagram(int fd) {
    char data[8]; // what does not fit of a datagram is lost
    alignas(struct cmsghdr) char
        control[CMSG_SPACE(sizeof(struct in6_pktinfo)) + 2 * CMSG_SPACE(sizeof(int))];
    struct iovec vector = {.iov_base = data, .iov_len = sizeof data};
    struct msghdr message = {
        .msg_iov = &vector,
        .msg_iovlen = 1,
        .msg_control = control,
        .msg_controllen = sizeof control,
    };
    ssize_t received;
    do {
        received = recvmsg(fd, &message, 0);
    } while (received == -1 && errno == EINTR);
    check(received, "recvmsg");
    char to[INET6_ADDRSTRLEN] = "?";
    unsigned int index = 0;
    int ttl = -1;
    int tos = -1;
    for (struct cmsghdr *cmsg = CMSG_FIRSTHDR(&message); cmsg != NULL;
         cmsg = CMSG_NXTHDR(&message, cmsg)) {
        unsigned char *value = CMSG_DATA(cmsg); // to be copied: it is aligned for a size_t only
        if (cmsg->cmsg_level == IPPROTO_IP && cmsg->cmsg_type == IP_PKTINFO) {
            struct in_pktinfo info;
            memcpy(&info, value, sizeof info);
            inet_ntop(AF_INET, &info.ipi_addr, to, sizeof to);
            index = info.ipi_ifindex;
        } else if (cmsg->cmsg_level == IPPROTO_IP && cmsg->cmsg_type == IP_TTL) {
            memcpy(&ttl, value, sizeof ttl);
        } else if (cmsg->cmsg_level == IPPROTO_IP && cmsg->cmsg_type == IP_TOS) {
            tos = *value; // a byte, unlike all others
        } else if (cmsg->cmsg_level == IPPROTO_IPV6 && cmsg->cmsg_type == IPV6_PKTINFO) {
            struct in6_pktinfo info;
            memcpy(&info, value, sizeof info);
            inet_ntop(AF_INET6, &info.ipi6_addr, to, sizeof to);
            index = info.ipi6_ifindex;
        } else if (cmsg->cmsg_level == IPPROTO_IPV6 && cmsg->cmsg_type == IPV6_HOPLIMIT) {
            memcpy(&ttl, value, sizeof ttl);
        } else if (cmsg->cmsg_level == IPPROTO_IPV6 && cmsg->cmsg_type == IPV6_TCLASS) {
            memcpy(&tos, value, sizeof tos);
        }
    }
    char name[IF_NAMESIZE];
    if (if_indextoname(index, name) == NULL) {
        perror("if_indextoname");
        exit(1);
    }
    printf("\"%.*s\" to %s by %s, ttl %d, tos %d\n", (int)received, data, to, name, ttl, tos);
    if ((message.msg_flags & MSG_TRUNC) != 0) {
        printf("its end is lost: MSG_TRUNC\n");
    }
}

static void say(int fd, const char *text, const union address *to, socklen_t length) {
    ssize_t sent;
    do {
        sent = sendto(fd, text, strlen(text), 0, &to->any, length);
    } while (sent == -1 && errno == EINTR);
    check(sent, "sendto");
}

int main(int argc, char **argv) {
    union address address;
    socklen_t length = argc > 1 ? parse_address(argv[1], &address) : 0;
    long ttl;
    long tos;
    if (argc != 4 || length == 0 || !parse_number(argv[2], 0, 999, &ttl) ||
        !parse_number(argv[3], 0, 999, &tos)) {
        fprintf(stderr, "usage: destination address ttl tos\n");
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

    // The receiver has every address of this machine: only the control messages tell which
    int family = address.any.sa_family;
    int receiver = check(socket(family, SOCK_DGRAM, 0), "socket");
    ask(receiver, family);
    union address own;
    memset(&own, 0, sizeof own);
    own.any.sa_family = family;
    check(bind(receiver, &own.any, length), "bind");
    socklen_t own_length = sizeof own;
    check(getsockname(receiver, &own.any, &own_length), "getsockname");

    // The sender says how its packets are to travel
    int sender = check(socket(family, SOCK_DGRAM, 0), "socket");
    check(bind(sender, &address.any, length), "bind"); // so that nothing leaves this machine
    address.v4.sin_port = own.v4.sin_port;             // sin6_port stands at the same place
    int level = family == AF_INET ? IPPROTO_IP : IPPROTO_IPV6;
    set(sender, level, family == AF_INET ? IP_TTL : IPV6_UNICAST_HOPS, (int)ttl);
    set(sender, level, family == AF_INET ? IP_TOS : IPV6_TCLASS, (int)tos);
    say(sender, "short", &address, length);
    print_datagram(receiver);
    say(sender, "8 bytes.", &address, length);
    print_datagram(receiver);
    say(sender, "too long for it", &address, length);
    print_datagram(receiver);

    check(close(sender), "close");
    check(close(receiver), "close");
    return 0;
}
