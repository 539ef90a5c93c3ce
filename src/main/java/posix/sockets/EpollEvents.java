package posix.sockets;

import java.util.Map;
import posix.sockets.internal.Names;
import posix.sockets.raw.constants.PollH;

/**
 * The {@code events} of {@code epoll}: {@code EPOLL} constants, together with {@link #or}; what to
 * wait for, with how to say so ({@code EPOLLET}, {@code EPOLLONESHOT} …), and what happened. Bits
 * without a name are kept.
 *
 * @param value C's number
 */
public record EpollEvents(int value) {
  /** Nothing asked for: {@code EPOLLERR} and {@code EPOLLHUP} come all the same. */
  public static final EpollEvents NONE = new EpollEvents(0);

  private static final class Printed {
    // By name: EPOLL_ also begins the operations of epoll_ctl.
    static final Map<Integer, String> NAMES =
        Names.listed(
            PollH.class,
            "EPOLLIN",
            "EPOLLPRI",
            "EPOLLOUT",
            "EPOLLERR",
            "EPOLLHUP",
            "EPOLLRDNORM",
            "EPOLLRDBAND",
            "EPOLLWRNORM",
            "EPOLLWRBAND",
            "EPOLLMSG",
            "EPOLLRDHUP",
            "EPOLLEXCLUSIVE",
            "EPOLLWAKEUP",
            "EPOLLONESHOT",
            "EPOLLET");
  }

  /** What a loop meets: made once. */
  private static final class Common {
    static final int BITS = 0x201f; // EPOLLIN to EPOLLHUP, EPOLLRDHUP
    static final EpollEvents[] ALL = new EpollEvents[0x40];

    static {
      for (int i = 0; i < ALL.length; i++) {
        ALL[i] = new EpollEvents(i & 0x1f | (i & 0x20) << 8);
      }
    }
  }

  /**
   * The events with these bits.
   *
   * @param value C's number
   * @return the events
   */
  public static EpollEvents of(int value) {
    return (value & ~Common.BITS) == 0
        ? Common.ALL[value & 0x1f | value >>> 8]
        : new EpollEvents(value);
  }

  /**
   * {@code this | events}.
   *
   * @param events more events
   * @return both
   */
  public EpollEvents or(EpollEvents events) {
    return of(value | events.value);
  }

  /**
   * {@code (this & events) == events}.
   *
   * @param events the events to look for
   * @return whether all of them are set
   */
  public boolean has(EpollEvents events) {
    return (value & events.value) == events.value;
  }

  /**
   * {@code (this & events) != 0}.
   *
   * @param events the events to look for
   * @return whether one of them is set
   */
  public boolean hasAny(EpollEvents events) {
    return (value & events.value) != 0;
  }

  /** The C names: {@code EPOLLIN|EPOLLET}. */
  @Override
  public String toString() {
    return Names.flags(value, Printed.NAMES);
  }
}
