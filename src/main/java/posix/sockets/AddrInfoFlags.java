package posix.sockets;

import java.util.Map;
import posix.sockets.internal.Names;
import posix.sockets.raw.constants.NetdbH;

/**
 * The {@code ai_flags} of {@code getaddrinfo}: {@code AI_} constants, together with {@link #or}.
 * Bits without a name are kept.
 *
 * @param value C's number
 */
public record AddrInfoFlags(int value) {
  /** No flag. */
  public static final AddrInfoFlags NONE = new AddrInfoFlags(0);

  private static final class Printed {
    static final Map<Integer, String> NAMES = Names.of(NetdbH.class, "AI_");
  }

  /**
   * The flags with these bits.
   *
   * @param value C's number
   * @return the flags
   */
  public static AddrInfoFlags of(int value) {
    return new AddrInfoFlags(value);
  }

  /**
   * {@code this | flags}.
   *
   * @param flags more flags
   * @return both
   */
  public AddrInfoFlags or(AddrInfoFlags flags) {
    return new AddrInfoFlags(value | flags.value);
  }

  /**
   * {@code (this & flags) == flags}.
   *
   * @param flags the flags to look for
   * @return whether all of them are set
   */
  public boolean has(AddrInfoFlags flags) {
    return (value & flags.value) == flags.value;
  }

  /** The C names: {@code AI_PASSIVE|AI_NUMERICSERV}. */
  @Override
  public String toString() {
    return Names.flags(value, Printed.NAMES);
  }
}
