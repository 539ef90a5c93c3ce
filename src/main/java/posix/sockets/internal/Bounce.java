package posix.sockets.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Native memory that bytes of the Java heap pass through on their way to and from a call. A few
 * buffers are kept for all: a thread that finds none free makes one of its own.
 */
public final class Bounce {
  private static final int SMALL = 8 << 10;
  private static final int LARGE = 64 << 10;
  private static final int HUGE = 1 << 20; // more is not kept

  /** How much of an array a loop over a stream moves at once: what the cache keeps. */
  public static final int STREAM_PART = LARGE;

  private static final Kept<MemorySegment> SMALL_ONES = new Kept<>();
  private static final Kept<MemorySegment> LARGE_ONES = new Kept<>();
  private static final Kept<MemorySegment> HUGE_ONES = new Kept<>();

  private Bounce() {}

  /** Takes a buffer of at least {@code size} bytes, with anything in it. */
  public static MemorySegment take(long size) {
    if (size > HUGE) {
      return allocate(size);
    }
    MemorySegment free = kept(size).take();
    if (free != null && free.byteSize() >= size) {
      return free;
    }
    // Beyond the usual sizes no more than twice of it: each of many threads may need one.
    return allocate(size <= SMALL ? SMALL : size <= LARGE ? LARGE : roundedUp(size));
  }

  /** Gives a buffer back for others to use. */
  public static void give(MemorySegment buffer) {
    long size = buffer.byteSize();
    if (size <= HUGE) {
      kept(size).give(buffer);
    }
  }

  private static Kept<MemorySegment> kept(long size) {
    return size <= SMALL ? SMALL_ONES : size <= LARGE ? LARGE_ONES : HUGE_ONES;
  }

  /** Aligned to a page: copies by the kernel cost up to a fifth more otherwise. */
  private static MemorySegment allocate(long size) {
    return Arena.ofAuto().allocate(size, 4096);
  }

  private static long roundedUp(long size) {
    return Long.highestOneBit(size - 1) << 1;
  }
}
