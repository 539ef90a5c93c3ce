package posix.sockets.raw;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Checks of pointer arguments. The kernel would read and write past the end of a segment that is
 * too short.
 */
final class Pointers {
  private static final MemorySegment.Scope GLOBAL = Arena.global().scope();

  private Pointers() {}

  /** Throws if {@code n} bytes, as a size_t, are more than a segment with a size holds. */
  static void checkLength(MemorySegment pointer, long n) {
    long size = pointer.byteSize();
    if ((n < 0 || n > size) && !isBare(pointer)) {
      throw new IndexOutOfBoundsException(
          "length " + Long.toUnsignedString(n) + " in a segment of " + size + " bytes");
    }
  }

  /** The same for a socklen_t, which is an int: the kernel itself refuses a negative one. */
  static void checkLength(MemorySegment pointer, int n) {
    if (n >= 0) {
      checkLength(pointer, (long) n);
    }
  }

  /** The same for memory that the call writes to. */
  static void checkWritable(MemorySegment pointer, long n) {
    checkLength(pointer, n);
    if (pointer.isReadOnly()) {
      throw new IllegalArgumentException("the segment is read-only");
    }
  }

  /** For an array of structs. */
  static void checkArray(MemorySegment pointer, long count, int size) {
    if (!isBare(pointer) && (count < 0 || count > pointer.byteSize() / size)) {
      throw new IndexOutOfBoundsException(
          Long.toUnsignedString(count)
              + " structs of "
              + size
              + " bytes in a segment of "
              + pointer.byteSize());
    }
  }

  /** For a buffer and the pointer to its length, which the kernel reads and then overwrites. */
  static void checkRoom(MemorySegment buffer, MemorySegment length) {
    if (isBare(length)) {
      return;
    }
    checkWritable(length, (long) Integer.BYTES);
    checkWritable(buffer, 0L);
    checkLength(buffer, length.get(JAVA_INT_UNALIGNED, 0));
  }

  /** A pointer as C has it: no size is known. */
  private static boolean isBare(MemorySegment pointer) {
    return pointer.byteSize() == 0 && pointer.isNative() && pointer.scope().equals(GLOBAL);
  }
}
