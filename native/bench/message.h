// What the benchmarks send: messages with their number in the first and the last eight bytes (or
// as much of it as there is room for), and between them bytes that are known. The Java programs
// have the same in Wire.
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stddef.h>
#include <stdint.h>

#define MESSAGE_ALIGNED 4096 // makes the kernel's copying faster

// A message, aligned.
unsigned char *message_new(size_t size);

void message_stamp(unsigned char *message, size_t size, uint64_t number);

// Exits with 1 unless it is that message, as far as its stamps tell.
void message_verify(const unsigned char *message, size_t size, uint64_t number);

// Exits with 1 unless all of it is.
void message_verify_all(const unsigned char *message, size_t size, uint64_t number);

#endif
