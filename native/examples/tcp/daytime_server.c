// A daytime server over TCP (RFC 867): it tells each client that connects what time it is.
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
static int tcp_listen(const char *host, const char *service) {
    struct addrinfo hints = {
        .ai_flags = AI_PASSIVE,
        .ai_family = AF_UNSPEC,
        .ai_socktype = SOCK_STREAM,
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
        int on = 1; // without it the port stays taken for a minute after the last run
        if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == -1) {
            perror("setsockopt");
            close(fd);
            fd = -1;
        } else if (bind(fd, entry->ai_addr, entry->ai_addrlen) == -1) {
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
    gmtime_r(&seconds, &parts); // fails for years alone that an int does not hold
    return strftime(text, size, "%Y-%m-%d %H:%M:%S UTC\n", &parts);
}

// Writes all of the buffer: one write may take fewer bytes than it is given.
static int write_all(int fd, const char *buffer, size_t length) {
    while (length > 0) {
        ssize_t written = write(fd, buffer, length);
        if (written == -1) {
            if (errno == EINTR) {
                continue;
            }
            perror("write");
            return -1;
        }
        buffer += written;
        length -= written;
    }
    return 0;
}

// Serves the next client.
static void serve(int server, long at_second) {
    struct sockaddr_storage peer; // room for an address of any family
    socklen_t length;
    int client;
    do {
        length = sizeof peer; // accept writes to it: set it anew for each call
        client = accept(server, (struct sockaddr *)&peer, &length);
    } while (client == -1 && errno == EINTR);
    check(client, "accept");
    print_address("client connected:", (struct sockaddr *)&peer, length);
    char text[64];
    int size = print_time(text, sizeof text, at_second);
    write_all(client, text, size); // if this client has gone, others will come
    check(close(client), "close");
}

int main(int argc, char **argv) {
    long clients = 0;
    long at_second = -1; // the clock's
    if (argc < 4 || argc > 5 || !parse_number(argv[3], 1, INT_MAX, &clients) ||
        (argc > 4 && !parse_number(argv[4], 0, INT_MAX, &at_second))) {
        fprintf(stderr, "usage: daytime_server host service clients [second]\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    // As the JVM does: a send to a peer that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int server = tcp_listen(argv[1], argv[2]);
    check(listen(server, 128), "listen");
    // Port 0 let the kernel choose: ask which one.
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
