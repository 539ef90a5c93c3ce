// What a getsockopt of a number costs.
// usage: getsockopt milliseconds
#include "bench.h"

#define BATCH 1000 // calls between two looks at the clock
#define WANTED (64 << 10)

static int fd;

static long get(void) {
    for (int i = 0; i < BATCH; i++) {
        int size = 0;
        socklen_t length = sizeof size;
        if (getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, &length) == -1) {
            fail("getsockopt");
        }
        if (size != 2 * WANTED) { // the kernel doubles what it is told
            wrong("getsockopt gave another size than was set");
        }
    }
    return BATCH;
}

int main(int argc, char **argv) {
    int size = WANTED;
    if (argc != 2) {
        wrong("usage: getsockopt milliseconds");
    }
    start_idle_thread();
    fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd == -1) {
        fail("socket");
    }
    if (setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size) == -1) {
        fail("setsockopt");
    }
    take_turns(number(argv[1], 1, 3600000), get, NULL);
    return 0;
}
