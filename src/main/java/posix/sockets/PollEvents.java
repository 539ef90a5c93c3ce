package posix.sockets;

import java.util.Map;
import posix.sockets.internal.Names;
import posix.sockets.raw.constants.PollH;

/**
 * The {@code events} and {@code revents} of {@code poll}: {@code POLL} constants, together with
 * {@link #or}. Bits without a name are kept.
 *
 * @param value C's number, 16 bits of it
 */
public record PollEvents(int value) {
  /** Nothing asked for: {@code POLLERR}, {@code POLLHUP} and {@code POLLNVAL} come all the same. */
  public static final PollEvents NONE = new PollEvents(0);

  private static final class Printed {
    static final Map<Integer, String> NAMES = Names.of(PollH.class, "POLL");
  }

  /** What a loop meets: made once. */
  private static final class Common {
    static final int BITS = 0x203f; // POLLIN to POLLNVAL, POLLRDHUP
    static final PollEvents[] ALL = new PollEvents[0x80];

    static {
      for (int i = 0; i < ALL.length; i++) {
        ALL[i] = new PollEvents(i & 0x3f | (i & 0x40) << 7);
      }
    }
  }

  /** Refuses what does not fit a {@code short}. */
  public PollEvents {
    if (value >>> 16 != 0) {
      throw new IllegalArgumentException("events are 16 bits, not 0x" + Integer.toHexString(value));
    }
  }

  /**
   * The events with these bits.
   *
   * @param value C's number
   * @return the events
   */
  public static PollEvents of(int value) {
    return (value & ~Common.BITS) == 0
        ? Common.ALL[value & 0x3f | value >>> 7]
        : new PollEvents(value);
  }

  /**
   * {@code this | events}.
   *
   * @param events more events
   * @return both
   */
  public PollEvents or(PollEvents events) {
    return of(value | events.value);
  }

  /**
   * {@code (this & events) == events}.
   *
   * @param events the events to look for
   * @return whether all of them are set
   */
  public boolean has(PollEvents events) {
    return (value & events.value) == events.value;
  }

  /**
   * {@code (this & events) != 0}.
   *
   * @param events the events to look for
   * @return whether one of them is set
   */
  public boolean hasAny(PollEvents events) {
    return (value & events.value) != 0;
  }

  /** The C names: {@code POLLIN|POLLHUP}. */
  @Override
  public String toString() {
    return Names.flags(value, Printed.NAMES);
  }
}
