package posix.sockets;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * A struct that grows from kernel to kernel, as long as this one gave it: what lies beyond its end
 * is not known.
 */
final class InfoBytes {
  private final byte[] bytes;
  private final ByteBuffer buffer;

  /**
   * A copy of the struct.
   *
   * @param bytes as many as there are
   * @param least how many every kernel gives
   */
  InfoBytes(byte[] bytes, int least) {
    if (bytes.length < least) {
      throw new IllegalArgumentException("at least " + least + " bytes, not " + bytes.length);
    }
    this.bytes = bytes.clone();
    buffer = ByteBuffer.wrap(this.bytes).order(ByteOrder.nativeOrder());
  }

  byte[] copy() {
    return bytes.clone();
  }

  int length() {
    return bytes.length;
  }

  int u8(int offset) {
    return Byte.toUnsignedInt(buffer.get(offset));
  }

  long u32(int offset) {
    return Integer.toUnsignedLong(buffer.getInt(offset));
  }

  long u64(int offset) {
    return buffer.getLong(offset);
  }

  OptionalLong maybe8(int offset) {
    return has(offset, Byte.BYTES) ? OptionalLong.of(u8(offset)) : OptionalLong.empty();
  }

  OptionalLong maybe16(int offset) {
    return has(offset, Short.BYTES)
        ? OptionalLong.of(Short.toUnsignedLong(buffer.getShort(offset)))
        : OptionalLong.empty();
  }

  OptionalLong maybe32(int offset) {
    return has(offset, Integer.BYTES) ? OptionalLong.of(u32(offset)) : OptionalLong.empty();
  }

  OptionalLong maybe64(int offset) {
    return has(offset, Long.BYTES) ? OptionalLong.of(u64(offset)) : OptionalLong.empty();
  }

  private boolean has(int offset, int size) {
    return offset + size <= bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InfoBytes info && Arrays.equals(bytes, info.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
