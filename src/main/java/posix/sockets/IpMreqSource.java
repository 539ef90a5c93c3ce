package posix.sockets;

import java.util.Objects;

/**
 * {@code struct ip_mreq_source}, a multicast group of IPv4 and one that sends to it. Ports do not
 * matter.
 *
 * @param multiaddr the group
 * @param iface {@code imr_interface}, an address of the interface, or any
 * @param sourceaddr who sends
 */
public record IpMreqSource(Inet4 multiaddr, Inet4 iface, Inet4 sourceaddr) {
  /** Refuses null. */
  public IpMreqSource {
    Objects.requireNonNull(multiaddr);
    Objects.requireNonNull(iface);
    Objects.requireNonNull(sourceaddr);
  }
}
