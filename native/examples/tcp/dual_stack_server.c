// A TCP server that serves IPv4 and IPv6 with one socket: to it, an IPv4 address is an IPv6 one.
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
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

// Sends all of the buffer: one send may take fewer bytes than it is given.
static int send_all(int fd, const char *buffer, size_t length) {
    while (length > 0) {
        ssize_t sent = send(fd, buffer, length, 0);
        if (sent == -1) {
            if (errno == EINTR) {
                continue;
            }
            perror("send");
            return -1;
        }
        buffer += sent;
        length -= sent;
    }
    return 0;
}

// An IPv6 socket that takes IPv4 clients as well; port 0 lets the kernel choose.
static int listen_both(in_port_t port) {
    int fd = check(socket(AF_INET6, SOCK_STREAM, 0), "socket");
    // Without it the port stays taken for a minute after the last run.
    int on = 1;
    check(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), "setsockopt");
    // The default is a setting of the system: say what is meant, and before bind.
    int off = 0;
    check(setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off), "setsockopt");
    struct sockaddr_in6 address = {
        .sin6_family = AF_INET6,
        .sin6_port = htons(port),
        .sin6_addr = in6addr_any, // ::1 would take no IPv4
    };
    check(bind(fd, (struct sockaddr *)&address, sizeof address), "bind");
    check(listen(fd, 128), "listen");
    socklen_t length = sizeof address;
    check(getsockname(fd, (struct sockaddr *)&address, &length), "getsockname");
    printf("bound to [::]:%d\n", ntohs(address.sin6_port));
    return fd;
}

// Accepts the next client, tells it what it came by, and lets it go.
static void serve(int server) {
    struct sockaddr_in6 peer;
    int client;
    do {
        socklen_t length = sizeof peer; // accept writes to it
        client = accept(server, (struct sockaddr *)&peer, &length);
    } while (client == -1 && errno == EINTR);
    check(client, "accept");
    char text[INET6_ADDRSTRLEN]; // long enough for each address: inet_ntop cannot fail
    inet_ntop(AF_INET6, &peer.sin6_addr, text, sizeof text);
    printf("client connected: [%s]:%d\n", text, ntohs(peer.sin6_port));
    const char *message = "you came by IPv6\n";
    if (IN6_IS_ADDR_V4MAPPED(&peer.sin6_addr)) {
        // The IPv4 address is in the last four bytes.
        inet_ntop(AF_INET, &peer.sin6_addr.s6_addr[12], text, sizeof text);
        printf("that is %s\n", text);
        message = "you came by IPv4\n";
    }
    send_all(client, message, strlen(message)); // if this client has gone, others will come
    check(close(client), "close");
}

int main(int argc, char **argv) {
    long port = 0;
    long clients = 0;
    if (argc != 3 || !parse_number(argv[1], 0, 65535, &port) ||
        !parse_number(argv[2], 1, INT_MAX, &clients)) {
        fprintf(stderr, "usage: dual_stack_server port clients\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    // As the JVM does: a send to a peer that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int server = listen_both(port);
    for (long served = 0; served < clients; served++) {
        serve(server);
    }
    check(close(server), "close");
    return 0;
}
