package posix.sockets.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Native memory that bytes of the Java heap pass through on their way to and from a call. A few
 * buffers are kept for all: a thread that finds none free makes one of its own.
 */
public final class Bounce {
  private static final int SMALL = 8 << 10;
  private static final int LARGE = 64 << 10;

  /** How much of an array a loop over a stream moves at once: what passes through a kept buffer. */
  public static final int STREAM_PART = LARGE;

  private static final int SLOTS =
      Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * 4 - 1);
  private static final AtomicReferenceArray<MemorySegment> SMALL_ONES =
      new AtomicReferenceArray<>(SLOTS);
  private static final AtomicReferenceArray<MemorySegment> LARGE_ONES =
      new AtomicReferenceArray<>(SLOTS);

  private Bounce() {}

  /** Takes a buffer of at least {@code size} bytes, with anything in it. */
  public static MemorySegment take(long size) {
    if (size > LARGE) {
      return Arena.ofAuto().allocate(size, 4096);
    }
    MemorySegment free = (size <= SMALL ? SMALL_ONES : LARGE_ONES).getAndSet(slot(), null);
    // Aligned to a page: copies by the kernel cost up to a fifth more otherwise.
    return free != null ? free : Arena.ofAuto().allocate(size <= SMALL ? SMALL : LARGE, 4096);
  }

  /** Gives a buffer back for others to use. */
  public static void give(MemorySegment buffer) {
    long size = buffer.byteSize();
    if (size == SMALL) {
      SMALL_ONES.set(slot(), buffer);
    } else if (size == LARGE) {
      LARGE_ONES.set(slot(), buffer);
    }
  }

  private static int slot() {
    return (int) Thread.currentThread().threadId() & (SLOTS - 1);
  }
}
