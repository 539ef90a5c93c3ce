// A daytime client over TCP (RFC 867): it prints what time a server says it is.
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

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

// A socket that is connected to the first address that answers, of whatever family.
static int tcp_connect(const char *host, const char *service) {
    struct addrinfo hints = {
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
        if (connect(fd, entry->ai_addr, entry->ai_addrlen) == -1) {
            perror("connect");
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

// Prints what arrives until the server has no more to say: the line may come in pieces.
static void print_all(int fd) {
    char buffer[64];
    while (true) {
        ssize_t n = read(fd, buffer, sizeof buffer);
        if (n == 0) { // end of file
            return;
        }
        if (n == -1 && errno == EINTR) {
            continue;
        }
        check(n, "read");
        if (fwrite(buffer, 1, n, stdout) != (size_t)n || fflush(stdout) == EOF) {
            perror("stdout");
            exit(1);
        }
    }
}

int main(int argc, char **argv) {
    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: daytime_client host [service]\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");    // as the JVM does

    int fd = tcp_connect(argv[1], argc > 2 ? argv[2] : "daytime");
    // Which of its addresses was it?
    struct sockaddr_storage peer;
    socklen_t length = sizeof peer;
    check(getpeername(fd, (struct sockaddr *)&peer, &length), "getpeername");
    print_address("connected to", (struct sockaddr *)&peer, length);
    print_all(fd);
    check(close(fd), "close");
    return 0;
}
