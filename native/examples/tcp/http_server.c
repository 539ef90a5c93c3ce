// An HTTP/1.1 server of the files in a folder: GET alone, and one request for each connection. A
// thread for each client, since browsers connect ahead of time, and then say nothing for a while.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#define MAX_CLIENTS 1000
#define NAME_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"

struct client {
    pthread_t thread;
    long number;
    int fd;
    const char *folder;
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
    int on = 1; // without it the port stays taken for a minute after the last run
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
static int send_all(int fd, const char *buffer, size_t length, int flags) {
    while (length > 0) {
        ssize_t sent = send(fd, buffer, length, flags);
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

// Receives a request up to the empty line that ends its head. Answers 1; 0 if that is none, or too
// long; -1 if nothing came.
static int recv_head(int fd, char *head, size_t size) {
    size_t length = 0;
    while (length < size - 1) {
        ssize_t received = recv(fd, head + length, size - 1 - length, 0);
        if (received == -1 && errno == EINTR) {
            continue;
        }
        if (received == 0 || (received == -1 && errno == EAGAIN)) { // the end, or SO_RCVTIMEO
            return length == 0 ? -1 : 0;
        }
        if (received == -1) {
            perror("recv");
            return -1;
        }
        length += received;
        head[length] = '\0';
        if (strlen(head) != length) { // a NUL inside would hide what is behind it
            return 0;
        }
        if (strstr(head, "\r\n\r\n") != NULL) {
            return 1;
        }
    }
    return 0;
}

static const char *type_of(const char *name) {
    const char *suffix = strrchr(name, '.');
    if (suffix == NULL) {
        return "application/octet-stream";
    } else if (strcmp(suffix, ".html") == 0) {
        return "text/html; charset=utf-8";
    } else if (strcmp(suffix, ".txt") == 0) {
        return "text/plain; charset=utf-8";
    } else if (strcmp(suffix, ".css") == 0) {
        return "text/css";
    } else if (strcmp(suffix, ".png") == 0) {
        return "image/png";
    } else {
        return "application/octet-stream";
    }
}

static int send_head(int fd, const char *status, const char *type, long long length) {
    char head[512];
    bool not_allowed = strncmp(status, "405", 3) == 0;
    int size = snprintf(head, sizeof head,
                        "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %lld\r\n%s"
                        "Connection: close\r\n\r\n",
                        status, type, length, not_allowed ? "Allow: GET\r\n" : "");
    // More follows: the kernel need not send a segment that is not full.
    return send_all(fd, head, size, length > 0 ? MSG_MORE : 0);
}

// Sends an error, which is its own text as well.
static void refuse(const struct client *client, const char *status) {
    char text[64];
    int size = snprintf(text, sizeof text, "%s\n", status);
    if (send_head(client->fd, status, "text/plain; charset=utf-8", size) == 0 &&
        send_all(client->fd, text, size, 0) == 0) {
        printf("client %ld: %s\n", client->number, status);
    }
}

// Sends a file; one sendfile may take fewer bytes than it is told.
static void send_file(const struct client *client, const char *name, int file, off_t length) {
    if (send_head(client->fd, "200 OK", type_of(name), length) == -1) {
        return;
    }
    off_t offset = 0;
    while (offset < length) {
        ssize_t sent = sendfile(client->fd, file, &offset, length - offset); // it moves it on
        if (sent == 0) {
            fprintf(stderr, "sendfile: the file has become shorter\n");
            return;
        }
        if (sent == -1 && errno != EINTR) {
            perror("sendfile");
            return;
        }
    }
    printf("client %ld: 200 OK, %lld bytes\n", client->number, (long long)length);
}

static void answer(const struct client *client) {
    char head[8192];
    int result = recv_head(client->fd, head, sizeof head);
    if (result == -1) { // there is no request to be answered
        return;
    }
    // The first line: METHOD /TARGET HTTP/1.1
    head[strcspn(head, "\r\n")] = '\0';
    char *version = head;
    const char *method = strsep(&version, " ");
    char *target = strsep(&version, " ");
    if (result == 0 || version == NULL || *target != '/' || strncmp(version, "HTTP/1.", 7) != 0) {
        refuse(client, "400 Bad Request");
        return;
    }
    if (strcmp(method, "GET") != 0) {
        refuse(client, "405 Method Not Allowed");
        return;
    }
    target[strcspn(target, "?")] = '\0';
    const char *name = target[1] == '\0' ? "index.html" : target + 1;
    // Nothing but plain names: neither ".." nor another slash may lead out of the folder.
    char path[PATH_MAX];
    int size = snprintf(path, sizeof path, "%s/%s", client->folder, name);
    struct stat info;
    if (name[strspn(name, NAME_CHARACTERS)] != '\0' || *name == '.' || size >= PATH_MAX ||
        stat(path, &info) == -1 || !S_ISREG(info.st_mode)) {
        refuse(client, "404 Not Found");
        return;
    }
    int file = open(path, O_RDONLY);
    if (file == -1) {
        refuse(client, "404 Not Found");
        return;
    }
    send_file(client, name, file, info.st_size);
    if (close(file) == -1) {
        perror("close");
    }
}

static void *serve(void *argument) {
    struct client *client = argument;
    struct timeval timeout = {.tv_sec = 10}; // who says nothing must not hold its thread for ever
    if (setsockopt(client->fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout) == -1) {
        perror("setsockopt");
    }
    answer(client);
    // A close with bytes that we have not read would reset the connection, and the client might
    // lose our answer: end this direction, and wait until the client ends the other.
    if (shutdown(client->fd, SHUT_WR) == 0) {
        char rest[1024];
        ssize_t received;
        do {
            received = recv(client->fd, rest, sizeof rest, 0);
        } while (received > 0 || (received == -1 && errno == EINTR));
    }
    if (close(client->fd) == -1) {
        perror("close");
    }
    return NULL;
}

int main(int argc, char **argv) {
    long port = 0;
    long count = 0;
    if (argc != 4 || !parse_number(argv[2], 0, 65535, &port) ||
        !parse_number(argv[3], 1, MAX_CLIENTS, &count)) {
        fprintf(stderr, "usage: http_server folder port clients\n");
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
        client->folder = argv[1];
        client->fd = accept_client(server);
        int error = pthread_create(&client->thread, NULL, serve, client);
        if (error != 0) { // it returns the error, errno stays as it was
            errno = error;
            perror("pthread_create");
            return 1;
        }
    }
    // No more clients: wait for those that are being served.
    for (long i = 0; i < count; i++) {
        pthread_join(clients[i].thread, NULL);
    }
    check(close(server), "close");
    return 0;
}
