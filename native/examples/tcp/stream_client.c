// A TCP client that prints what a server has to say, over IPv4 or IPv6.
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
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

// Tries one address after the other until a connection stands; each needs a socket of its own.
static int connect_first(const struct addrinfo *list) {
    for (const struct addrinfo *entry = list; entry != NULL; entry = entry->ai_next) {
        int fd = socket(entry->ai_family, entry->ai_socktype, entry->ai_protocol);
        if (fd == -1) {
            perror("socket");
            continue;
        }
        if (connect(fd, entry->ai_addr, entry->ai_addrlen) == -1) {
            perror("connect");
        } else {
            print_address("connected to", entry->ai_addr);
            return fd;
        }
        if (close(fd) == -1) {
            perror("close");
        }
    }
    return -1;
}

// Prints what arrives until the server has no more to say.
static void print_all(int fd) {
    char buffer[1024];
    while (true) {
        ssize_t received = recv(fd, buffer, sizeof buffer, 0);
        if (received == 0) { // end of file
            return;
        }
        if (received == -1 && errno == EINTR) {
            continue;
        }
        check(received, "recv");
        // Not printf: there is no NUL at the end, and there may be some inside.
        if (fwrite(buffer, 1, received, stdout) != (size_t)received || fflush(stdout) == EOF) {
            perror("stdout");
            exit(1);
        }
    }
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: stream_client host port\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");    // as the JVM does

    // Which addresses may the server have?
    struct addrinfo hints = {
        .ai_family = AF_UNSPEC,
        .ai_socktype = SOCK_STREAM,
    };
    struct addrinfo *list;
    int code = getaddrinfo(argv[1], argv[2], &hints, &list);
    if (code != 0) { // not an errno: perror would say something else
        fprintf(stderr, "getaddrinfo: %s\n", gai_strerror(code));
        return 1;
    }
    int fd = connect_first(list);
    freeaddrinfo(list);
    if (fd == -1) {
        return 1;
    }

    print_all(fd);
    check(close(fd), "close");
    return 0;
}
