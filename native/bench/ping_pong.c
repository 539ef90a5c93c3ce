// A C client for comparisons: sends 64 bytes to an echo server and waits for them, over and over.
// For each line of standard input, a number of round trips, it prints the nanoseconds they took.
// Where each round trip is timed by itself, it is stream_ping_pong.
#include "stream.h"

#define SIZE 64

int main(int argc, char **argv) {
    if (argc != 2) {
        wrong("usage: ping_pong port");
    }
    start_idle_thread();
    int fd = connect_to(argv[1]);
    char buffer[SIZE] = {0};
    long count;
    while (scanf("%ld", &count) == 1) {
        long long start = now();
        for (long i = 0; i < count; i++) {
            send_all(fd, buffer, SIZE);
            if (!receive_all(fd, buffer, SIZE)) {
                wrong("the server has gone");
            }
        }
        printf("%lld\n", now() - start);
        fflush(stdout);
    }
    return 0;
}
