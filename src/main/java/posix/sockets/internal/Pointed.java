package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import posix.sockets.libc.Memory;

/** What pointers of libc's structs point to, and strings for libc. */
public final class Pointed {
  private Pointed() {}

  /** The memory that a pointer in a struct points to, or null. */
  public static MemorySegment at(MemorySegment struct, long offset, long size) {
    long address = struct.get(JAVA_LONG_UNALIGNED, offset);
    return address == 0 ? null : Memory.at(address, size);
  }

  /** The string that a pointer in a struct points to, or null. */
  public static String string(MemorySegment struct, long offset) {
    MemorySegment text = at(struct, offset, Long.MAX_VALUE);
    return text == null ? null : text.getString(0);
  }

  /** The strings that a {@code char **} in a struct points to, up to its NULL. */
  public static List<String> strings(MemorySegment struct, long offset) {
    MemorySegment array = at(struct, offset, Long.MAX_VALUE);
    List<String> strings = new ArrayList<>();
    if (array != null) {
      long at = 0;
      for (String text = string(array, at); text != null; text = string(array, at)) {
        strings.add(text);
        at += ADDRESS.byteSize();
      }
    }
    return List.copyOf(strings);
  }

  /**
   * A string for libc, in UTF-8; NULL for null.
   *
   * @throws IllegalArgumentException if it has a NUL, which would end it, or half of a surrogate
   *     pair, which would become another character
   */
  public static MemorySegment text(Arena arena, String text) {
    if (text == null) {
      return MemorySegment.NULL;
    }
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a NUL in the text, at " + text.indexOf('\0'));
    }
    if (!UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException("half of a surrogate pair in the text");
    }
    return arena.allocateFrom(text);
  }
}
