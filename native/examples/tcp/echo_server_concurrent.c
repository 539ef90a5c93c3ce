// A TCP echo server that serves each client in a thread of its own.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_CLIENTS 1000

struct client {
    pthread_t thread;
    long number;
    int fd;
};

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

// A socket that listens on a port of this machine; port 0 lets the kernel choose.
static int listen_on(in_port_t port) {
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    // Without it the port stays taken for a minute after the last run.
    int on = 1;
    check(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), "setsockopt");
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    check(bind(fd, (struct sockaddr *)&address, sizeof address), "bind");
    check(listen(fd, 128), "listen");
    socklen_t length = sizeof address;
    check(getsockname(fd, (struct sockaddr *)&address, &length), "getsockname");
    printf("bound to 127.0.0.1:%d\n", ntohs(address.sin_port));
    return fd;
}

static int accept_client(int server) {
    int client;
    do {
        client = accept(server, NULL, NULL); // NULL: its address is of no interest
    } while (client == -1 && errno == EINTR);
    return check(client, "accept");
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

// Echoes to one client until it has no more to say, or has gone.
static void *serve(void *argument) {
    struct client *client = argument;
    char buffer[1024]; // each thread has one of its own
    long long echoed = 0;
    while (true) {
        ssize_t received = recv(client->fd, buffer, sizeof buffer, 0);
        if (received == 0) { // end of file
            break;
        }
        if (received == -1) {
            if (errno == EINTR) { // each thread has an errno of its own, too
                continue;
            }
            perror("recv"); // only this client has gone
            break;
        }
        if (send_all(client->fd, buffer, received) == -1) {
            break;
        }
        echoed += received;
    }
    check(close(client->fd), "close");
    printf("client %ld disconnected after %lld bytes\n", client->number, echoed);
    return NULL;
}

int main(int argc, char **argv) {
    long port = 0;
    long count = 0;
    if (argc != 3 || !parse_number(argv[1], 0, 65535, &port) ||
        !parse_number(argv[2], 1, MAX_CLIENTS, &count)) {
        fprintf(stderr, "usage: echo_server_concurrent port clients\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    // As the JVM does: a send to a peer that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int server = listen_on(port);
    static struct client clients[MAX_CLIENTS]; // must not move: the threads point into it
    for (long i = 0; i < count; i++) {
        struct client *client = &clients[i];
        client->number = i + 1;
        client->fd = accept_client(server);
        printf("client %ld connected\n", client->number);
        errno = pthread_create(&client->thread, NULL, serve, client);
        if (errno != 0) { // it returns the error, and sets no errno itself
            perror("pthread_create");
            return 1;
        }
    }
    // No more clients: wait for those that are being served.
    for (long i = 0; i < count; i++) {
        pthread_join(clients[i].thread, NULL); // fails only for what is no thread
    }
    check(close(server), "close");
    return 0;
}
