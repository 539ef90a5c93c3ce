package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import posix.sockets.SockOpt.Codec;

/** Bytes as they are, as many as the option takes: structs that few programs use. */
public final class BytesCodec implements Inquiry<byte[]> {
  private final int least;
  private final int most;
  private final int unit;
  private final boolean writtenBack;

  private BytesCodec(int least, int most, int unit, boolean writtenBack) {
    this.least = least;
    this.most = most;
    this.unit = unit;
    this.writtenBack = writtenBack;
  }

  /** So many bytes. */
  public static Codec<byte[]> of(int length) {
    return new BytesCodec(length, length, 1, false);
  }

  /** At least and at most so many bytes. */
  public static Codec<byte[]> of(int least, int most) {
    return new BytesCodec(least, most, 1, false);
  }

  /** At most so many bytes, in elements of a size. */
  public static Codec<byte[]> elements(int size, int most) {
    return new BytesCodec(size, most, size, false);
  }

  /** At least and at most so many bytes, into which {@code setsockopt} writes too. */
  public static Codec<byte[]> writtenBack(int least, int most) {
    return new BytesCodec(least, most, 1, true);
  }

  @Override
  public int size() {
    return most;
  }

  @Override
  public int size(byte[] value) {
    return value.length;
  }

  @Override
  public byte[] decode(MemorySegment from) {
    return from.toArray(JAVA_BYTE);
  }

  @Override
  public int encode(byte[] value, MemorySegment to) {
    if (value.length < least || value.length > most || value.length % unit != 0) {
      String multiple = unit == 1 ? "" : ", a multiple of " + unit;
      throw new IllegalArgumentException(
          least + " to " + most + " bytes" + multiple + ", not " + value.length);
    }
    MemorySegment.copy(value, 0, to, JAVA_BYTE, 0, value.length);
    return value.length;
  }

  @Override
  public void written(byte[] value, MemorySegment optval) {
    if (writtenBack) {
      MemorySegment.copy(optval, JAVA_BYTE, 0, value, 0, value.length);
    }
  }
}
