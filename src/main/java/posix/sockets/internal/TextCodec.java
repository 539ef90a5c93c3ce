package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import posix.sockets.SockOpt.Codec;

/** A name, which in C ends with a NUL, or with the value. */
public final class TextCodec implements Codec<String> {
  private final int size;

  private TextCodec(int size) {
    this.size = size;
  }

  /** A name that takes so many bytes at most, its NUL included. */
  public static Codec<String> of(int size) {
    return new TextCodec(size);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public String decode(MemorySegment from) {
    byte[] bytes = from.toArray(JAVA_BYTE);
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  @Override
  public int encode(String value, MemorySegment to) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    if (bytes.length >= size) {
      throw new IllegalArgumentException("at most " + (size - 1) + " bytes: " + value);
    }
    if (value.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw new IllegalArgumentException(
          "a NUL, or half of a surrogate pair: " + Arrays.toString(bytes));
    }
    MemorySegment.copy(bytes, 0, to, JAVA_BYTE, 0, bytes.length);
    to.set(JAVA_BYTE, bytes.length, (byte) 0);
    return bytes.length + 1;
  }
}
