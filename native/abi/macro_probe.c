/*
 * Prints what C's macros say, each with its arguments; MacrosTest asks the library's own macros the
 * same and compares. Memory is printed as hexadecimal digits, NULL is the end of a list.
 */
#define _GNU_SOURCE
#include "posix_sockets.h"

#include <inttypes.h>
#include <stdlib.h>

#define LENGTH_OF(array) (sizeof(array) / sizeof *(array))
#define NUMBER(macro, n) printf("%s %zu %zu\n", #macro, (size_t)(n), (size_t)macro(n))
#define UINT(macro, n) printf("%s %zu %u\n", #macro, (size_t)(n), (unsigned)macro(n))

static void print_hex(const void *memory, size_t n) {
    const unsigned char *byte = memory;
    for (size_t i = 0; i < n; i++) {
        printf("%02x", byte[i]);
    }
    if (n == 0) {
        printf("-");
    }
}

/* Every small length, and some large ones. */
static const size_t SMALL = 70;
static const size_t LARGE[] = {
    252,          253,           1012,          4095,          4096,          65535,
    0x7fffffe0,   0x7fffffff,    0x80000000,    0xffffffe0,    0x100000001,   1ull << 62u,
    SIZE_MAX / 2, SIZE_MAX - 64, SIZE_MAX - 23, SIZE_MAX - 22, SIZE_MAX - 16, SIZE_MAX - 15,
    SIZE_MAX - 7, SIZE_MAX - 6,  SIZE_MAX};

static size_t length(size_t index) {
    return index < SMALL ? index : LARGE[index - SMALL];
}

static void control_lengths(void) {
    for (size_t i = 0; i < SMALL + LENGTH_OF(LARGE); i++) {
        NUMBER(CMSG_ALIGN, length(i));
        NUMBER(CMSG_SPACE, length(i));
        NUMBER(CMSG_LEN, length(i));
    }
}

/* One walk: the control buffer, msg_controllen, and where each header and its data are. */
static void control_walk(const char *kind, const void *control, size_t size, size_t controllen) {
    struct msghdr msg = {.msg_control = (void *)control, .msg_controllen = controllen};
    printf("%s ", kind);
    print_hex(control, size);
    printf(" %zu ", controllen);
    struct cmsghdr *cmsg = CMSG_FIRSTHDR(&msg);
    while (cmsg != NULL) {
        const char *start = control;
        printf("%td:%td,", (char *)cmsg - start, (char *)CMSG_DATA(cmsg) - start);
        cmsg = CMSG_NXTHDR(&msg, cmsg);
    }
    printf("NULL\n");
}

/* cmsg_len of three messages, one behind the other as far as they are well-formed. */
static const size_t MESSAGES[][3] = {{16, 16, 16},
                                     {17, 24, 20},
                                     {20, 28, 16},
                                     {32, 20, 19},
                                     {16, 0, 16},
                                     {15, 16, 16},
                                     {0, 0, 0},
                                     {20, 15, 16},
                                     {24, 16, 1},
                                     {16, 200, 16},
                                     {16, 16, 4096},
                                     {72, 0, 0},
                                     {16, (size_t)1 << 62, 16}};

static void control_walks(void) {
    for (size_t i = 0; i < LENGTH_OF(MESSAGES); i++) {
        _Alignas(struct cmsghdr) unsigned char control[96] = {0};
        size_t at = 0;
        for (int m = 0; m < 3 && at + sizeof(struct cmsghdr) <= sizeof control; m++) {
            struct cmsghdr *cmsg = (struct cmsghdr *)(control + at);
            cmsg->cmsg_len = MESSAGES[i][m];
            cmsg->cmsg_level = SOL_SOCKET;
            cmsg->cmsg_type = SCM_RIGHTS;
            at += MESSAGES[i][m] < sizeof *cmsg ? sizeof *cmsg : CMSG_ALIGN(MESSAGES[i][m]);
        }
        for (size_t controllen = 0; controllen <= sizeof control; controllen++) {
            /*
             * Whether a last message that goes on behind the end of the buffer is returned, is not
             * the same everywhere: newer versions of glibc do.
             */
            size_t end = 0;
            for (int m = 0; m < 3; m++) {
                if (MESSAGES[i][m] < sizeof(struct cmsghdr) ||
                    end + sizeof(struct cmsghdr) > controllen) {
                    break;
                }
                end += CMSG_ALIGN(MESSAGES[i][m]);
            }
            control_walk(end > controllen ? "cut_messages" : "messages", control, sizeof control,
                         controllen);
        }
    }
    control_walk("messages", NULL, 0, 0);
}

