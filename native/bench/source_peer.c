// Sends messages of a size for as long as somebody takes them.
// usage: source_peer size tcp|unix
#include "message.h"
#include "stream.h"

static size_t size;

static void source(int connection) {
    unsigned char *message = message_new(size);
    uint64_t sent = 0;
    do {
        message_stamp(message, size, sent++);
    } while (send_if_taken(connection, message, size));
    free(message);
}

int main(int argc, char **argv) {
    if (argc != 3) {
        wrong("usage: source_peer size tcp|unix");
    }
    size = number(argv[1], 1, 1 << 30);
    serve(argv[2], source);
}
