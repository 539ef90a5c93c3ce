// A TCP echo server that serves one client after the other.
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
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
            return -1;
        }
        buffer += sent;
        length -= sent;
    }
    return 0;
}

// Reports a failed call, and ends the program unless it only means that this client has gone.
static void client_gone(const char *call) {
    int error = errno; // perror may change it
    perror(call);
    if (error != ECONNRESET && error != EPIPE) {
        exit(1);
    }
}

// Echoes to one client until it has no more to say.
static void serve(int client) {
    char buffer[1024]; // small on purpose: a long message takes several rounds
    long long echoed = 0;
    while (true) {
        ssize_t received = recv(client, buffer, sizeof buffer, 0);
        if (received == -1 && errno == EINTR) {
            continue;
        }
        if (received == -1) {
            client_gone("recv");
            break;
        }
        if (received == 0) { // end of file
            break;
        }
        if (send_all(client, buffer, received) == -1) {
            client_gone("send");
            break;
        }
        echoed += received;
    }
    printf("client disconnected after %lld bytes\n", echoed);
}

// Accepts the next client and prints its address.
static int accept_client(int server) {
    struct sockaddr_in peer;
    int client;
    do {
        socklen_t length = sizeof peer; // accept writes to it: set it anew for each call
        client = accept(server, (struct sockaddr *)&peer, &length);
    } while (client == -1 && errno == EINTR);
    check(client, "accept");
    int on = 1; // without it each short send waits until the client has acknowledged the last
    check(setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), "setsockopt");
    char address[INET_ADDRSTRLEN]; // long enough for each address: inet_ntop cannot fail
    inet_ntop(AF_INET, &peer.sin_addr, address, sizeof address);
    printf("client connected: %s:%d\n", address, ntohs(peer.sin_port));
    return client;
}

int main(int argc, char **argv) {
    long port = 8888;
    long clients = -1; // no end
    if (argc > 3 || (argc > 1 && !parse_number(argv[1], 0, 65535, &port)) ||
        (argc > 2 && !parse_number(argv[2], 1, INT_MAX, &clients))) {
        fprintf(stderr, "usage: echo_server [port [clients]]\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    // As the JVM does: a send to a client that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int server = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    printf("socket created\n");

    int on = 1; // without it the port stays taken for a minute after the last run
    check(setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), "setsockopt");
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr.s_addr = htonl(INADDR_ANY),
    };
    check(bind(server, (struct sockaddr *)&address, sizeof address), "bind");
    socklen_t length = sizeof address; // port 0 let the kernel choose: ask which one
    check(getsockname(server, (struct sockaddr *)&address, &length), "getsockname");
    printf("bound to 0.0.0.0:%d\n", ntohs(address.sin_port));

    check(listen(server, 128), "listen");
    printf("waiting for clients\n");

    for (long served = 0; served != clients; served++) {
        int client = accept_client(server);
        serve(client);
        check(close(client), "close");
    }
    check(close(server), "close");
    return 0;
}
