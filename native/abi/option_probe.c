/*
 * What this machine's kernel answers to the options of a table (socket-options.tsv), asked in C:
 * for each option and each of its sockets getsockopt, setsockopt, getsockopt. OptionsTest does the
 * same in Java and compares.
 *
 *   option_probe TABLE [UID]
 *
 * With UID, all sockets are made first, then the privileges are dropped, then the options are
 * asked. It prints a line for each: level, option, socket, get, set, get, separated by tabs. A get
 * is LENGTH:HEX, or E and errno; a set is ok, or E and errno; a dash is what the table does not ask
 * for; S and errno is a socket that could not be made.
 */
#define _GNU_SOURCE
#include "posix_sockets.h"

#include <grp.h>
#include <inttypes.h>
#include <linux/bpf.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#define COLUMNS 12
#define MOST_SOCKETS 512
#define MOST_BYTES 65536

static int64_t number_of(const char *name) {
#define NUMBER(constant)                                                                           \
    if (strcmp(name, #constant) == 0)                                                              \
        return (int64_t)(constant);
#define TEXT(constant)
#include "constants.def"
    fprintf(stderr, "no constant %s\n", name);
    exit(2);
}

/* The value of an option: its bytes, and what is told of them in optlen. */
struct value {
    int asked; /* whether the table has it */
    socklen_t length;
    unsigned char bytes[MOST_BYTES];
};

struct probe {
    char *column[COLUMNS];
    const char *socket;
    int fd;
    int failed; /* errno of what could not be made */
};

enum { LEVEL, OPTION, TYPE, ACCESS, SINCE, SOCKETS, BEFORE, ASK, ROOM, SET, VARIES };

static struct probe probes[MOST_SOCKETS];
static struct value before, question, to_set, answer;

/* A program that lets everything pass; -1 where the kernel does not take it. */
static int bpf_program(void) {
    static int fd = -2;
    static const struct bpf_insn program[] = {
        {.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = 0},
        {.code = BPF_JMP | BPF_EXIT},
    };
    if (fd == -2) {
        union bpf_attr load;
        memset(&load, 0, sizeof load);
        load.prog_type = BPF_PROG_TYPE_SOCKET_FILTER;
        load.insns = (uintptr_t)program;
        load.insn_cnt = sizeof program / sizeof program[0];
        load.license = (uintptr_t) "GPL";
        fd = (int)syscall(SYS_bpf, BPF_PROG_LOAD, &load, sizeof load);
    }
    return fd;
}

static void put(struct value *value, const void *bytes, size_t length) {
    memcpy(value->bytes, bytes, length);
    value->length = (socklen_t)length;
}

/* hex:0102, and with +N so many zero bytes behind it */
static void put_hex(struct value *value, const char *text) {
    size_t length = 0;
    unsigned byte;
    while (sscanf(text, "%2x", &byte) == 1 && text[0] != '+') {
        value->bytes[length++] = (unsigned char)byte;
        text += 2;
    }
    if (*text == '+') {
        size_t zeroes = strtoul(text + 1, NULL, 10);
        memset(value->bytes + length, 0, zeroes);
        length += zeroes;
    }
    value->length = (socklen_t)length;
}

/* struct sock_fprog, whose instructions stand behind it */
static void put_program(struct value *value, const char *text) {
    struct sock_fprog program;
    put_hex(value, text);
    memmove(value->bytes + sizeof program, value->bytes, value->length);
    program.len = (unsigned short)(value->length / sizeof(struct sock_filter));
    program.filter = (struct sock_filter *)(value->bytes + sizeof program);
    put(value, &program, sizeof program);
}

static void parse(const char *text, struct value *value) {
    const char *rest = strchr(text, ':');
    value->asked = strcmp(text, "-") != 0;
    if (!value->asked) {
        return;
    }
    rest = rest == NULL ? text : rest + 1;
    if (strcmp(text, "int:bpf") == 0) {
        int fd = bpf_program();
        put(value, &fd, sizeof fd);
    } else if (strncmp(text, "int:", 4) == 0) {
        int number = (int)strtol(rest, NULL, 10);
        put(value, &number, sizeof number);
    } else if (strncmp(text, "netint:", 7) == 0) {
        uint32_t number = htonl((uint32_t)strtoul(rest, NULL, 10));
        put(value, &number, sizeof number);
    } else if (strncmp(text, "short:", 6) == 0) {
        uint16_t number = (uint16_t)strtoul(rest, NULL, 10);
        put(value, &number, sizeof number);
    } else if (strncmp(text, "long:", 5) == 0) {
        int64_t number = strtoll(rest, NULL, 10);
        put(value, &number, sizeof number);
    } else if (strncmp(text, "time:", 5) == 0) {
        struct timeval time = {0, 0};
        sscanf(rest, "%ld,%ld", &time.tv_sec, &time.tv_usec);
        put(value, &time, sizeof time);
    } else if (strncmp(text, "text:", 5) == 0) {
        put(value, rest, strlen(rest) + 1);
    } else if (strncmp(text, "fprog:", 6) == 0) {
        put_program(value, rest);
    } else if (strncmp(text, "hex:", 4) == 0) {
        put_hex(value, rest);
    } else {
        fprintf(stderr, "no value: %s\n", text);
        exit(2);
    }
}

/* LEVEL/OPTION=VALUE, one behind the other, maybe for one kind of socket only:
 * KIND:LEVEL/OPTION=VALUE */
static void prepare(struct probe *probe) {
    char *step, *more, steps[4096];
    snprintf(steps, sizeof steps, "%s", probe->column[BEFORE]);
    for (step = strtok_r(steps, " ", &more); step != NULL; step = strtok_r(NULL, " ", &more)) {
        char *slash = strchr(step, '/'), *equals = strchr(step, '='), *colon = strchr(step, ':');
        if (slash == NULL || equals == NULL) {
            continue; /* a dash */
        }
        *slash = *equals = '\0';
        if (colon != NULL && colon < slash) {
            *colon = '\0';
            if (strcmp(step, probe->socket) != 0) {
                continue;
            }
            step = colon + 1;
        }
        parse(equals + 1, &before);
        setsockopt(probe->fd, (int)number_of(step), (int)number_of(slash + 1), before.bytes,
                   before.length);
    }
}

static void must(int result) {
    if (result < 0) {
        perror("option_probe");
        exit(2);
    }
}

static socklen_t loopback(int family, struct sockaddr_storage *storage) {
    memset(storage, 0, sizeof *storage);
    storage->ss_family = (sa_family_t)family;
    if (family == AF_INET) {
        ((struct sockaddr_in *)storage)->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return sizeof(struct sockaddr_in);
    }
    ((struct sockaddr_in6 *)storage)->sin6_addr = in6addr_loopback;
    return sizeof(struct sockaddr_in6);
}

/* Connects to a listener of its own; gives the end that was accepted if asked for that. */
static int connected(int family, int type, int protocol, int save_syn, int accepted) {
    struct sockaddr_storage address;
    socklen_t length = loopback(family, &address);
    int listener = socket(family, type, protocol), client = socket(family, type, protocol), server;
    if (listener < 0 || client < 0) {
        return -1;
    }
    if (save_syn) {
        must(setsockopt(listener, IPPROTO_TCP, TCP_SAVE_SYN, &save_syn, sizeof save_syn));
    }
    must(bind(listener, (struct sockaddr *)&address, length));
    must(listen(listener, 1));
    must(getsockname(listener, (struct sockaddr *)&address, &length));
    must(connect(client, (struct sockaddr *)&address, length));
    must(server = accept(listener, NULL, NULL));
    close(listener);
    return accepted ? server : client;
}

static int connected_to_self(int family) {
    struct sockaddr_storage address;
    socklen_t length = loopback(family, &address);
    int fd = socket(family, SOCK_DGRAM, 0);
    if (fd >= 0) {
        must(bind(fd, (struct sockaddr *)&address, length));
        must(getsockname(fd, (struct sockaddr *)&address, &length));
        must(connect(fd, (struct sockaddr *)&address, length));
    }
    return fd;
}

/* An IPv6 socket that is connected to an IPv4-mapped address. */
static int mapped(void) {
    struct sockaddr_storage address;
    struct sockaddr_in *in = (struct sockaddr_in *)&address;
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
    socklen_t length = loopback(AF_INET, &address);
    int listener = socket(AF_INET, SOCK_STREAM, 0), fd = socket(AF_INET6, SOCK_STREAM, 0);
    if (fd >= 0) {
        must(bind(listener, (struct sockaddr *)&address, length));
        must(listen(listener, 1));
        must(getsockname(listener, (struct sockaddr *)&address, &length));
        in6.sin6_port = in->sin_port;
        in6.sin6_addr.s6_addr[10] = in6.sin6_addr.s6_addr[11] = 0xff;
        memcpy(in6.sin6_addr.s6_addr + 12, &in->sin_addr, sizeof in->sin_addr);
        must(connect(fd, (struct sockaddr *)&in6, sizeof in6));
    }
    return fd;
}

static int listening(void) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    must(listen(fd, 1));
    return fd;
}

static int in_repair(void) {
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_REPAIR, &on,
               sizeof on); /* refused without privilege, as what follows then */
    return fd;
}

