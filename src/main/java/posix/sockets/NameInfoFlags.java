package posix.sockets;

import java.util.Map;
import posix.sockets.internal.Names;
import posix.sockets.raw.constants.NetdbH;

/**
 * The {@code flags} of {@code getnameinfo}: {@code NI_} constants, together with {@link #or}. Bits
 * without a name are kept.
 *
 * @param value C's number
 */
public record NameInfoFlags(int value) {
  /** No flag. */
  public static final NameInfoFlags NONE = new NameInfoFlags(0);

  private static final class Printed {
    // By name: NI_ also begins the lengths of buffers.
    static final Map<Integer, String> NAMES =
        Names.listed(
            NetdbH.class,
            "NI_NUMERICHOST",
            "NI_NUMERICSERV",
            "NI_NOFQDN",
            "NI_NAMEREQD",
            "NI_DGRAM",
            "NI_IDN");
  }

  /**
   * The flags with these bits.
   *
   * @param value C's number
   * @return the flags
   */
  public static NameInfoFlags of(int value) {
    return new NameInfoFlags(value);
  }

  /**
   * {@code this | flags}.
   *
   * @param flags more flags
   * @return both
   */
  public NameInfoFlags or(NameInfoFlags flags) {
    return new NameInfoFlags(value | flags.value);
  }

  /**
   * {@code (this & flags) == flags}.
   *
   * @param flags the flags to look for
   * @return whether all of them are set
   */
  public boolean has(NameInfoFlags flags) {
    return (value & flags.value) == flags.value;
  }

  /** The C names: {@code NI_NUMERICHOST|NI_DGRAM}. */
  @Override
  public String toString() {
    return Names.flags(value, Printed.NAMES);
  }
}
