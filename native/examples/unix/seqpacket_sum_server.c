// Adds up the numbers of each client, one a packet, until it says END; DOWN ends the server too.
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define PACKET 12

// Fills in the address of a path; false if the path does not fit.
static bool unix_address(const char *path, struct sockaddr_un *address) {
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof address->sun_path) {
        return false;
    }
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, path, length);
    return true;
}

// Whether it is a number of at most nine digits, perhaps with a minus.
static bool is_number(const char *text) {
    const char *digits = *text == '-' ? text + 1 : text;
    size_t length = strspn(digits, "0123456789");
    return length >= 1 && length <= 9 && digits[length] == '\0';
}

// Receives one packet as text; 0 at the end, -1 for an error.
static int receive(int client, char *packet) {
    while (true) {
        // MSG_TRUNC tells a packet's full length, also where the buffer is too short for it.
        ssize_t received = recv(client, packet, PACKET, MSG_TRUNC);
        if (received == -1 && errno == EINTR) {
            continue;
        }
        if (received == -1) {
            perror("recv");
            return -1;
        }
        if (received == 0) { // the end; an empty packet looks the same
            return 0;
        }
        if (received >= PACKET || memchr(packet, '\0', received) != NULL) {
            received = 0; // no number can be as long, or have a NUL: an empty text is none either
        }
        packet[received] = '\0';
        return 1;
    }
}

// Adds up what one client sends; 1 if it was told to go down, -1 for an error.
static int serve(int client) {
    char packet[PACKET];
    long long sum = 0; // more numbers than it has room for take longer than anybody waits
    long count = 0;
    bool down = false;
    int received;
    while ((received = receive(client, packet)) == 1 && strcmp(packet, "END") != 0) {
        if (strcmp(packet, "DOWN") == 0) {
            down = true;
        } else if (is_number(packet)) {
            sum += strtol(packet, NULL, 10);
            count++;
        } else {
            printf("not a number\n");
        }
    }
    if (received == -1) {
        return -1;
    }
    if (received == 0) {
        printf("a client went without an END\n");
        return down;
    }
    printf("%ld numbers, their sum is %lld\n", count, sum);
    char answer[32];
    int length = snprintf(answer, sizeof answer, "%lld", sum);
    // No loop for the rest: a packet is sent whole or not at all.
    while (send(client, answer, length, 0) == -1) {
        if (errno == EPIPE) {
            printf("a client went without its sum\n");
            return down;
        }
        if (errno != EINTR) {
            perror("send");
            return -1;
        }
    }
    return down;
}

// Serves clients until one says DOWN.
static int serve_clients(int server) {
    int down = 0;
    while (down == 0) {
        int client;
        while ((client = accept(server, NULL, NULL)) == -1) {
            if (errno != EINTR) {
                perror("accept");
                return -1;
            }
        }
        down = serve(client);
        if (close(client) == -1) {
            perror("close");
            return -1;
        }
    }
    return down == -1 ? -1 : 0;
}

int main(int argc, char **argv) {
    struct sockaddr_un address;
    if (argc != 2 || !unix_address(argv[1], &address)) {
        fprintf(stderr, "usage: seqpacket_sum_server path\n");
        return 1;
    }
    if (setvbuf(stdout, NULL, _IOLBF, 0) != 0) { // each line is seen at once, through a pipe too
        perror("setvbuf");
        return 1;
    }
    // As the JVM does: a send to a client that has gone fails with EPIPE, and does not kill us.
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) {
        perror("signal");
        return 1;
    }

    int server = socket(AF_UNIX, SOCK_SEQPACKET, 0);
    if (server == -1) {
        perror("socket");
        return 1;
    }
    if (bind(server, (struct sockaddr *)&address, sizeof address) == -1) {
        perror("bind");
        return 1;
    }
    int status = 0;
    if (listen(server, 20) == -1) {
        perror("listen");
        status = 1;
    } else {
        printf("waiting for clients\n");
        if (serve_clients(server) == -1) {
            status = 1;
        }
    }

    // close leaves the path where it is.
    if (close(server) == -1) {
        perror("close");
        status = 1;
    }
    if (unlink(address.sun_path) == -1) {
        perror("unlink");
        status = 1;
    }
    return status;
}
