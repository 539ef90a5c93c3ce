package posix.sockets.internal;

import java.time.Duration;

/**
 * How long to wait, in nanoseconds: 0 is not at all, {@link #FOREVER} without a limit. Calls take
 * milliseconds; what is rounded is rounded up, so that nothing ends early.
 */
public final class Timeouts {
  /** Without a limit. */
  public static final long FOREVER = -1;

  private static final long MILLI = 1_000_000;
  // A deadline is a sum with nanoTime, and what is left a difference: half the range keeps both
  // right.
  private static final long LONGEST = Long.MAX_VALUE / 2;

  private Timeouts() {}

  /** A duration; one below zero does not wait, one above 146 years waits 146 years. */
  public static long of(Duration timeout) {
    if (timeout.isNegative()) {
      return 0;
    }
    return timeout.getSeconds() >= LONGEST / 1_000_000_000 ? LONGEST : timeout.toNanos();
  }

  /** C's timeout in milliseconds, where each negative number is without a limit. */
  public static long of(int millis) {
    return millis < 0 ? FOREVER : millis * MILLI;
  }

  /**
   * When a wait ends that begins now, by {@link System#nanoTime}; 0 if it has no end to come, and
   * then the clock is not read.
   */
  public static long deadline(long nanos) {
    return nanos > 0 ? System.nanoTime() + nanos | 1 : 0; // never 0 itself
  }

  /** Whether a deadline, which is not 0, has passed. */
  public static boolean isOver(long deadline) {
    return deadline - System.nanoTime() <= 0;
  }

  /** How long it is to a deadline, which is not 0; 0 if it has passed. */
  public static long left(long deadline) {
    return Math.max(0, deadline - System.nanoTime());
  }

  /** C's timeout in milliseconds; {@link Integer#MAX_VALUE} for what is longer, 24 days. */
  public static int millis(long nanos) {
    if (nanos < 0) {
      return -1;
    }
    return (int) Math.min(Integer.MAX_VALUE, nanos / MILLI + (nanos % MILLI == 0 ? 0 : 1));
  }

  /**
   * C's timeout for what is left of a wait that was interrupted, or was too long for one call.
   *
   * @param nanos how long the wait was to be
   * @param deadline when it ends
   */
  public static int millisLeft(long nanos, long deadline) {
    return nanos <= 0 ? millis(nanos) : millis(Math.max(0, deadline - System.nanoTime()));
  }
}
