package posix.sockets.bench.work.allocation;

import posix.sockets.bench.work.Work;

/** Both ends of a TCP connection, by turns in one thread: one sends, the other receives. */
abstract class SendRecv implements Work {
  static final int SIZE = 64;

  /** In front of what is sent. */
  long stamp;

  static void expect(long result, long expected) {
    if (result != expected) {
      throw new IllegalStateException(result + ", not " + expected);
    }
  }
}
