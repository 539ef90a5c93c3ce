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

static const char *bound; // the path that bind has made, once it has

// Ends the program if a call has failed; no path stays behind.
static int check(int result, const char *call) {
    if (result == -1) {
        perror(call);
        if (bound != NULL) {
            unlink(bound);
        }
        exit(1);
    }
    return result;
}

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

// Receives one packet as text; false at the end.
static bool receive(int client, char *packet) {
    ssize_t received;
    do { // MSG_TRUNC tells a packet's full length, also where the buffer is too short for it
        received = recv(client, packet, PACKET, MSG_TRUNC);
    } while (received == -1 && errno == EINTR);
    check(received, "recv");
    if (received == 0) { // an empty packet looks the same
        return false;
    }
    if (received >= PACKET || memchr(packet, '\0', received) != NULL) {
        received = 0; // no number can be as long, or have a NUL: an empty text is none either
    }
    packet[received] = '\0';
    return true;
}

// Adds up what one client sends; whether it was told to go down.
static bool serve(int client) {
    char packet[PACKET];
    long long sum = 0; // more numbers than it has room for take longer than anybody waits
    long count = 0;
    bool down = false;
    bool more;
    while ((more = receive(client, packet)) && strcmp(packet, "END") != 0) {
        if (strcmp(packet, "DOWN") == 0) {
            down = true;
        } else if (is_number(packet)) {
            sum += strtol(packet, NULL, 10);
            count++;
        } else {
            printf("not a number\n");
        }
    }
    if (!more) {
        printf("a client went without an END\n");
        return down;
    }
    printf("%ld numbers, their sum is %lld\n", count, sum);
    char answer[32];
    int length = snprintf(answer, sizeof answer, "%lld", sum);
    ssize_t sent;
    do { // and no loop for the rest: a packet is sent whole or not at all
        sent = send(client, answer, length, 0);
    } while (sent == -1 && errno == EINTR);
    if (sent == -1 && errno == EPIPE) {
        printf("a client went without its sum\n");
    } else {
        check(sent, "send");
    }
    return down;
}

int main(int argc, char **argv) {
    struct sockaddr_un address;
    if (argc != 2 || !unix_address(argv[1], &address)) {
        fprintf(stderr, "usage: seqpacket_sum_server path\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    // As the JVM does: a send to a client that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int server = check(socket(AF_UNIX, SOCK_SEQPACKET, 0), "socket");
    check(bind(server, (struct sockaddr *)&address, sizeof address), "bind");
    bound = argv[1];
    check(listen(server, 20), "listen");
    printf("waiting for clients\n");
    bool down = false;
    while (!down) {
        int client;
        do {
            client = accept(server, NULL, NULL);
        } while (client == -1 && errno == EINTR);
        check(client, "accept");
        down = serve(client);
        check(close(client), "close");
    }

    // close leaves the path where it is.
    check(close(server), "close");
    check(unlink(bound), "unlink");
    return 0;
}
