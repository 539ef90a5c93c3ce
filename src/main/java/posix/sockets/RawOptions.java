package posix.sockets;

import static posix.sockets.internal.NumberCodec.INT;
import static posix.sockets.raw.constants.SocketH.SOL_RAW;

import posix.sockets.SockOpt.ReadWrite;
import posix.sockets.raw.constants.IcmpH;
import posix.sockets.raw.constants.InH;

/**
 * The options of level {@code SOL_RAW}, sorted by name. {@code IPV6_CHECKSUM}, which {@link
 * Ipv6Options} has too, is said with the class.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/raw.7.html">raw(7)</a>
 */
public interface RawOptions {
  /** Which ICMP messages a raw socket does not get: bit n for type n. Since Linux 2.2. */
  ReadWrite<Integer> ICMP_FILTER = new ReadWrite<>(SOL_RAW, IcmpH.ICMP_FILTER, INT, "ICMP_FILTER");

  /**
   * Where in what a raw socket sends and receives the checksum stands, an even number of bytes; -1
   * for none. For ICMPv6 the kernel makes it. Since Linux 2.2.
   */
  ReadWrite<Integer> IPV6_CHECKSUM =
      new ReadWrite<>(SOL_RAW, InH.IPV6_CHECKSUM, INT, "IPV6_CHECKSUM");
}
