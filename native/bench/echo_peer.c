// The other end of the ping-pongs: sends back what comes.
// usage: echo_peer tcp|unix
#include "stream.h"

#define SIZE 65536

// A connection's buffer: aligned, which makes the kernel's copying faster.
static void echo(int fd) {
    char *buffer = aligned_alloc(4096, SIZE);
    if (buffer == NULL) {
        fail("aligned_alloc");
    }
    ssize_t received;
    while ((received = recv(fd, buffer, SIZE, 0)) > 0) {
        send_all(fd, buffer, received);
    }
    if (received == -1 && errno != ECONNRESET) {
        fail("recv");
    }
    free(buffer);
}

int main(int argc, char **argv) {
    if (argc != 2) {
        wrong("usage: echo_peer tcp|unix");
    }
    serve(argv[1], echo);
}
