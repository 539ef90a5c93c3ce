// What the C programs of the benchmarks have in common: each works for one turn for each line that
// it reads, and answers with its figures in one line, as the JVMs do that it is compared with.
#ifndef BENCH_H
#define BENCH_H

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// Says what failed, and exits with 1: perror's words, or these.
_Noreturn void fail(const char *call);
_Noreturn void wrong(const char *what);

// An argument.
long number(const char *text, long min, long max);

// Nanoseconds of CLOCK_MONOTONIC.
long long now(void);

// For a process with one thread the kernel skips atomic operations (it may look up a descriptor
// without counting the use). A JVM never has one thread, so neither have these.
void start_idle_thread(void);

struct sockaddr_in loopback(long port);

// One latency of this turn.
void record_latency(long long nanoseconds);

// For each line of standard input: runs work over and over for as many milliseconds, and prints
// what that was. The work returns how many operations it has done, at least some microseconds'
// worth, since the clock is looked at after each. After a turn, check (or NULL) looks closer.
void take_turns(long milliseconds, long (*work)(void), void (*check)(void));

#endif
