package posix.sockets;

import java.util.List;
import java.util.Objects;

/**
 * {@code struct ip_msfilter}, the value of {@code IP_MSFILTER}: whom a joined multicast group is
 * received from. Ports do not matter. To read it, ask {@link #of} the group.
 *
 * @param multiaddr the group
 * @param iface {@code imsf_interface}, an address of the interface, or any
 * @param fmode {@code MCAST_INCLUDE} for none but these, {@code MCAST_EXCLUDE} for all but these
 * @param sources {@code imsf_slist}, who sends
 */
public record IpMsfilter(Inet4 multiaddr, Inet4 iface, int fmode, List<Inet4> sources) {
  /** Copies the list. */
  public IpMsfilter {
    Objects.requireNonNull(multiaddr);
    Objects.requireNonNull(iface);
    sources = List.copyOf(sources);
  }

  /**
   * The question for a group's filter.
   *
   * @param multiaddr the group
   * @param iface an address of the interface, or any
   * @return what {@code IP_MSFILTER.about} takes
   */
  public static IpMsfilter of(Inet4 multiaddr, Inet4 iface) {
    return new IpMsfilter(multiaddr, iface, 0, List.of());
  }
}
