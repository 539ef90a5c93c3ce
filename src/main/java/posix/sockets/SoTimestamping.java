package posix.sockets;

import java.util.Map;
import posix.sockets.internal.Names;
import posix.sockets.raw.constants.ErrqueueH;

/**
 * {@code struct so_timestamping}, the value of {@code SO_TIMESTAMPING}.
 *
 * @param flags {@code SOF_TIMESTAMPING_TX_SOFTWARE} and the like
 * @param bindPhc {@code bind_phc}, the clock to use with {@code SOF_TIMESTAMPING_BIND_PHC}, since
 *     Linux 5.15; 0 where the kernel does not say
 */
public record SoTimestamping(int flags, int bindPhc) {
  private static final class Printed {
    static final Map<Integer, String> NAMES = Names.of(ErrqueueH.class, "SOF_TIMESTAMPING_");
  }

  /**
   * Flags, and no clock.
   *
   * @param flags {@code SOF_TIMESTAMPING_TX_SOFTWARE} and the like
   * @return the value
   */
  public static SoTimestamping of(int flags) {
    return new SoTimestamping(flags, 0);
  }

  /** The flags by their C names, {@code SOF_TIMESTAMPING_RX_SOFTWARE|0x80000000}. */
  @Override
  public String toString() {
    String clock = bindPhc == 0 ? "" : ", bindPhc=" + bindPhc;
    return "SoTimestamping[" + Names.flags(flags, Printed.NAMES) + clock + "]";
  }
}
