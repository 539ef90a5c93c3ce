package posix.sockets;

import java.util.Map;
import posix.sockets.internal.Names;
import posix.sockets.raw.constants.IfH;

/**
 * The flags of an interface: {@code IFF_} constants, together with {@link #or}. Bits without a name
 * are kept.
 *
 * @param value C's number
 */
public record InterfaceFlags(int value) {
  /** No flag. */
  public static final InterfaceFlags NONE = new InterfaceFlags(0);

  private static final class Printed {
    // By name: IFF_ also begins the flags of tun devices.
    static final Map<Integer, String> NAMES =
        Names.listed(
            IfH.class,
            "IFF_UP",
            "IFF_BROADCAST",
            "IFF_DEBUG",
            "IFF_LOOPBACK",
            "IFF_POINTOPOINT",
            "IFF_NOTRAILERS",
            "IFF_RUNNING",
            "IFF_NOARP",
            "IFF_PROMISC",
            "IFF_ALLMULTI",
            "IFF_MASTER",
            "IFF_SLAVE",
            "IFF_MULTICAST",
            "IFF_PORTSEL",
            "IFF_AUTOMEDIA",
            "IFF_DYNAMIC",
            "IFF_LOWER_UP",
            "IFF_DORMANT",
            "IFF_ECHO");
  }

  /**
   * The flags with these bits.
   *
   * @param value C's number
   * @return the flags
   */
  public static InterfaceFlags of(int value) {
    return new InterfaceFlags(value);
  }

  /**
   * {@code this | flags}.
   *
   * @param flags more flags
   * @return both
   */
  public InterfaceFlags or(InterfaceFlags flags) {
    return new InterfaceFlags(value | flags.value);
  }

  /**
   * {@code (this & flags) == flags}.
   *
   * @param flags the flags to look for
   * @return whether all of them are set
   */
  public boolean has(InterfaceFlags flags) {
    return (value & flags.value) == flags.value;
  }

  /** The C names: {@code IFF_UP|IFF_LOOPBACK|IFF_RUNNING}. */
  @Override
  public String toString() {
    return Names.flags(value, Printed.NAMES);
  }
}
