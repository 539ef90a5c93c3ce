#include "bench.h"

#include <pthread.h>
#include <time.h>

void fail(const char *call) {
    perror(call);
    exit(1);
}

void wrong(const char *what) {
    fprintf(stderr, "%s\n", what);
    exit(1);
}

long number(const char *text, long min, long max) {
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < min || value > max) {
        fprintf(stderr, "%s is no number between %ld and %ld\n", text, min, max);
        exit(1);
    }
    return value;
}

static long long nanoseconds(clockid_t clock) {
    struct timespec time;
    if (clock_gettime(clock, &time) == -1) {
        fail("clock_gettime");
    }
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

long long now(void) {
    return nanoseconds(CLOCK_MONOTONIC);
}

static void *idle(void *unused) {
    while (true) {
        pause();
    }
    return unused;
}

void start_idle_thread(void) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, idle, NULL) != 0) {
        wrong("pthread_create failed");
    }
}

struct sockaddr_in loopback(long port) {
    return (struct sockaddr_in){
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
}

// The latencies of a turn, in nanoseconds.
static uint32_t *latencies;
static size_t latency_count;
static size_t latency_room;

void record_latency(long long nanos) {
    if (latency_count == latency_room) {
        latency_room = latency_room == 0 ? 1 << 20 : latency_room * 2;
        latencies = realloc(latencies, latency_room * sizeof *latencies);
        if (latencies == NULL) {
            fail("realloc");
        }
    }
    latencies[latency_count++] = nanos > UINT32_MAX ? UINT32_MAX : nanos;
}

static int compare_latencies(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

// Each as the least latency that so many of a hundred are not above.
static void print_percentiles(void) {
    static const double percentiles[] = {1, 10, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.99};
    qsort(latencies, latency_count, sizeof *latencies, compare_latencies);
    printf(",\"percentiles\":{");
    for (size_t i = 0; i < sizeof percentiles / sizeof *percentiles; i++) {
        size_t rank = (size_t)(percentiles[i] / 100 * latency_count + 0.5);
        size_t index = rank == 0 ? 0 : rank - 1;
        printf("%s\"%g\":%u", i == 0 ? "" : ",", percentiles[i], latencies[index]);
    }
    printf("}");
}

void take_turns(long milliseconds, long (*work)(void), void (*check)(void)) {
    char line[16];
    while (fgets(line, sizeof line, stdin) != NULL) {
        long long operations = 0;
        latency_count = 0;
        long long cpu = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
        long long start = now();
        long long elapsed;
        do {
            operations += work();
            elapsed = now() - start;
        } while (elapsed < milliseconds * 1000000LL);
        cpu = nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
        if (check != NULL) {
            check();
        }
        printf("{\"operations\":%lld,\"nanos\":%lld,\"cpu\":%lld", operations, elapsed, cpu);
        if (latency_count > 0) {
            print_percentiles();
        }
        printf("}\n");
        fflush(stdout);
    }
}
