// Asks the kernel for all network interfaces, by a dump of rtnetlink.
#include <errno.h>
#include <net/if.h>
#include <signal.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#define ROOM 32768 // the kernel sends no larger part of a dump at once

static int found; // interfaces that were printed

// Ends the program if a call has failed.
static int check(int result, const char *call) {
    if (result == -1) {
        perror(call);
        exit(1);
    }
    return result;
}

static void send_request(int fd) {
    struct {
        struct nlmsghdr header;
        struct ifinfomsg link;
    } request = {
        .header.nlmsg_len = NLMSG_LENGTH(sizeof(struct ifinfomsg)),
        .header.nlmsg_type = RTM_GETLINK,
        .header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
        .header.nlmsg_seq = 1,
        .link.ifi_family = AF_UNSPEC,
    };
    ssize_t sent;
    do {
        sent = send(fd, &request, request.header.nlmsg_len, 0); // no address: to the kernel
    } while (sent == -1 && errno == EINTR);
    check(sent, "send");
}

static void print_flag(unsigned int flags, unsigned int flag, const char *name) {
    if ((flags & flag) != 0) {
        printf(" %s", name);
    }
}

// Prints an interface, if it is the one that is asked for, or all are.
static void print_link(const struct nlmsghdr *message, const char *wanted) {
    const struct ifinfomsg *link = NLMSG_DATA(message);
    char name[IF_NAMESIZE] = "?";
    uint32_t mtu = 0;
    ssize_t length = IFLA_PAYLOAD(message);
    for (const struct rtattr *attribute = IFLA_RTA(link); RTA_OK(attribute, length);
         attribute = RTA_NEXT(attribute, length)) {
        size_t size = RTA_PAYLOAD(attribute);
        if (attribute->rta_type == IFLA_IFNAME && size > 0 && size <= sizeof name) {
            memcpy(name, RTA_DATA(attribute), size);
            name[size - 1] = '\0'; // where it is already
        } else if (attribute->rta_type == IFLA_MTU && size == sizeof mtu) {
            memcpy(&mtu, RTA_DATA(attribute), sizeof mtu);
        }
    }
    if (wanted != NULL && strcmp(name, wanted) != 0) {
        return;
    }
    printf("%d: %s, mtu %u,", link->ifi_index, name, mtu);
    print_flag(link->ifi_flags, IFF_UP, "UP");
    print_flag(link->ifi_flags, IFF_LOOPBACK, "LOOPBACK");
    print_flag(link->ifi_flags, IFF_BROADCAST, "BROADCAST");
    print_flag(link->ifi_flags, IFF_POINTOPOINT, "POINTOPOINT");
    print_flag(link->ifi_flags, IFF_RUNNING, "RUNNING");
    print_flag(link->ifi_flags, IFF_NOARP, "NOARP");
    print_flag(link->ifi_flags, IFF_MULTICAST, "MULTICAST");
    printf("\n");
    found++;
}

// Receives a part of the dump, which may have several messages; whether it was the last.
static bool receive_part(int fd, const char *wanted) {
    static alignas(struct nlmsghdr) char buffer[ROOM];
    struct sockaddr_nl sender;
    socklen_t sender_length;
    ssize_t length;
    do {
        sender_length = sizeof sender;
        length = recvfrom(fd, buffer, ROOM, MSG_TRUNC, (struct sockaddr *)&sender, &sender_length);
    } while (length == -1 && errno == EINTR);
    check(length, "recvfrom");
    if (length > ROOM) {
        fprintf(stderr, "a message does not fit\n");
        exit(1);
    }
    if (sender.nl_pid != 0) { // any process may send to this one: believe the kernel alone
        return false;
    }
    for (const struct nlmsghdr *message = (const struct nlmsghdr *)buffer;
         NLMSG_OK(message, length); message = NLMSG_NEXT(message, length)) {
        if ((message->nlmsg_flags & NLM_F_DUMP_INTR) != 0) {
            fprintf(stderr, "the interfaces have changed meanwhile\n");
            exit(1);
        }
        if (message->nlmsg_type == NLMSG_DONE) {
            return true;
        }
        if (message->nlmsg_type == NLMSG_ERROR) {
            const struct nlmsgerr *error = NLMSG_DATA(message);
            errno = -error->error;
            perror("RTM_GETLINK");
            exit(1);
        }
        if (message->nlmsg_type == RTM_NEWLINK) {
            print_link(message, wanted);
        }
    }
    return false;
}

int main(int argc, char **argv) {
    if (argc > 2) {
        fprintf(stderr, "usage: links [name]\n");
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

    int fd = check(socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE), "socket");
    // A port id is like a port: 0 lets the kernel choose
    struct sockaddr_nl address = {.nl_family = AF_NETLINK};
    check(bind(fd, (struct sockaddr *)&address, sizeof address), "bind");
    send_request(fd);

    // The answer comes in parts, up to NLMSG_DONE
    const char *wanted = argc > 1 ? argv[1] : NULL;
    while (!receive_part(fd, wanted)) { // it prints what has come
    }
    check(close(fd), "close");
    if (found == 0) {
        errno = ENODEV;
        perror(wanted == NULL ? "links" : wanted);
        return 1;
    }
    return 0;
}
