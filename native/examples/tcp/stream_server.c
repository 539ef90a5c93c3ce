// A TCP server that greets each client, over IPv4 or IPv6, whichever its address is.
#include <arpa/inet.h>
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

// Prints an address of either family; an IPv6 one in brackets, for it has colons itself.
static void print_address(const char *words, const struct sockaddr *address) {
    bool is_v6 = address->sa_family == AF_INET6;
    const struct sockaddr_in *v4 = (const void *)address;
    const struct sockaddr_in6 *v6 = (const void *)address;
    const void *bytes = is_v6 ? (const void *)&v6->sin6_addr : &v4->sin_addr;
    char text[INET6_ADDRSTRLEN]; // long enough for each address: inet_ntop cannot fail
    inet_ntop(address->sa_family, bytes, text, sizeof text);
    int port = ntohs(is_v6 ? v6->sin6_port : v4->sin_port);
    printf(is_v6 ? "%s [%s]:%d\n" : "%s %s:%d\n", words, text, port);
}

// Tries one address after the other until a socket can be bound.
static int bind_first(const struct addrinfo *list) {
    for (const struct addrinfo *entry = list; entry != NULL; entry = entry->ai_next) {
        int fd = socket(entry->ai_family, entry->ai_socktype, entry->ai_protocol);
        if (fd == -1) {
            perror("socket");
            continue;
        }
        int on = 1; // without it the port stays taken for a minute after the last run
        if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == -1) {
            perror("setsockopt");
        } else if (bind(fd, entry->ai_addr, entry->ai_addrlen) == -1) {
            perror("bind");
        } else {
            return fd;
        }
        if (close(fd) == -1) {
            perror("close");
        }
    }
    return -1;
}

// Sends all of the buffer: one send may take fewer bytes than it is given.
static int send_all(int fd, const char *buffer, size_t length) {
    while (length > 0) {
        ssize_t sent = send(fd, buffer, length, 0);
        if (sent == -1) {
            if (errno == EINTR) {
                continue;
            }
            return -1;
        }
        buffer += sent;
        length -= sent;
    }
    return 0;
}

// Accepts the next client, greets it and lets it go.
static void greet(int server, long number) {
    struct sockaddr_storage peer; // room for an address of any family
    int client;
    do {
        socklen_t length = sizeof peer; // accept writes to it: set it anew for each call
        client = accept(server, (struct sockaddr *)&peer, &length);
    } while (client == -1 && errno == EINTR);
    check(client, "accept");
    print_address("client connected:", (struct sockaddr *)&peer);
    char greeting[64];
    int size = snprintf(greeting, sizeof greeting, "Hello, client %ld!\n", number);
    if (send_all(client, greeting, size) == -1) {
        perror("send"); // this client has gone, others will come
    }
    check(close(client), "close");
}

int main(int argc, char **argv) {
    long clients = 0;
    if (argc != 4 || !parse_number(argv[3], 1, INT_MAX, &clients)) {
        fprintf(stderr, "usage: stream_server host port clients\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    // As the JVM does: a send to a client that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    // Which addresses are there to listen on?
    struct addrinfo hints = {
        .ai_flags = AI_PASSIVE,
        .ai_family = AF_UNSPEC,
        .ai_socktype = SOCK_STREAM,
    };
    struct addrinfo *list;
    int code = getaddrinfo(argv[1], argv[2], &hints, &list);
    if (code != 0) { // not an errno: perror would say something else
        fprintf(stderr, "getaddrinfo: %s\n", gai_strerror(code));
        return 1;
    }
    int server = bind_first(list);
    freeaddrinfo(list);
    if (server == -1) {
        return 1;
    }

    // Port 0 let the kernel choose: ask which one.
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    check(getsockname(server, (struct sockaddr *)&address, &length), "getsockname");
    check(listen(server, 128), "listen");
    print_address("bound to", (struct sockaddr *)&address);

    for (long number = 1; number <= clients; number++) {
        greet(server, number);
    }
    check(close(server), "close");
    return 0;
}
