package posix.sockets;

import static posix.sockets.internal.NumberCodec.INT;
import static posix.sockets.raw.constants.InH.IPPROTO_UDPLITE;

import posix.sockets.SockOpt.ReadWrite;
import posix.sockets.raw.constants.UdpH;

/**
 * The options of level {@code IPPROTO_UDPLITE}, sorted by name.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/udplite.7.html">udplite(7)</a>
 */
public interface UdpLiteOptions {
  /**
   * How many bytes of a packet the checksum has to cover at least, 8 or more, or 0 for all. Since
   * Linux 2.6.20.
   */
  ReadWrite<Integer> UDPLITE_RECV_CSCOV =
      new ReadWrite<>(IPPROTO_UDPLITE, UdpH.UDPLITE_RECV_CSCOV, INT, "UDPLITE_RECV_CSCOV");

  /**
   * How many bytes of a packet the checksum covers, 8 or more, or 0 for all. Since Linux 2.6.20.
   */
  ReadWrite<Integer> UDPLITE_SEND_CSCOV =
      new ReadWrite<>(IPPROTO_UDPLITE, UdpH.UDPLITE_SEND_CSCOV, INT, "UDPLITE_SEND_CSCOV");
}
