package posix.sockets.stress;

import java.util.Arrays;

/** Lengths of time, in nanoseconds. */
final class Times {
  /** What {@link #toString} says, for the head of a table. */
  static final String COLUMNS = String.format("%12s %12s %12s", "median", "99%", "longest");

  private long[] nanos = new long[64]; // guarded by this
  private int count;

  synchronized void add(long time) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = time;
  }

  synchronized int count() {
    return count;
  }

  /** The time that so many percent do not exceed; 0 if there is none. */
  synchronized long percentile(double percent) {
    Arrays.sort(nanos, 0, count);
    return count == 0 ? 0 : nanos[(int) Math.max(0, Math.ceil(percent / 100 * count) - 1)];
  }

  long median() {
    return percentile(50);
  }

  long longest() {
    return percentile(100);
  }

  static double millis(long nanos) {
    return nanos / 1e6;
  }

  @Override
  public String toString() {
    return String.format(
        "%9.3f ms %9.3f ms %9.3f ms", millis(median()), millis(percentile(99)), millis(longest()));
  }
}
