package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * {@code struct epoll_event}. The bindings have the one of the machine that they were made on; this
 * is the one of the machine that runs: packed on x86_64, and nowhere else.
 */
public final class EpollEvent {
  private static final boolean PACKED =
      switch (System.getProperty("os.arch")) {
        case "amd64", "x86_64" -> true;
        default -> false;
      };
  private static final long DATA = PACKED ? 4 : 8;

  /** The struct's size. */
  public static final int SIZE = PACKED ? 12 : 16;

  private EpollEvent() {}

  /** Writes the first one of an array. */
  public static void set(MemorySegment array, int events, long data) {
    array.set(JAVA_INT_UNALIGNED, 0, events);
    array.set(JAVA_LONG_UNALIGNED, DATA, data);
  }

  /** The events of one in an array. */
  public static int events(MemorySegment array, int index) {
    return array.get(JAVA_INT_UNALIGNED, (long) index * SIZE);
  }

  /** The data of one in an array. */
  public static long data(MemorySegment array, int index) {
    return array.get(JAVA_LONG_UNALIGNED, (long) index * SIZE + DATA);
  }
}
