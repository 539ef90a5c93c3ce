// Receives the messages of a source_peer, one after the other.
// usage: stream_receive milliseconds peer size
#include "message.h"
#include "stream.h"

static int connection;
static unsigned char *message;
static size_t size;
static uint64_t received; // messages

static long receive_message(void) {
    if (!receive_all(connection, message, size)) {
        wrong("the source has ended");
    }
    message_verify(message, size, received);
    received++;
    return 1;
}

// What is found in the last message of the next turn has come in it.
static void check(void) {
    message_verify_all(message, size, received - 1);
    memset(message, 0, size);
}

int main(int argc, char **argv) {
    if (argc != 4) {
        wrong("usage: stream_receive milliseconds peer size");
    }
    start_idle_thread();
    size = number(argv[3], 1, 1 << 30);
    message = message_new(size);
    memset(message, 0, size);
    connection = connect_to(argv[2]);
    take_turns(number(argv[1], 1, 3600000), receive_message, check);
    return 0;
}
