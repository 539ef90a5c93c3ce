package posix.sockets.bench.work.calls;

/** {@code SO_RCVBUF} of a TCP socket, which was set before. */
abstract class Getsockopt extends Calls {
  /** What was set. */
  static final int SET = 64 << 10;

  /** What the kernel makes of it: it doubles it. */
  static final int KERNELS = 2 * SET;
}
