// Connections over loopback, one after the other: connect, accept, close of both ends.
// usage: tcp_connect milliseconds
#define _GNU_SOURCE // accept4
#include "bench.h"

#define BATCH 16 // connections between two looks at the clock
#define LOOK 256 // of so many, at one more closely

static struct sockaddr_in server;
static int listener;

static void start_listener(void) {
    socklen_t length = sizeof server;
    server = loopback(0);
    listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener == -1) {
        fail("socket");
    }
    if (bind(listener, (struct sockaddr *)&server, length) == -1) {
        fail("bind");
    }
    if (listen(listener, 16) == -1) {
        fail("listen");
    }
    if (getsockname(listener, (struct sockaddr *)&server, &length) == -1) {
        fail("getsockname");
    }
}

static void look(int client, const struct sockaddr_in *peer) {
    struct sockaddr_in name;
    socklen_t length = sizeof name;
    if (getsockname(client, (struct sockaddr *)&name, &length) == -1) {
        fail("getsockname");
    }
    if (name.sin_port != peer->sin_port) {
        wrong("the connection is somebody else's");
    }
}

static long connect_all(void) {
    static const struct linger reset = {.l_onoff = 1, .l_linger = 0};
    static long connections;
    for (int i = 0; i < BATCH; i++) {
        struct sockaddr_in peer;
        socklen_t length = sizeof peer;
        int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (client == -1) {
            fail("socket");
        }
        if (setsockopt(client, SOL_SOCKET, SO_LINGER, &reset, sizeof reset) == -1) {
            fail("setsockopt");
        }
        if (connect(client, (struct sockaddr *)&server, sizeof server) == -1) {
            fail("connect");
        }
        int accepted = accept4(listener, (struct sockaddr *)&peer, &length, SOCK_CLOEXEC);
        if (accepted == -1) {
            fail("accept4");
        }
        if (peer.sin_addr.s_addr != server.sin_addr.s_addr) {
            wrong("the peer has another address");
        }
        if (++connections % LOOK == 0) {
            look(client, &peer);
        }
        if (close(client) == -1 || close(accepted) == -1) {
            fail("close");
        }
    }
    return BATCH;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        wrong("usage: tcp_connect milliseconds");
    }
    start_idle_thread();
    start_listener();
    take_turns(number(argv[1], 1, 3600000), connect_all, NULL);
    return 0;
}
