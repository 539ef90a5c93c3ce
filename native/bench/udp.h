// What the two ends of the UDP benchmarks have in common: a packet has its number in the first 8
// bytes, and a pattern in the rest.
#ifndef UDP_H
#define UDP_H

#include "bench.h"

#define UDP_BATCH 32  // packets of a sendmmsg or recvmmsg
#define UDP_MOST 1400 // bytes of a packet
#define UDP_MOST_WINDOW 1024

static inline void udp_fill(char *packet, long size) {
    for (long i = 0; i < size; i++) {
        packet[i] = i * 7;
    }
}

#endif
