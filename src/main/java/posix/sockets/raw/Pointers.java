package posix.sockets.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import posix.sockets.libc.Memory;

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

  /** The same for a count that is an int: the kernel itself refuses a negative one. */
  static void checkArray(MemorySegment pointer, int count, int size) {
    if (count >= 0) {
      checkArray(pointer, (long) count, size);
    }
  }

  /** For an array of structs that the call writes to; a negative count the kernel refuses. */
  static void checkWritableArray(MemorySegment pointer, int count, int size) {
    checkArray(pointer, count, size);
    checkWritable(pointer, 0);
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

  /** For a string of C's: throws if it goes on behind the end of a segment with a size. */
  static void checkText(MemorySegment text) {
    if (isBare(text)) {
      return;
    }
    for (long i = 0; i < text.byteSize(); i++) {
      if (text.get(JAVA_BYTE, i) == 0) {
        return;
      }
    }
    throw new IndexOutOfBoundsException("no NUL in a segment of " + text.byteSize() + " bytes");
  }

  /** A string as C has it. One with a NUL or half of a surrogate pair would be another there. */
  static MemorySegment text(Arena arena, String text) {
    if (text.indexOf('\0') >= 0 || !UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException("a NUL or half of a surrogate pair inside the text");
    }
    return arena.allocateFrom(text);
  }

  /** The same, with NULL for null. */
  static MemorySegment textOrNull(Arena arena, String text) {
    return text == null ? MemorySegment.NULL : text(arena, text);
  }

  /** What a pointer to a struct points to, for a macro that reads the struct. */
  static MemorySegment struct(MemorySegment pointer, long size) {
    return isBare(pointer) ? at(pointer.address(), size) : pointer;
  }

  /** The struct at an address that a call returned; NULL stays NULL. */
  static MemorySegment at(long address, long size) {
    return address == 0 ? MemorySegment.NULL : Memory.at(address, size);
  }

  /** {@code (char *) pointer + n}; behind the end of a segment with a size it is the end. */
  static MemorySegment plus(MemorySegment pointer, long n) {
    return isBare(pointer)
        ? MemorySegment.ofAddress(pointer.address() + n)
        : pointer.asSlice(Math.min(n, pointer.byteSize()));
  }

  /** A pointer as C has it: no size is known. */
  private static boolean isBare(MemorySegment pointer) {
    return pointer.byteSize() == 0 && pointer.isNative() && pointer.scope().equals(GLOBAL);
  }
}
