package posix.sockets;

import static posix.sockets.internal.NumberCodec.BOOLEAN;
import static posix.sockets.internal.NumberCodec.INT;
import static posix.sockets.raw.constants.InH.IPPROTO_UDP;

import posix.sockets.SockOpt.ReadWrite;
import posix.sockets.raw.constants.UdpH;

/**
 * The options of level {@code IPPROTO_UDP}, sorted by name.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/udp.7.html">udp(7)</a>
 */
public interface UdpOptions {
  /** What is sent adds up to one datagram, until this is switched off. Since Linux 2.5.44. */
  ReadWrite<Boolean> UDP_CORK = new ReadWrite<>(IPPROTO_UDP, UdpH.UDP_CORK, BOOLEAN, "UDP_CORK");

  /** The encapsulation: {@code UDP_ENCAP_ESPINUDP} and the like. Since Linux 2.6. */
  ReadWrite<Integer> UDP_ENCAP = new ReadWrite<>(IPPROTO_UDP, UdpH.UDP_ENCAP, INT, "UDP_ENCAP");

  /**
   * Datagrams of one size may be received put together, and {@code recvmsg} tells the size. Since
   * Linux 5.0.
   */
  ReadWrite<Boolean> UDP_GRO = new ReadWrite<>(IPPROTO_UDP, UdpH.UDP_GRO, BOOLEAN, "UDP_GRO");

  /** Over IPv6, datagrams without a checksum are accepted. Since Linux 3.16. */
  ReadWrite<Boolean> UDP_NO_CHECK6_RX =
      new ReadWrite<>(IPPROTO_UDP, UdpH.UDP_NO_CHECK6_RX, BOOLEAN, "UDP_NO_CHECK6_RX");

  /** Over IPv6, datagrams are sent without a checksum. Since Linux 3.16. */
  ReadWrite<Boolean> UDP_NO_CHECK6_TX =
      new ReadWrite<>(IPPROTO_UDP, UdpH.UDP_NO_CHECK6_TX, BOOLEAN, "UDP_NO_CHECK6_TX");

  /**
   * What is sent is cut into datagrams of this size, 1 to 65535 bytes; 0 for none. Since Linux
   * 4.18.
   */
  ReadWrite<Integer> UDP_SEGMENT =
      new ReadWrite<>(IPPROTO_UDP, UdpH.UDP_SEGMENT, INT, "UDP_SEGMENT");
}
