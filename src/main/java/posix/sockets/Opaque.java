package posix.sockets;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * An address of a family that has no type of its own here: the bytes behind {@code sa_family}. In
 * text: {@code AF_CAN:00000000}.
 *
 * @param family {@code sa_family}, 0 to 65535
 * @param data what follows it, at most 126 bytes
 */
public record Opaque(AddressFamily family, byte[] data) implements SockAddr {
  private static final int MAX_DATA = 126; // a sockaddr_storage without its family

  /** Copies the bytes, and refuses what a {@code sockaddr_storage} does not hold. */
  public Opaque {
    if ((family.value() & ~0xffff) != 0) {
      throw new IllegalArgumentException("sa_family has 16 bits: " + family);
    }
    if (data.length > MAX_DATA) {
      throw new IllegalArgumentException(
          "at most " + MAX_DATA + " bytes follow sa_family, not " + data.length);
    }
    data = data.clone();
  }

  /**
   * What follows {@code sa_family}.
   *
   * @return a copy of the bytes
   */
  @Override
  public byte[] data() {
    return data.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Opaque o && family.equals(o.family) && Arrays.equals(data, o.data);
  }

  @Override
  public int hashCode() {
    return 31 * family.hashCode() + Arrays.hashCode(data);
  }

  /** Family and bytes, {@code AF_CAN:00000000}. */
  @Override
  public String toString() {
    return family + ":" + HexFormat.of().formatHex(data);
  }
}
