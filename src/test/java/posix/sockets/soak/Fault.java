package posix.sockets.soak;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.SOCK_DGRAM;

import java.io.IOException;
import java.lang.foreign.Arena;
import posix.sockets.PosixSocket;

/** What a server on virtual threads may be told to do wrong, to see that it is found. */
enum Fault {
  NONE,
  /** A descriptor is left open, for one connection of a thousand. */
  DESCRIPTOR,
  /** Memory is allocated for each connection, and never freed. */
  MEMORY,
  /** The first byte of a reply is not sent, for one connection of a thousand. */
  BYTE;

  private static final int EVERY = 1_000;
  private static final int BYTES = 16 << 10;

  /** A connection is about to have its first reply; so many were accepted before it. */
  void on(long accepted, Flow reply) throws IOException {
    boolean rarely = accepted % EVERY == EVERY - 1;
    switch (this) {
      case NONE -> {}
      case DESCRIPTOR -> {
        if (rarely) {
          PosixSocket.open(AF_INET, SOCK_DGRAM).release();
        }
      }
      case MEMORY -> Arena.global().allocate(BYTES);
      case BYTE -> {
        if (rarely) {
          reply.sent(1);
        }
      }
    }
  }
}
