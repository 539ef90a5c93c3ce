// A daytime client over UDP (RFC 867): it prints what time a server says it is.
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

// Prints an address of any family, for getnameinfo knows them all.
static int print_address(const char *words, const struct sockaddr *address, socklen_t length) {
    char host[NI_MAXHOST];
    char port[NI_MAXSERV];
    int code = getnameinfo(address, length, host, sizeof host, port, sizeof port,
                           NI_NUMERICHOST | NI_NUMERICSERV);
    if (code != 0) { // not an errno: perror would say something else
        fprintf(stderr, "getnameinfo: %s\n", gai_strerror(code));
        return -1;
    }
    bool has_colons = strchr(host, ':') != NULL; // IPv6: in brackets
    printf(has_colons ? "%s [%s]:%s\n" : "%s %s:%s\n", words, host, port);
    return 0;
}

// A socket that sends to one address and receives from it alone: that is all a connect does here.
static int udp_client(const char *host, const char *service) {
    struct addrinfo hints = {
        .ai_family = AF_UNSPEC,
        .ai_socktype = SOCK_DGRAM,
    };
    struct addrinfo *list;
    int code = getaddrinfo(host, service, &hints, &list);
    if (code != 0) {
        fprintf(stderr, "getaddrinfo: %s\n", gai_strerror(code));
        return -1;
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
    return fd;
}

// Asks, and prints the answer. Either may get lost: who waits for ever may wait in vain.
static int ask(int fd) {
    struct timeval timeout = {.tv_sec = 5};
    if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout) == -1) {
        perror("setsockopt");
        return -1;
    }
    char buffer[512];
    while (send(fd, buffer, 0, 0) == -1) { // an empty datagram is one as well
        if (errno != EINTR) {
            perror("send");
            return -1;
        }
    }
    ssize_t received;
    do {
        received = recv(fd, buffer, sizeof buffer, 0);
    } while (received == -1 && errno == EINTR);
    if (received == -1) { // ECONNREFUSED: the host has told that nobody listens there
        perror("recv");
        return -1;
    }
    fwrite(buffer, 1, received, stdout);
    return 0;
}

int main(int argc, char **argv) {
    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: daytime_client host [service]\n");
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

    int fd = udp_client(argv[1], argc > 2 ? argv[2] : "daytime");
    if (fd == -1) {
        return 1;
    }
    // Which of its addresses was it?
    struct sockaddr_storage peer;
    socklen_t length = sizeof peer;
    if (getpeername(fd, (struct sockaddr *)&peer, &length) == -1) {
        perror("getpeername");
        return 1;
    }
    if (print_address("asking", (struct sockaddr *)&peer, length) == -1) {
        return 1;
    }
    if (ask(fd) == -1) {
        return 1;
    }
    if (close(fd) == -1) {
        perror("close");
        return 1;
    }
    return 0;
}
