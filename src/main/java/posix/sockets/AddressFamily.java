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

  /**
   * Reads what {@link #toString} wrote.
   *
   * @param text a C name or a number
   * @return the family
   * @throws IllegalArgumentException if it is neither
   */
  public static AddressFamily parse(String text) {
    for (Map.Entry<Integer, String> entry : Printed.NAMES.entrySet()) {
      if (entry.getValue().equals(text)) {
        return new AddressFamily(entry.getKey());
      }
    }
    try {
      return new AddressFamily(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("no address family: " + text, e);
    }
  }

  /** The C name, or the number where it has none. */
  @Override
  public String toString() {
    return Printed.NAMES.getOrDefault(value, Integer.toString(value));
  }
}