static void print_byte_order(uint64_t n) {
    UINT(htons, (uint16_t)n);
    UINT(ntohs, (uint16_t)n);
    UINT(htonl, (uint32_t)n);
    UINT(ntohl, (uint32_t)n);
    printf("htobe64 %" PRIu64 " %" PRIu64 "\n", n, (uint64_t)htobe64(n));
    printf("be64toh %" PRIu64 " %" PRIu64 "\n", n, (uint64_t)be64toh(n));
}

static void byte_order(void) {
    print_byte_order(0);
    for (int bit = 0; bit < 64; bit++) {
        print_byte_order((uint64_t)1 << bit);
        print_byte_order(UINT64_MAX >> bit);
        print_byte_order((uint64_t)0x0123456789abcdef >> bit);
    }
}

#define IS_ADDR(macro)                                                                             \
    do {                                                                                           \
        printf("%s ", #macro);                                                                     \
        print_hex(&a, sizeof a);                                                                   \
        printf(" %d\n", macro(&a) ? 1 : 0);                                                        \
    } while (0)

static void addresses(void) {
    static const char *const texts[] = {
        "::",          "::1",         "::2",         "::100",          "100::",     "1::",
        "0:0:0:1::",   "::1:0",       "::1:0:0",     "::1:0:0:0",      "fe80::",    "fe80::1",
        "fe7f::1",     "febf::1",     "fec0::1",     "feff::1",        "ff00::",    "ff01::1",
        "ff02::1",     "ff05::2",     "ff08::1",     "ff0e::1",        "ff12::1",   "ff15::1",
        "ff1e::1",     "ff3e::1",     "feff::",      "fe00::",         "ffff::",    "2001:db8::1",
        "64:ff9b::1",  "::ffff:0:0",  "::fffe:0:0",  "::ffff:1.2.3.4", "::1.2.3.4", "::0.0.0.1",
        "::0.0.1.0",   "1::ffff:0:0", "::128.0.0.1", "::1:ffff:0:0",   "80fe::",    "::8000:0:0:0",
        "0:0:0:8000::"};
    struct in6_addr all[LENGTH_OF(texts)];
    for (size_t i = 0; i < LENGTH_OF(texts); i++) {
        if (inet_pton(AF_INET6, texts[i], &all[i]) != 1) {
            fprintf(stderr, "no address: %s\n", texts[i]);
            exit(1);
        }
        struct in6_addr a = all[i];
        IS_ADDR(IN6_IS_ADDR_UNSPECIFIED);
        IS_ADDR(IN6_IS_ADDR_LOOPBACK);
        IS_ADDR(IN6_IS_ADDR_MULTICAST);
        IS_ADDR(IN6_IS_ADDR_LINKLOCAL);
        IS_ADDR(IN6_IS_ADDR_SITELOCAL);
        IS_ADDR(IN6_IS_ADDR_V4MAPPED);
        IS_ADDR(IN6_IS_ADDR_V4COMPAT);
        IS_ADDR(IN6_IS_ADDR_MC_NODELOCAL);
        IS_ADDR(IN6_IS_ADDR_MC_LINKLOCAL);
        IS_ADDR(IN6_IS_ADDR_MC_SITELOCAL);
        IS_ADDR(IN6_IS_ADDR_MC_ORGLOCAL);
        IS_ADDR(IN6_IS_ADDR_MC_GLOBAL);
        for (size_t j = 0; j <= i; j++) {
            printf("IN6_ARE_ADDR_EQUAL ");
            print_hex(&all[j], sizeof *all);
            printf(" ");
            print_hex(&a, sizeof a);
            printf(" %d\n", IN6_ARE_ADDR_EQUAL(&all[j], &a) ? 1 : 0);
        }
    }
    static const uint32_t ipv4[] = {0,
                                    1,
                                    INADDR_LOOPBACK,
                                    0x80000000,
                                    0xdfffffff,
                                    0xe0000000,
                                    INADDR_ALLHOSTS_GROUP,
                                    0xefffffff,
                                    0xf0000000,
                                    0xffffffff,
                                    0xe0,
                                    0x0e000000};
    for (size_t i = 0; i < LENGTH_OF(ipv4); i++) {
        printf("IN_MULTICAST %u %d\n", ipv4[i], IN_MULTICAST(ipv4[i]) ? 1 : 0);
    }
    printf("in6addr_any ");
    print_hex(&in6addr_any, sizeof in6addr_any);
    printf("\nin6addr_loopback ");
    print_hex(&in6addr_loopback, sizeof in6addr_loopback);
    printf("\n");
}

static void print_set(const char *macro, int fd, const fd_set *set) {
    printf("%s %d ", macro, fd);
    print_hex(set, sizeof *set);
    printf("\n");
}

static void sets(void) {
    static const int fds[] = {0,  1,  2,  7,   8,   15,  16,  31,  32,  33,   62,   63,
                              64, 65, 66, 127, 128, 500, 511, 512, 960, 1000, 1022, 1023};
    fd_set mixed;
    memset(&mixed, 0xa5, sizeof mixed);
    for (size_t i = 0; i < LENGTH_OF(fds); i++) {
        fd_set set;
        memset(&set, 0, sizeof set);
        FD_SET(fds[i], &set);
        print_set("FD_SET", fds[i], &set);
        memset(&set, 0xff, sizeof set);
        FD_CLR(fds[i], &set);
        print_set("FD_CLR", fds[i], &set);
        printf("FD_ISSET %d %d\n", fds[i], FD_ISSET(fds[i], &mixed) ? 1 : 0);
    }
    fd_set zero;
    memset(&zero, 0xff, sizeof zero);
    FD_ZERO(&zero);
    print_set("FD_ZERO", 0, &zero);
}

static void netlink_walk(const unsigned char *buffer, size_t size, int length) {
    printf("nlmsgs ");
    print_hex(buffer, size);
    printf(" %d ", length);
    const struct nlmsghdr *nlh = (const struct nlmsghdr *)buffer;
    for (; NLMSG_OK(nlh, length); nlh = NLMSG_NEXT(nlh, length)) {
        printf("%td:%td,", (const unsigned char *)nlh - buffer,
               (const unsigned char *)NLMSG_DATA(nlh) - buffer);
    }
    printf("%d\n", length);
}

static void attribute_walk(const unsigned char *buffer, size_t size, int length) {
    printf("rtattrs ");
    print_hex(buffer, size);
    printf(" %d ", length);
    const struct rtattr *rta = (const struct rtattr *)buffer;
    for (; RTA_OK(rta, length); rta = RTA_NEXT(rta, length)) {
        printf("%td:%td:%d,", (const unsigned char *)rta - buffer,
               (const unsigned char *)RTA_DATA(rta) - buffer, (int)RTA_PAYLOAD(rta));
    }
    printf("%d\n", length);
}

static void netlink(void) {
    for (size_t i = 0; i < SMALL + LENGTH_OF(LARGE) && length(i) <= 0x7fffffff - 64; i++) {
        UINT(NLMSG_ALIGN, length(i));
        UINT(NLMSG_LENGTH, length(i));
        UINT(NLMSG_SPACE, length(i));
        UINT(RTA_ALIGN, length(i));
        UINT(RTA_LENGTH, length(i));
        UINT(RTA_SPACE, length(i));
    }
    static const uint32_t lengths[] = {0, 1, 15, 16, 17, 19, 20, 32, 33, 60, 64, 65, 0xffffffff};
    for (size_t first = 0; first < LENGTH_OF(lengths); first++) {
        _Alignas(struct nlmsghdr) unsigned char buffer[64] = {0};
        struct nlmsghdr *nlh = (struct nlmsghdr *)buffer;
        nlh->nlmsg_len = lengths[first];
        for (size_t i = 0; i < LENGTH_OF(lengths); i++) {
            printf("NLMSG_PAYLOAD %u %u %d\n", nlh->nlmsg_len, lengths[i],
                   (int)NLMSG_PAYLOAD(nlh, lengths[i]));
        }
        printf("RTM_PAYLOAD %u %d\n", nlh->nlmsg_len, (int)RTM_PAYLOAD(nlh));
        printf("IFLA_PAYLOAD %u %d\n", nlh->nlmsg_len, (int)IFLA_PAYLOAD(nlh));
        printf("IFA_PAYLOAD %u %d\n", nlh->nlmsg_len, (int)IFA_PAYLOAD(nlh));
        if (NLMSG_ALIGN(nlh->nlmsg_len) <= sizeof buffer - sizeof *nlh) {
            ((struct nlmsghdr *)(buffer + NLMSG_ALIGN(nlh->nlmsg_len)))->nlmsg_len = 18;
        }
        nlh->nlmsg_len = lengths[first];
        for (int length = -1; length <= (int)sizeof buffer; length++) {
            netlink_walk(buffer, sizeof buffer, length);
        }
    }
    static const uint16_t short_lengths[] = {0, 1, 3, 4, 5, 7, 8, 9, 12, 20, 24, 25, 0xffff};
    for (size_t first = 0; first < LENGTH_OF(short_lengths); first++) {
        _Alignas(struct rtattr) unsigned char buffer[24] = {0};
        struct rtattr *rta = (struct rtattr *)buffer;
        if (RTA_ALIGN(short_lengths[first]) <= sizeof buffer - sizeof *rta) {
            ((struct rtattr *)(buffer + RTA_ALIGN(short_lengths[first])))->rta_len = 6;
        }
        rta->rta_len = short_lengths[first];
        for (int length = -1; length <= (int)sizeof buffer; length++) {
            attribute_walk(buffer, sizeof buffer, length);
        }
    }
    char memory[64];
    printf("RTM_RTA %td\n", (char *)RTM_RTA(memory) - memory);
    printf("IFLA_RTA %td\n", (char *)IFLA_RTA(memory) - memory);
    printf("IFA_RTA %td\n", (char *)IFA_RTA(memory) - memory);
}

static void other(void) {
    static const char *const paths[] = {"", "a", "/tmp/socket", "/tmp/\xc3\xa4"};
    for (size_t i = 0; i < LENGTH_OF(paths); i++) {
        struct sockaddr_un addr = {.sun_family = AF_UNIX};
        strcpy(addr.sun_path, paths[i]);
        printf("SUN_LEN ");
        print_hex(paths[i], strlen(paths[i]));
        printf(" %zu\n", (size_t)SUN_LEN(&addr));
    }
    struct sockaddr_un longest = {.sun_family = AF_UNIX};
    memset(longest.sun_path, 'x', sizeof longest.sun_path - 1);
    printf("SUN_LEN ");
    print_hex(longest.sun_path, sizeof longest.sun_path - 1);
    printf(" %zu\n", (size_t)SUN_LEN(&longest));
    struct {
        struct sock_extended_err error;
        struct sockaddr_storage offender;
    } received;
    printf("SO_EE_OFFENDER %td\n", (char *)SO_EE_OFFENDER(&received.error) - (char *)&received);
    printf("MAP_FAILED %td\n", (ptrdiff_t)MAP_FAILED);
}

#define SIZE(type, name) printf("sizeof %s %zu\n", #name, sizeof(type))
#define OFFSET(name, member)                                                                       \
    printf("offsetof %s.%s %zu\n", #name, #member, offsetof(struct name, member))

/* What raw.Layouts has. */
static void layouts(void) {
    SIZE(struct epoll_event, epoll_event);
    SIZE(fd_set, fd_set);
    SIZE(struct hostent, hostent);
    SIZE(struct ifaddrmsg, ifaddrmsg);
    SIZE(struct ifinfomsg, ifinfomsg);
    SIZE(struct in6_addr, in6_addr);
    SIZE(struct in_addr, in_addr);
    SIZE(struct itimerspec, itimerspec);
    SIZE(struct nlmsghdr, nlmsghdr);
    OFFSET(nlmsghdr, nlmsg_len);
    SIZE(struct rtattr, rtattr);
    OFFSET(rtattr, rta_len);
    SIZE(struct rtmsg, rtmsg);
    SIZE(sigset_t, sigset_t);
}

int main(void) {
#ifdef __CMSG_PADDING
    printf("cut_messages_are_returned 1\n");
#else
    printf("cut_messages_are_returned 0\n");
#endif
    control_lengths();
    control_walks();
    byte_order();
    addresses();
    sets();
    netlink();
    other();
    layouts();
    return 0;
}
