// Both ends of stream sockets, TCP on the loopback address or AF_UNIX.
#ifndef STREAM_H
#define STREAM_H

#include "bench.h"

// Connects to a peer as it says how it is reached: a port, or a path.
int connect_to(const char *peer);

// By as many calls as it takes.
void send_all(int fd, const void *buffer, size_t size);

// The same; false if the other end has gone.
bool send_if_taken(int fd, const void *buffer, size_t size);

// By as many calls as it takes; false if the stream ends before the first byte.
bool receive_all(int fd, void *buffer, size_t size);

// Listens by "tcp", or by "unix" at a path of its own; prints how it is reached; serves each
// connection in a thread; exits when standard input and all connections have ended. A connection is
// closed when its function returns.
_Noreturn void serve(const char *family, void (*connection)(int fd));

#endif