static int unix_pair(void) {
    int pair[2];
    must(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
    return pair[0];
}

static int packet_on_loopback(void) {
    struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL)};
    int fd = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));
    address.sll_ifindex = (int)if_nametoindex("lo");
    if (fd >= 0) {
        must(bind(fd, (struct sockaddr *)&address, sizeof address));
    }
    return fd;
}

static int make(const char *kind) {
#define KIND(name, call)                                                                           \
    if (strcmp(kind, name) == 0)                                                                   \
        return call;
    KIND("tcp4", socket(AF_INET, SOCK_STREAM, 0))
    KIND("tcp4-accepted", connected(AF_INET, SOCK_STREAM, 0, 1, 1))
    KIND("tcp4-connected", connected(AF_INET, SOCK_STREAM, 0, 0, 0))
    KIND("tcp4-listening", listening())
    KIND("tcp4-repair", in_repair())
    KIND("tcp6", socket(AF_INET6, SOCK_STREAM, 0))
    KIND("tcp6-connected", connected(AF_INET6, SOCK_STREAM, 0, 0, 0))
    KIND("tcp6-mapped", mapped())
    KIND("udp4", socket(AF_INET, SOCK_DGRAM, 0))
    KIND("udp4-connected", connected_to_self(AF_INET))
    KIND("udp6", socket(AF_INET6, SOCK_DGRAM, 0))
    KIND("udp6-connected", connected_to_self(AF_INET6))
    KIND("udplite4", socket(AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE))
    KIND("icmp4", socket(AF_INET, SOCK_RAW, IPPROTO_ICMP))
    KIND("icmp6", socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6))
    KIND("raw6", socket(AF_INET6, SOCK_RAW, 100))
    KIND("raw6-raw", socket(AF_INET6, SOCK_RAW, IPPROTO_RAW))
    KIND("mptcp", socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP))
    KIND("mptcp-connected", connected(AF_INET, SOCK_STREAM, IPPROTO_MPTCP, 0, 0))
    KIND("unix-stream", socket(AF_UNIX, SOCK_STREAM, 0))
    KIND("unix-dgram", socket(AF_UNIX, SOCK_DGRAM, 0))
    KIND("unix-pair", unix_pair())
    KIND("netlink", socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE))
    KIND("packet", socket(AF_PACKET, SOCK_RAW, 0))
    KIND("packet-lo", packet_on_loopback())
    KIND("vsock", socket(AF_VSOCK, SOCK_STREAM, 0))
    fprintf(stderr, "no socket %s\n", kind);
    exit(2);
}

