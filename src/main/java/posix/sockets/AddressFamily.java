package posix.sockets;

import java.util.Map;
import posix.sockets.internal.Names;
import posix.sockets.raw.constants.SocketH;

/**
 * A {@code domain} of {@code socket}, also a {@code sa_family_t}: {@code AF_INET} and the like. Any
 * number is one.
 *
 * @param value C's number
 */
public record AddressFamily(int value) {
  private static final class Printed {
    static final Map<Integer, String> NAMES =
        Names.of(SocketH.class, "AF_", "AF_UNIX", "AF_NETLINK");
  }

  /**
   * The family with this number.
   *
   * @param value C's number
   * @return the family
   */
  public static AddressFamily of(int value) {
    return new AddressFamily(value);
  }

  /** The C name, or the number where it has none. */
  @Override
  public String toString() {
    return Printed.NAMES.getOrDefault(value, Integer.toString(value));
  }
}
