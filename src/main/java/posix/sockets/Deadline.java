package posix.sockets;

import java.time.Duration;
import posix.sockets.internal.Timeouts;

/**
 * A point in time by which calls have to have ended, by the clock of {@link System#nanoTime}: what
 * may be set of the system's time does not move it. One may hold for many calls and for several
 * sockets.
 *
 * @see PosixSocket#until
 */
public final class Deadline {
  /** By {@link Timeouts#deadline}; never 0. */
  final long nanos;

  private Deadline(long nanos) {
    this.nanos = nanos;
  }

  /**
   * A deadline from now on.
   *
   * @param timeout how long it is away; zero or less for one that has passed, more than 146 years
   *     for one in 146 years
   * @return the deadline
   */
  public static Deadline after(Duration timeout) {
    return new Deadline(System.nanoTime() + Timeouts.of(timeout) | 1);
  }

  /**
   * How long it is away.
   *
   * @return the time that is left; zero when it has passed
   */
  public Duration left() {
    return Duration.ofNanos(Timeouts.left(nanos));
  }

  /**
   * Whether it has passed.
   *
   * @return whether it has
   */
  public boolean isOver() {
    return Timeouts.isOver(nanos);
  }

  /** How long it is away. */
  @Override
  public String toString() {
    return "Deadline[" + left() + " left]";
  }
}
