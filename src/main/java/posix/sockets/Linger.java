package posix.sockets;

import java.time.Duration;

/**
 * {@code struct linger}, the value of {@code SO_LINGER}: whether {@code close} waits for data that
 * was not sent yet, and how long. On with no time at all, it drops the data and resets the
 * connection.
 *
 * @param on {@code l_onoff}, whether it waits
 * @param time {@code l_linger}, for how long, in seconds; a part of a second is rounded up
 */
public record Linger(boolean on, Duration time) {
  /** {@code close} does not wait; what is left is sent all the same. */
  public static final Linger OFF = new Linger(false, Duration.ZERO);

  /** Refuses a time that a C int does not hold. */
  public Linger {
    if (time.isNegative() || time.compareTo(Duration.ofSeconds(Integer.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("0 to 2147483647 seconds, not " + time);
    }
  }

  /**
   * {@code close} waits.
   *
   * @param time for how long; nothing, to reset the connection
   * @return the value
   */
  public static Linger of(Duration time) {
    return new Linger(true, time);
  }
}
