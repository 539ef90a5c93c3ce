package posix.sockets;

import java.util.Map;
import posix.sockets.internal.Names;
import posix.sockets.raw.constants.SocketH;

/**
 * A {@code type} of {@code socket}: {@code SOCK_STREAM} and the like, together with {@code
 * SOCK_NONBLOCK} if wanted. {@code SOCK_CLOEXEC} is always added by the typed calls.
 *
 * @param value C's number
 */
public record SocketType(int value) {
  private static final int FLAGS = SocketH.SOCK_CLOEXEC | SocketH.SOCK_NONBLOCK;

  private static final class Printed {
    // By name: SOCK_ also begins the values of some options.
    static final Map<Integer, String> NAMES =
        Names.listed(
            SocketH.class,
            "SOCK_STREAM",
            "SOCK_DGRAM",
            "SOCK_RAW",
            "SOCK_RDM",
            "SOCK_SEQPACKET",
            "SOCK_DCCP",
            "SOCK_PACKET",
            "SOCK_NONBLOCK",
            "SOCK_CLOEXEC");
  }

  /**
   * The type with this number.
   *
   * @param value C's number
   * @return the type
   */
  public static SocketType of(int value) {
    return new SocketType(value);
  }

  /**
   * {@code this | flag}.
   *
   * @param flag {@code SOCK_NONBLOCK} or {@code SOCK_CLOEXEC}
   * @return the type with the flag
   */
  public SocketType or(SocketType flag) {
    return new SocketType(value | flag.value);
  }

  /**
   * The type alone, without {@code SOCK_NONBLOCK} and {@code SOCK_CLOEXEC}.
   *
   * @return the type
   */
  public SocketType withoutFlags() {
    return new SocketType(value & ~FLAGS);
  }

  /** The C name with the flags, {@code SOCK_STREAM|SOCK_NONBLOCK}; the number where it has none. */
  @Override
  public String toString() {
    int type = value & ~FLAGS;
    int flags = value & FLAGS;
    String name = Printed.NAMES.getOrDefault(type, Integer.toString(type));
    if (flags == 0) {
      return name;
    }
    return (type == 0 ? "" : name + "|") + Names.flags(flags, Printed.NAMES);
  }
}
