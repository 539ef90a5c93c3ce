package posix.sockets;

import java.util.Objects;

/**
 * {@code struct ipv6_mreq}, a multicast or anycast address of IPv6 and an interface.
 *
 * @param multiaddr the address; port, flow information and scope do not matter
 * @param ifindex the interface's index; 0 for the one that the route leads to
 */
public record Ipv6Mreq(Inet6 multiaddr, int ifindex) {
  /** Refuses null. */
  public Ipv6Mreq {
    Objects.requireNonNull(multiaddr);
  }
}
