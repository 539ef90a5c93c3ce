// A server of sequence numbers: each client asks for some, and no two get the same.
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
static int inet_listen(const char *host, const char *service) {
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

// Receives a line, which may come in pieces; its length without the newline, or -1.
static ssize_t recv_line(int fd, char *line, size_t size) {
    size_t length = 0;
    while (length < size) {
        ssize_t received = recv(fd, line + length, size - length, 0);
        if (received == 0) {
            fprintf(stderr, "recv: end of file before the end of a line\n");
            return -1;
        }
        if (received == -1) {
            if (errno == EINTR) {
                continue;
            }
            perror("recv");
            return -1;
        }
        char *newline = memchr(line + length, '\n', received);
        if (newline != NULL) { // nobody sends anything behind it here
            *newline = '\0';
            return newline - line;
        }
        length += received;
    }
    fprintf(stderr, "recv: the line is too long\n");
    return -1;
}

// Sends all of the buffer: one send may take fewer bytes than it is given.
static int send_all(int fd, const void *buffer, size_t length) {
    const char *rest = buffer;
    while (length > 0) {
        ssize_t sent = send(fd, rest, length, 0);
        if (sent == -1) {
            if (errno == EINTR) {
                continue;
            }
            perror("send");
            return -1;
        }
        rest += sent;
        length -= sent;
    }
    return 0;
}

// Answers one client's request; how many numbers it took, 0 if it asked for none that count.
static long answer(int client, long next) {
    char line[16];
    ssize_t length = recv_line(client, line, sizeof line);
    if (length == -1) {
        return 0;
    }
    long count = 0;
    // A NUL inside would hide what is behind it.
    if (strlen(line) != (size_t)length || !parse_number(line, 1, 1000000, &count)) {
        printf("bad request\n");
        return 0;
    }
    int size = snprintf(line, sizeof line, "%ld\n", next);
    if (send_all(client, line, size) == -1) {
        return 0;
    }
    printf("numbers from %ld to %ld are taken\n", next, next + count - 1);
    return count;
}

int main(int argc, char **argv) {
    long clients = 0;
    long next = 1;
    if (argc < 4 || argc > 5 || !parse_number(argv[3], 1, 1000, &clients) ||
        (argc > 4 && !parse_number(argv[4], 0, 1000000, &next))) {
        fprintf(stderr, "usage: seqnum_server host service clients [first]\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    // As the JVM does: a send to a peer that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int server = inet_listen(argv[1], argv[2]);
    check(listen(server, 128), "listen");
    // Port 0 let the kernel choose: ask which one.
    struct sockaddr_storage address; // room for an address of any family
    socklen_t length = sizeof address;
    check(getsockname(server, (struct sockaddr *)&address, &length), "getsockname");
    print_address("bound to", (struct sockaddr *)&address, length);

    for (long served = 0; served < clients; served++) {
        int client;
        do {
            length = sizeof address; // accept writes to it: set it anew for each call
            client = accept(server, (struct sockaddr *)&address, &length);
        } while (client == -1 && errno == EINTR);
        check(client, "accept");
        print_address("client connected:", (struct sockaddr *)&address, length);
        next += answer(client, next);
        check(close(client), "close");
    }
    check(close(server), "close");
    return 0;
}
