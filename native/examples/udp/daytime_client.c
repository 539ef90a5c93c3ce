// A daytime client over UDP (RFC 867): it prints what time a server says it is.
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
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

// A socket that sends to one address and receives from it alone: that is all a connect does here.
static int udp_client(const char *host, const char *service) {
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_DGRAM};
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

// Asks, and prints the answer. Either may get lost: who waits for ever may wait in vain.
static void ask(int fd) {
    struct timeval timeout = {.tv_sec = 5};
    check(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout), "setsockopt");
    char buffer[512];
    ssize_t sent;
    do {
        sent = send(fd, buffer, 0, 0);
    } while (sent == -1 && errno == EINTR);
    check(sent, "send");
    ssize_t received;
    do {
        received = recv(fd, buffer, sizeof buffer, 0);
    } while (received == -1 && errno == EINTR);
    check(received, "recv"); // ECONNREFUSED: the host has told that nobody listens there
    fwrite(buffer, 1, received, stdout);
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
    // Which of its addresses was it?
    struct sockaddr_storage peer;
    socklen_t length = sizeof peer;
    check(getpeername(fd, (struct sockaddr *)&peer, &length), "getpeername");
    print_address("asking", (struct sockaddr *)&peer, length);
    ask(fd);
    check(close(fd), "close");
    return 0;
}
