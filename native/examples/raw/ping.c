// Sends echo requests of ICMP, over IPv4 or IPv6, and prints how long each reply took.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <linux/icmp.h> // netinet/ip_icmp.h has no ICMP_FILTER

#define LENGTH 64 // of a message: 8 bytes of header, 56 of data
#define ROOM 128  // for a reply, before which a raw socket of IPv4 has the IP header
#define SECOND 1e9

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static int fd;
static int family;
static bool raw;

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

static double nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now); // cannot fail: every Linux has this clock
    return (double)now.tv_sec * SECOND + (double)now.tv_nsec;
}

static void sleep_milliseconds(long milliseconds) {
    struct timespec left = {.tv_sec = milliseconds / 1000,
                            .tv_nsec = milliseconds % 1000 * 1000000};
    int result;
    do {
        result = nanosleep(&left, &left);
    } while (result == -1 && errno == EINTR);
    check(result, "nanosleep");
}

// Opens a socket of ICMP. One for datagrams takes no privilege, where the sysctl
// net.ipv4.ping_group_range lets this group have it; a raw one takes CAP_NET_RAW.
static void open_socket(void) {
    int protocol = family == AF_INET ? IPPROTO_ICMP : IPPROTO_ICMPV6;
    fd = socket(family, SOCK_DGRAM, protocol);
    if (fd == -1 && errno == EACCES) {
        raw = true;
        fd = socket(family, SOCK_RAW, protocol);
    }
    check(fd, "socket");
}

// A raw socket gets a copy of every ICMP message, even of our own requests: let only replies in.
static void filter_replies(void) {
    if (family == AF_INET) {
        struct icmp_filter filter = {.data = ~(1U << ICMP_ECHOREPLY)};
        check(setsockopt(fd, SOL_RAW, ICMP_FILTER, &filter, sizeof filter), "setsockopt");
        return;
    }
    struct icmp6_filter filter;
    ICMP6_FILTER_SETBLOCKALL(&filter);
    ICMP6_FILTER_SETPASS(ICMP6_ECHO_REPLY, &filter);
    check(setsockopt(fd, IPPROTO_ICMPV6, ICMP6_FILTER, &filter, sizeof filter), "setsockopt");
}

static void set_options(void) {
    // The TTL, which IPv6 calls hop limit, comes as a control message
    int on = 1;
    int level = family == AF_INET ? IPPROTO_IP : IPPROTO_IPV6;
    int option = family == AF_INET ? IP_RECVTTL : IPV6_RECVHOPLIMIT;
    check(setsockopt(fd, level, option, &on, sizeof on), "setsockopt");
    struct timeval timeout = {.tv_sec = 1};
    check(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout), "setsockopt");
}

// The sum of RFC 1071, in network byte order; the length is even.
static uint16_t checksum(const unsigned char *bytes, size_t length) {
    uint32_t sum = 0;
    for (size_t i = 0; i < length; i += 2) {
        sum += (uint32_t)bytes[i] << 8 | bytes[i + 1];
    }
    while (sum > 0xffff) {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return htons((uint16_t)~sum);
}

// Sends a request. Both ICMPs have the same header for it, but for the type.
static void send_request(int sequence) {
    unsigned char message[LENGTH];
    struct icmphdr header = {.type = family == AF_INET ? ICMP_ECHO : ICMP6_ECHO_REQUEST};
    header.un.echo.id = htons((uint16_t)getpid()); // not in a datagram socket: its port comes there
    header.un.echo.sequence = htons(sequence);
    for (int i = 0; i < LENGTH; i++) {
        message[i] = i;
    }
    memcpy(message, &header, sizeof header);
    if (raw && family == AF_INET) { // elsewhere the kernel does it
        header.checksum = checksum(message, LENGTH);
        memcpy(message, &header, sizeof header);
    }
    ssize_t sent;
    do {
        sent = send(fd, message, LENGTH, 0);
    } while (sent == -1 && errno == EINTR);
    check(sent, "send");
}

// How many bytes there are before the ICMP message; -1 if this is not the reply to our request.
static int reply_start(const unsigned char *data, size_t length, int sequence) {
    size_t start = 0;
    if (raw && family == AF_INET && length > 0) {
        start = (data[0] & 0xf) * 4; // the IP header with its options
    }
    struct icmphdr header;
    if (length < start + sizeof header) {
        return -1;
    }
    memcpy(&header, data + start, sizeof header);
    bool ours = header.type == (family == AF_INET ? ICMP_ECHOREPLY : ICMP6_ECHO_REPLY) &&
                header.un.echo.sequence == htons(sequence) &&
                (!raw || header.un.echo.id == htons((uint16_t)getpid()));
    return ours ? (int)start : -1;
}

// Sends a request and waits for the reply, a second at most; whether it came.
static bool ping(const char *host, int sequence) {
    double start = nanoseconds();
    send_request(sequence);
    while (nanoseconds() - start < SECOND) {
        unsigned char data[ROOM];
        alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
        struct iovec vector = {.iov_base = data, .iov_len = sizeof data};
        struct msghdr message = {
            .msg_iov = &vector,
            .msg_iovlen = 1,
            .msg_control = control,
            .msg_controllen = sizeof control,
        };
        ssize_t received = recvmsg(fd, &message, 0);
        if (received == -1 && (errno == EINTR || errno == EAGAIN)) {
            continue;
        }
        check(received, "recvmsg");
        int header = reply_start(data, received, sequence);
        if (header == -1) {
            continue; // other programs ping, too
        }
        double took = nanoseconds() - start;
        int ttl = -1;
        struct cmsghdr *cmsg = CMSG_FIRSTHDR(&message);
        if (cmsg != NULL) { // no other was asked for
            memcpy(&ttl, CMSG_DATA(cmsg), sizeof ttl);
        }
        printf("%zd bytes from %s: icmp_seq=%d ttl=%d time=%.3f ms\n", received - header, host,
               sequence, ttl, took / 1e6);
        return true;
    }
    printf("no answer from %s: icmp_seq=%d\n", host, sequence);
    return false;
}

int main(int argc, char **argv) {
    union address address;
    socklen_t length = argc > 1 ? parse_address(argv[1], &address) : 0;
    long count = 0;
    long pause;
    if (argc != 4 || length == 0 || !parse_number(argv[2], 1, 65535, &count) ||
        !parse_number(argv[3], 0, 10000, &pause)) {
        fprintf(stderr, "usage: ping address count milliseconds\n");
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

    family = address.any.sa_family;
    open_socket();
    if (raw) {
        filter_replies();
    }
    set_options();
    // Connected: only what comes from there is received
    check(connect(fd, &address.any, length), "connect");
    printf("PING %s with a %s socket\n", argv[1], raw ? "raw" : "datagram");

    long answered = 0;
    for (int sequence = 1; sequence <= count; sequence++) {
        if (sequence > 1) {
            sleep_milliseconds(pause);
        }
        answered += ping(argv[1], sequence) ? 1 : 0;
    }
    printf("%ld sent, %ld answered\n", count, answered);
    check(close(fd), "close");
    return answered > 0 ? 0 : 1;
}
