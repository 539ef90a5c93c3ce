package posix.sockets;

import java.util.Map;
import posix.sockets.internal.Names;
import posix.sockets.raw.constants.SocketH;

/**
 * The {@code how} of {@code shutdown}: {@code SHUT_RD}, {@code SHUT_WR} or {@code SHUT_RDWR}.
 *
 * @param value C's number
 */
public record Shutdown(int value) {
  private static final class Printed {
    static final Map<Integer, String> NAMES = Names.of(SocketH.class, "SHUT_");
  }

  /**
   * The direction with this number.
   *
   * @param value C's number
   * @return the direction
   */
  public static Shutdown of(int value) {
    return new Shutdown(value);
  }

  /** The C name, or the number where it has none. */
  @Override
  public String toString() {
    return Printed.NAMES.getOrDefault(value, Integer.toString(value));
  }
}
