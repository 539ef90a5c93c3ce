// Takes messages of a size, and fails unless they are the right ones in the right order: it looks
// at the stamps of each, and at all of some.
// usage: sink_peer size tcp|unix
#include "message.h"
#include "stream.h"

#define LOOK_CLOSELY 256 // at one of so many

static size_t size;

static void sink(int connection) {
    unsigned char *message = message_new(size);
    uint64_t received = 0;
    while (receive_all(connection, message, size)) {
        if (received % LOOK_CLOSELY == 0) {
            message_verify_all(message, size, received);
        } else {
            message_verify(message, size, received);
        }
        received++;
    }
    if (received == 0) {
        wrong("nothing has come to the sink");
    }
    free(message);
}

int main(int argc, char **argv) {
    if (argc != 3) {
        wrong("usage: sink_peer size tcp|unix");
    }
    size = number(argv[1], 1, 1 << 30);
    serve(argv[2], sink);
}
