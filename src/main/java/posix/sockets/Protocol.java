package posix.sockets;

import java.util.Map;
import posix.sockets.internal.Names;
import posix.sockets.raw.constants.InH;

/**
 * A {@code protocol} of {@code socket}: {@code IPPROTO_TCP} and the like; 0 is the type's own.
 *
 * @param value C's number
 */
public record Protocol(int value) {
  private static final class Printed {
    static final Map<Integer, String> NAMES =
        Names.of(InH.class, "IPPROTO_", "IPPROTO_IP", "IPPROTO_ICMP");
  }

  /**
   * The protocol with this number.
   *
   * @param value C's number
   * @return the protocol
   */
  public static Protocol of(int value) {
    return new Protocol(value);
  }

  /** The name that the IP protocols have, or the number; other families count anew. */
  @Override
  public String toString() {
    return Printed.NAMES.getOrDefault(value, Integer.toString(value));
  }
}
