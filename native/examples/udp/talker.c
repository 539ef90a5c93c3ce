// Sends each of its arguments as a datagram, to a host of IPv4 or IPv6.
#include <errno.h>
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

// The first address of a host: no connection could tell which of several are reached.
static void look_up(const char *host, const char *port, struct sockaddr_storage *address,
                    socklen_t *length) {
    struct addrinfo hints = {.ai_flags = AI_NUMERICSERV, .ai_socktype = SOCK_DGRAM};
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

int main(int argc, char **argv) {
    long port = 0;
    if (argc < 4 || !parse_number(argv[2], 1, 65535, &port)) {
        fprintf(stderr, "usage: talker host port message...\n");
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

    // A socket of the address's family; the first sendto binds it to a port of its own
    struct sockaddr_storage address;
    socklen_t length;
    char text[TEXT];
    look_up(argv[1], argv[2], &address, &length);
    address_text(&address, length, text);
    int fd = check(socket(address.ss_family, SOCK_DGRAM, 0), "socket");

    // A datagram is sent whole or not at all; that it was sent says nothing of its arrival
    for (int i = 3; i < argc; i++) {
        ssize_t sent;
        do {
            sent = sendto(fd, argv[i], strlen(argv[i]), 0, (struct sockaddr *)&address, length);
        } while (sent == -1 && errno == EINTR);
        check(sent, "sendto");
        printf("%zd bytes to %s\n", sent, text);
    }
    check(close(fd), "close");
    return 0;
}
