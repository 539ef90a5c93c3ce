// Converts addresses between text and bytes, and numbers between byte orders.
#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static const char *const TEXTS[] = {
    "127.0.0.1",
    "255.255.255.255",
    "127.1",
    "0x7f.1",
    "010.0.0.1",
    "2130706433",
    "256.0.0.1",
    "1.2.3.4.5",
    "1.2.3.",
    " 127.0.0.1",
    "127.0.0.1 ",
    "",
    "localhost",
    "::",
    "::1",
    "2001:DB8::1",
    "1:2:3:4:5:6:7:8",
    "::ffff:192.0.2.1",
    "1::2::3",
    "12345::",
    "fe80::1%lo",
};
#define TEXT_COUNT (sizeof TEXTS / sizeof TEXTS[0])

// Prints what inet_pton makes of a text, written back by inet_ntop; whether it took it.
static bool show_pton(int family, const char *text) {
    unsigned char address[sizeof(struct in6_addr)];
    char back[INET6_ADDRSTRLEN];
    if (inet_pton(family, text, address) != 1) {
        printf(" %-20s", "-");
        return false;
    }
    const char *result = inet_ntop(family, address, back, sizeof back);
    printf(" %-20s", result == NULL ? strerror(errno) : result);
    return true;
}

// Prints what the older functions make of a text: they take shortened, octal and hexadecimal ones.
static bool show_aton(const char *text) {
    struct in_addr address;
    if (inet_aton(text, &address) == 0) {
        printf(" %-16s", "-");
        return false;
    }
    printf(" %-16s", inet_ntoa(address));
    return true;
}

// One line for a text; false if nobody takes it.
static bool show_text(const char *text) {
    printf("%-20s", text);
    bool taken = show_pton(AF_INET, text);
    taken |= show_pton(AF_INET6, text);
    taken |= show_aton(text);
    // INADDR_NONE says that the text is no address, and is 255.255.255.255 as well.
    in_addr_t address = inet_addr(text);
    if (address == INADDR_NONE) {
        printf(" INADDR_NONE\n");
    } else {
        printf(" 0x%08x\n", ntohl(address));
    }
    return taken;
}

static void print_bytes(const char *what, const void *number, size_t size) {
    const unsigned char *bytes = number;
    printf("%-28s", what);
    for (size_t i = 0; i < size; i++) {
        printf(" %02x", bytes[i]);
    }
    printf("\n");
}

// In memory, network order begins with the high byte, whatever this machine's own order is.
static void show_orders(void) {
    uint16_t port = htons(0x1234);
    print_bytes("htons(0x1234)", &port, sizeof port);
    uint32_t address = htonl(0x12345678);
    print_bytes("htonl(0x12345678)", &address, sizeof address);
    uint64_t large = htobe64(0x123456789abcdef0);
    print_bytes("htobe64(0x123456789abcdef0)", &large, sizeof large);
    printf("and back: 0x%x 0x%x 0x%llx\n", ntohs(port), ntohl(address),
           (unsigned long long)be64toh(large));
    printf("ntohs(htons(65534)) = %d\n", ntohs(htons(65534))); // above a short's largest number
}

static void show_errors(void) {
    unsigned char address[sizeof(struct in6_addr)] = {127, 0, 0, 1};
    char text[8];
    if (inet_pton(AF_UNIX, "127.0.0.1", address) == -1) {
        printf("inet_pton(AF_UNIX): %s\n", strerror(errno));
    }
    if (inet_ntop(AF_INET, address, text, sizeof text) == NULL) {
        printf("inet_ntop into 8 bytes: %s\n", strerror(errno));
    }
}

int main(int argc, char **argv) {
    if (setvbuf(stdout, NULL, _IOLBF, 0) != 0) { // each line is seen at once, through a pipe too
        perror("setvbuf");
        return 1;
    }
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) { // as the JVM does
        perror("signal");
        return 1;
    }

    printf("%-20s %-20s %-20s %-16s %s\n", "text", "inet_pton AF_INET", "inet_pton AF_INET6",
           "inet_aton", "inet_addr");
    if (argc > 1) {
        int status = 0; // 1 if one of the texts is no address to anybody
        for (int i = 1; i < argc; i++) {
            if (!show_text(argv[i])) {
                status = 1;
            }
        }
        return status;
    }
    for (size_t i = 0; i < TEXT_COUNT; i++) {
        show_text(TEXTS[i]);
    }

    show_orders();

    show_errors();
    return 0;
}
