package posix.sockets;

import java.util.Map;
import posix.sockets.internal.Names;
import posix.sockets.raw.constants.SocketH;

/**
 * The {@code flags} of {@code send} and {@code recv}: {@code MSG_} constants, together with {@link
 * #or}. Bits without a name are kept.
 *
 * @param value C's number
 */
public record MsgFlags(int value) {
  /** No flag. */
  public static final MsgFlags NONE = new MsgFlags(0);

  private static final class Printed {
    static final Map<Integer, String> NAMES =
        Names.of(SocketH.class, "MSG_", "MSG_DONTROUTE", "MSG_FIN", "MSG_PROXY");
  }

  /**
   * The flags with these bits.
   *
   * @param value C's number
   * @return the flags
   */
  public static MsgFlags of(int value) {
    return new MsgFlags(value);
  }

  /**
   * {@code this | flags}.
   *
   * @param flags more flags
   * @return both
   */
  public MsgFlags or(MsgFlags flags) {
    return new MsgFlags(value | flags.value);
  }

  /**
   * {@code (this & flags) == flags}.
   *
   * @param flags the flags to look for
   * @return whether all of them are set
   */
  public boolean has(MsgFlags flags) {
    return (value & flags.value) == flags.value;
  }

  /** The C names: {@code MSG_PEEK|MSG_DONTWAIT|0x8000000}. */
  @Override
  public String toString() {
    return Names.flags(value, Printed.NAMES);
  }
}
