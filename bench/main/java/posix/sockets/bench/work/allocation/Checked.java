package posix.sockets.bench.work.allocation;

import posix.sockets.bench.work.Work;

/**
 * Calls that a loop makes again and again, their results looked at. Of a connection, both ends have
 * their turns in one thread: one sends, the other receives.
 */
abstract class Checked implements Work {
  static final int SIZE = 64;

  /** In front of what is sent. */
  long stamp;

  static void expect(long result, long expected) {
    if (result != expected) {
      throw new IllegalStateException(result + ", not " + expected);
    }
  }
}
