// A daytime server over UDP (RFC 867): it tells each client that sends a datagram what time it is.
#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

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

// Prints an address of any family, for getnameinfo knows them all.
static void print_address(const char *words, const struct sockaddr *address, socklen_t length) {
    char host[NI_MAXHOST];
    char port[NI_MAXSERV];
    int code = getnameinfo(address, length, host, sizeof host, port, sizeof port,
                           NI_NUMERICHOST | NI_NUMERICSERV);
    if (code != 0) { // not an errno: perror would say something else
        fprintf(stderr, "getnameinfo: %s\n", gai_strerror(code));
        exit(1);
    }
    bool has_colons = strchr(host, ':') != NULL; // IPv6: in brackets
    printf(has_colons ? "%s [%s]:%s\n" : "%s %s:%s\n", words, host, port);
}

// A socket that is bound to the first address that takes one, of whatever family.
static int udp_server(const char *host, const char *service) {
    struct addrinfo hints = {
        .ai_flags = AI_PASSIVE,
        .ai_family = AF_UNSPEC,
        .ai_socktype = SOCK_DGRAM,
    };
    struct addrinfo *list;
    int code = getaddrinfo(host, service, &hints, &list);
    if (code != 0) {
        fprintf(stderr, "getaddrinfo: %s\n", gai_strerror(code));
        exit(1);
    }
    int fd = -1;
    for (const struct addrinfo *entry = list; entry != NULL && fd == -1; entry = entry->ai_next) {
        fd = socket(entry->ai_family, entry->ai_socktype, entry->ai_protocol);
        if (fd == -1) {
            perror("socket");
            continue;
        }
        if (bind(fd, entry->ai_addr, entry->ai_addrlen) == -1) {
            perror("bind");
            close(fd); // nothing to be done if that fails
            fd = -1;
        }
    }
    freeaddrinfo(list);
    if (fd == -1) { // each attempt has said why
        exit(1);
    }
    return fd;
}

// The time in UTC as one line; at_second -1: now.
static int print_time(char *text, size_t size, long at_second) {
    time_t seconds = at_second == -1 ? time(NULL) : at_second;
    struct tm parts;
    if (gmtime_r(&seconds, &parts) == NULL) {
        perror("gmtime_r");
        exit(1);
    }
    return strftime(text, size, "%Y-%m-%d %H:%M:%S UTC\n", &parts);
}

// Serves the next client.
static void serve(int server, long at_second) {
    struct sockaddr_storage peer; // room for an address of any family
    socklen_t length;
    char question[1]; // whatever it says, it is not looked at
    ssize_t received;
    do {
        length = sizeof peer; // recvfrom writes to it: set it anew for each call
        received =
            recvfrom(server, question, sizeof question, 0, (struct sockaddr *)&peer, &length);
    } while (received == -1 && errno == EINTR);
    check(received, "recvfrom");
    print_address("asked by", (struct sockaddr *)&peer, length);
    char text[64];
    int size = print_time(text, sizeof text, at_second);
    ssize_t sent; // a datagram is sent whole or not at all
    do {
        sent = sendto(server, text, size, 0, (struct sockaddr *)&peer, length);
    } while (sent == -1 && errno == EINTR);
    if (sent == -1) {
        perror("sendto"); // others will ask
    }
}

int main(int argc, char **argv) {
    long clients = 0;
    long at_second = -1; // the clock's
    if (argc < 4 || argc > 5 || !parse_number(argv[3], 1, INT_MAX, &clients) ||
        (argc > 4 && !parse_number(argv[4], 0, INT_MAX, &at_second))) {
        fprintf(stderr, "usage: daytime_server host service clients [second]\n");
        return 1;
    }
    if (setvbuf(stdout, NULL, _IOLBF, 0) != 0) { // each line is seen at once, through a pipe too
        perror("setvbuf");
        return 1;
    }
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) { // as the JVM does; datagrams never raise it
        perror("signal");
        return 1;
    }

    int server = udp_server(argv[1], argv[2]);
    // Port 0 let the kernel choose: ask which one
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    check(getsockname(server, (struct sockaddr *)&address, &length), "getsockname");
    print_address("bound to", (struct sockaddr *)&address, length);

    for (long served = 0; served < clients; served++) {
        serve(server, at_second);
    }
    check(close(server), "close");
    return 0;
}
