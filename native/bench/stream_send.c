// Sends messages to a sink_peer, one after the other.
// usage: stream_send milliseconds peer size
#include "message.h"
#include "stream.h"

static int connection;
static unsigned char *message;
static size_t size;
static uint64_t sent; // messages

static long send_message(void) {
    message_stamp(message, size, sent);
    send_all(connection, message, size);
    sent++;
    return 1;
}

int main(int argc, char **argv) {
    if (argc != 4) {
        wrong("usage: stream_send milliseconds peer size");
    }
    start_idle_thread();
    size = number(argv[3], 1, 1 << 30);
    message = message_new(size);
    connection = connect_to(argv[2]);
    take_turns(number(argv[1], 1, 3600000), send_message, NULL);
    return 0;
}