/* struct mptcp_full_info with room for 4 subflows, which newer headers have. */
static void ask_for_full_info(void) {
    uint32_t sizes[] = {0, 280, 0, 264, 0, 4};
    uint64_t arrays[] = {(uintptr_t)(question.bytes + 1024), (uintptr_t)(question.bytes + 8192)};
    memset(question.bytes, 0, 16384);
    memcpy(question.bytes, sizes, sizeof sizes);
    memcpy(question.bytes + sizeof sizes, arrays, sizeof arrays);
    question.length = 136;
}

/* ROOM is what optlen says, and with *N in units of so many bytes. */
static void get(const struct probe *probe, int level, int option) {
    const char *room = probe->column[ROOM], *units = strchr(room, '*');
    socklen_t unit = units == NULL ? 1 : (socklen_t)strtoul(units + 1, NULL, 10);
    memset(answer.bytes, 0, sizeof answer.bytes);
    if (strcmp(room, "-") == 0) {
        printf("\t-");
        return;
    }
    if (strcmp(room, "full") == 0) {
        ask_for_full_info();
        question.asked = 1;
    } else {
        parse(probe->column[ASK], &question);
    }
    if (question.asked) {
        memcpy(answer.bytes, question.bytes, sizeof answer.bytes);
    }
    answer.length =
        strcmp(room, "full") == 0 ? question.length : (socklen_t)strtoul(room, NULL, 10);
    if (getsockopt(probe->fd, level, option, answer.bytes, &answer.length) < 0) {
        printf("\tE%d", errno);
        return;
    }
    printf("\t%u:", answer.length * unit);
    for (socklen_t i = 0; i < answer.length * unit; i++) {
        printf("%02x", answer.bytes[i]);
    }
}

