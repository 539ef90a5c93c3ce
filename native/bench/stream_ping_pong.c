// Round trips of a message, each timed.
// usage: stream_ping_pong milliseconds peer size
#include "message.h"
#include "stream.h"

#define BATCH 50 // round trips between two looks at the time of the turn

static int connection;
static size_t size;
static unsigned char *message;
static uint64_t sent;

static void round_trip(void) {
    send_all(connection, message, size);
    if (!receive_all(connection, message, size)) {
        wrong("the peer has gone");
    }
}

static long ping_pong(void) {
    for (int i = 0; i < BATCH; i++) {
        message_stamp(message, size, ++sent);
        long long start = now();
        round_trip();
        record_latency(now() - start);
        message_verify(message, size, sent);
    }
    return BATCH;
}

// One more, of which every byte is looked at.
static void check(void) {
    message_stamp(message, size, ++sent);
    send_all(connection, message, size);
    memset(message, 0, size);
    if (!receive_all(connection, message, size)) {
        wrong("the peer has gone");
    }
    message_verify_all(message, size, sent);
}

int main(int argc, char **argv) {
    if (argc != 4) {
        wrong("usage: stream_ping_pong milliseconds peer size");
    }
    start_idle_thread();
    connection = connect_to(argv[2]);
    size = number(argv[3], 1, 1 << 30);
    message = message_new(size);
    take_turns(number(argv[1], 1, 3600000), ping_pong, check);
    return 0;
}
