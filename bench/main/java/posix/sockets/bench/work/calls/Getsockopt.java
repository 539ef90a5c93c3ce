package posix.sockets.bench.work.calls;

import posix.sockets.bench.work.Work;

/** {@code SO_RCVBUF} of a TCP socket, which was set before. */
abstract class Getsockopt implements Work {
  /** What was set. */
  static final int SET = 64 << 10;

  /** What the kernel makes of it: it doubles it. */
  static final int KERNELS = 2 * SET;

  static void expect(int value, int expected) {
    if (value != expected) {
      throw new IllegalStateException(value + ", not " + expected);
    }
  }
}
