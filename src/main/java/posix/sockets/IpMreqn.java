package posix.sockets;

import java.util.Objects;

/**
 * {@code struct ip_mreqn}, a multicast group of IPv4 and an interface of this machine. Ports do not
 * matter.
 *
 * @param multiaddr the group; for {@code IP_MULTICAST_IF}, any
 * @param address an address of the interface, or any
 * @param ifindex the interface's index, which comes before its address; 0 for none
 */
public record IpMreqn(Inet4 multiaddr, Inet4 address, int ifindex) {
  /** Refuses null. */
  public IpMreqn {
    Objects.requireNonNull(multiaddr);
    Objects.requireNonNull(address);
  }

  /**
   * A group on the interface that its route leads to.
   *
   * @param multiaddr the group
   * @return the value
   */
  public static IpMreqn group(Inet4 multiaddr) {
    return new IpMreqn(multiaddr, Inet4.any(0), 0);
  }

  /**
   * A group on an interface.
   *
   * @param multiaddr the group
   * @param ifindex the interface
   * @return the value
   */
  public static IpMreqn group(Inet4 multiaddr, int ifindex) {
    return new IpMreqn(multiaddr, Inet4.any(0), ifindex);
  }

  /**
   * An interface, for {@code IP_MULTICAST_IF}.
   *
   * @param ifindex its index
   * @return the value
   */
  public static IpMreqn iface(int ifindex) {
    return new IpMreqn(Inet4.any(0), Inet4.any(0), ifindex);
  }

  /**
   * An interface, for {@code IP_MULTICAST_IF}.
   *
   * @param address an address of it
   * @return the value
   */
  public static IpMreqn iface(Inet4 address) {
    return new IpMreqn(Inet4.any(0), address, 0);
  }
}
