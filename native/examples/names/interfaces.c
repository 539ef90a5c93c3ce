// Prints the addresses of this machine's network interfaces, or of one of them.
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static const struct flag {
    const char *name;
    unsigned value;
} FLAGS[] = {
    {"IFF_UP", IFF_UP},
    {"IFF_BROADCAST", IFF_BROADCAST},
    {"IFF_LOOPBACK", IFF_LOOPBACK},
    {"IFF_POINTOPOINT", IFF_POINTOPOINT},
    {"IFF_RUNNING", IFF_RUNNING},
    {"IFF_MULTICAST", IFF_MULTICAST},
};
#define FLAG_COUNT (sizeof FLAGS / sizeof FLAGS[0])

static void print_flags(unsigned flags) {
    for (size_t i = 0; i < FLAG_COUNT; i++) {
        if ((flags & FLAGS[i].value) != 0) {
            printf(" %s", FLAGS[i].name);
        }
    }
}

// Prints an address as numbers; getnameinfo knows those of both families.
static void print_address(const struct sockaddr *address) {
    char text[NI_MAXHOST];
    socklen_t size =
        address->sa_family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
    int code = getnameinfo(address, size, text, sizeof text, NULL, 0, NI_NUMERICHOST);
    if (code != 0) {
        fprintf(stderr, "getnameinfo: %s\n", gai_strerror(code));
        exit(1);
    }
    printf(" %s", text);
}

static void print_hardware_address(const struct sockaddr_ll *address) {
    for (int i = 0; i < address->sll_halen && i < 8; i++) { // InfiniBand's is longer
        printf("%c%02x", i == 0 ? ' ' : ':', address->sll_addr[i]);
    }
}

static void print_entry(const struct ifaddrs *entry) {
    int family = entry->ifa_addr->sa_family;
    if (family != AF_PACKET && family != AF_INET && family != AF_INET6) {
        return;
    }
    printf("%s", entry->ifa_name);
    if (family == AF_PACKET) { // the interface itself
        print_hardware_address((const struct sockaddr_ll *)entry->ifa_addr);
        print_flags(entry->ifa_flags);
    } else {
        print_address(entry->ifa_addr);
        if (entry->ifa_netmask != NULL) {
            printf(" netmask");
            print_address(entry->ifa_netmask);
        }
    }
    printf("\n");
}

int main(int argc, char **argv) {
    const char *name = argc > 1 ? argv[1] : NULL;
    if (argc > 2) {
        fprintf(stderr, "usage: interfaces [name]\n");
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

    if (name != NULL && if_nametoindex(name) == 0) {
        perror("if_nametoindex");
        return 1;
    }

    struct ifaddrs *list;
    if (getifaddrs(&list) == -1) {
        perror("getifaddrs");
        return 1;
    }
    for (const struct ifaddrs *entry = list; entry != NULL; entry = entry->ifa_next) {
        if (entry->ifa_addr == NULL || // an interface may have none
            (name != NULL && strcmp(entry->ifa_name, name) != 0)) {
            continue;
        }
        print_entry(entry);
    }
    freeifaddrs(list);
    return 0;
}
