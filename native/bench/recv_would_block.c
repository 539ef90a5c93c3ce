// What a recv costs that finds nothing.
// usage: recv_would_block milliseconds
#include "bench.h"

#define BATCH 1000 // calls between two looks at the clock

static int connection;

// One end of a TCP connection over loopback; the other end stays open and silent.
static int idle_connection(void) {
    struct sockaddr_in address = loopback(0);
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    int client = socket(AF_INET, SOCK_STREAM, 0);
    if (listener == -1 || client == -1) {
        fail("socket");
    }
    if (bind(listener, (struct sockaddr *)&address, length) == -1) {
        fail("bind");
    }
    if (getsockname(listener, (struct sockaddr *)&address, &length) == -1) {
        fail("getsockname");
    }
    if (listen(listener, 1) == -1) {
        fail("listen");
    }
    if (connect(client, (struct sockaddr *)&address, length) == -1) {
        fail("connect");
    }
    int server = accept(listener, NULL, NULL);
    if (server == -1) {
        fail("accept");
    }
    return server;
}

static long receive(void) {
    char buffer[64];
    for (int i = 0; i < BATCH; i++) {
        ssize_t result = recv(connection, buffer, sizeof buffer, MSG_DONTWAIT);
        if (result != -1 || errno != EAGAIN) {
            wrong("recv did not answer EAGAIN");
        }
    }
    return BATCH;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        wrong("usage: recv_would_block milliseconds");
    }
    start_idle_thread();
    connection = idle_connection();
    take_turns(number(argv[1], 1, 3600000), receive, NULL);
    return 0;
}
