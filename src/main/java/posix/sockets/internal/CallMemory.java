package posix.sockets.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * Native memory for the structs of one call, all of it zero: parts of a small block that is used
 * again, since an arena takes 100 ns for each thing that it allocates. What does not fit comes from
 * an arena that ends with the call.
 */
public final class CallMemory implements SegmentAllocator, AutoCloseable {
  private static final int SIZE = 512;
  private static final int ALIGNMENT = 64;
  private static final Kept<CallMemory> FREE = new Kept<>();

  private final MemorySegment block = Arena.ofAuto().allocate(SIZE, ALIGNMENT);
  private long used;
  private Arena rest; // or null

  private CallMemory() {}

  /** Takes memory for a call of this thread, which is given back by {@link #close}. */
  public static CallMemory take() {
    CallMemory free = FREE.take();
    return free != null ? free : new CallMemory();
  }

  @Override
  public MemorySegment allocate(long size, long alignment) {
    long at = (used + alignment - 1) & -alignment;
    if (alignment > ALIGNMENT || size > SIZE - at) {
      if (rest == null) {
        rest = Arena.ofConfined();
      }
      return rest.allocate(size, alignment);
    }
    used = at + size;
    return block.asSlice(at, size);
  }

  /** The end of the call: nobody looks at its memory any more. */
  @Override
  public void close() {
    if (rest != null) {
      rest.close();
      rest = null;
    }
    block.asSlice(0, used).fill((byte) 0);
    used = 0;
    FREE.give(this);
  }
}