static void ask(const struct probe *probe) {
    int level, option;
    printf("%s\t%s\t%s", probe->column[LEVEL], probe->column[OPTION], probe->socket);
    if (probe->failed) {
        printf("\tS%d\tS%d\tS%d\n", probe->failed, probe->failed, probe->failed);
        return;
    }
    level = (int)number_of(probe->column[LEVEL]);
    option = (int)number_of(probe->column[OPTION]);
    get(probe, level, option);
    parse(probe->column[SET], &to_set);
    if (!to_set.asked) {
        printf("\t-\t-\n");
        return;
    }
    if (setsockopt(probe->fd, level, option, to_set.bytes, to_set.length) < 0) {
        printf("\tE%d", errno);
    } else {
        printf("\tok");
    }
    get(probe, level, option);
    printf("\n");
}

/* A row of the table for each of its sockets. */
static int read_table(const char *path) {
    FILE *file = fopen(path, "r");
    char *line = NULL, *kind, *more;
    size_t size = 0;
    int count = 0;
    must(file == NULL ? -1 : 0);
    while (getline(&line, &size, file) > 0) {
        char *row = strdup(line), *column[COLUMNS], *kinds;
        line[0] == '#' ? row[0] = '\0' : 0;
        row[strcspn(row, "\n")] = '\0';
        for (int i = 0; i < COLUMNS; i++) {
            column[i] = strsep(&row, "\t");
        }
        if (column[VARIES] == NULL || strcmp(column[LEVEL], "level") == 0) {
            continue; /* a comment, or the head */
        }
        kinds = strdup(column[SOCKETS]);
        for (kind = strtok_r(kinds, ",", &more); kind != NULL; kind = strtok_r(NULL, ",", &more)) {
            struct probe *probe = &probes[count++];
            if (count == MOST_SOCKETS) {
                fprintf(stderr, "too many rows\n");
                exit(2);
            }
            memcpy(probe->column, column, sizeof column);
            probe->socket = kind;
        }
    }
    fclose(file);
    return count;
}

int main(int argc, char **argv) {
    struct rlimit files = {4096, 4096};
    int count;
    if (argc < 2) {
        fprintf(stderr, "usage: option_probe TABLE [UID]\n");
        return 2;
    }
    setrlimit(RLIMIT_NOFILE, &files);
    count = read_table(argv[1]);
    bpf_program();
    for (int i = 0; i < count; i++) {
        probes[i].fd = make(probes[i].socket);
        probes[i].failed = probes[i].fd < 0 ? errno : 0;
        if (!probes[i].failed) {
            prepare(&probes[i]);
        }
    }
    if (argc > 2) {
        uid_t uid = (uid_t)strtoul(argv[2], NULL, 10);
        must(setgroups(0, NULL));
        must(setresgid(uid, uid, uid));
        must(setresuid(uid, uid, uid));
    }
    for (int i = 0; i < count; i++) {
        ask(&probes[i]);
    }
    return 0;
}
