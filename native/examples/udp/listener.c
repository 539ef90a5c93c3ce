// Receives datagrams, of IPv4 or IPv6, and prints who has sent each of them.
#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define TEXT (NI_MAXHOST + NI_MAXSERV + 4)

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

// The address that a text means, of whichever family; it is copied, so that nothing stays to free.
static void look_up(const char *host, const char *port, struct sockaddr_storage *address,
                    socklen_t *length) {
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
                             .ai_socktype = SOCK_DGRAM};
    struct addrinfo *found;
    int error = getaddrinfo(host, port, &hints, &found);
    if (error != 0) {
        fprintf(stderr, "getaddrinfo: %s\n", gai_strerror(error));
        exit(1);
    }
    memcpy(address, found->ai_addr, found->ai_addrlen);
    *length = found->ai_addrlen;
    freeaddrinfo(found);
}

// Writes an address as 127.0.0.1:8888 or [::1]:8888.
static void address_text(const struct sockaddr_storage *address, socklen_t length, char *text) {
    char host[NI_MAXHOST];
    char port[NI_MAXSERV];
    int error = getnameinfo((const struct sockaddr *)address, length, host, sizeof host, port,
                            sizeof port, NI_NUMERICHOST | NI_NUMERICSERV);
    if (error != 0) {
        fprintf(stderr, "getnameinfo: %s\n", gai_strerror(error));
        exit(1);
    }
    snprintf(text, TEXT, strchr(host, ':') == NULL ? "%s:%s" : "[%s]:%s", host, port);
}

// Receives one datagram; an empty one is a datagram too, and not the end of anything.
static void print_datagram(int fd) {
    char buffer[16]; // small on purpose: what does not fit of a datagram is lost
    struct sockaddr_storage sender;
    socklen_t length;
    ssize_t received;
    do {
        length = sizeof sender; // recvfrom writes to it: set it anew for each call
        // With MSG_TRUNC it returns the datagram's own length, even where that is more than fits.
        received =
            recvfrom(fd, buffer, sizeof buffer, MSG_TRUNC, (struct sockaddr *)&sender, &length);
    } while (received == -1 && errno == EINTR);
    check(received, "recvfrom");
    char text[TEXT];
    address_text(&sender, length, text);
    size_t kept = (size_t)received < sizeof buffer ? (size_t)received : sizeof buffer;
    printf("%zd bytes from %s: ", received, text);
    fwrite(buffer, 1, kept, stdout);
    printf((size_t)received > kept ? "... cut\n" : "\n");
}

int main(int argc, char **argv) {
    long port = 0;
    long count = 0;
    if (argc != 4 || !parse_number(argv[2], 0, 65535, &port) ||
        !parse_number(argv[3], 1, INT_MAX, &count)) {
        fprintf(stderr, "usage: listener address port count\n");
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

    // A socket of the address's family, bound to the address
    struct sockaddr_storage address;
    socklen_t length;
    look_up(argv[1], argv[2], &address, &length);
    int fd = check(socket(address.ss_family, SOCK_DGRAM, 0), "socket");
    check(bind(fd, (struct sockaddr *)&address, length), "bind");

    // Port 0 let the kernel choose: ask which one
    length = sizeof address;
    check(getsockname(fd, (struct sockaddr *)&address, &length), "getsockname");
    char text[TEXT];
    address_text(&address, length, text);
    printf("bound to %s\n", text);

    // No listen, no accept: datagrams of all senders arrive at the one socket
    for (long received = 0; received < count; received++) {
        print_datagram(fd);
    }
    check(close(fd), "close");
    return 0;
}
