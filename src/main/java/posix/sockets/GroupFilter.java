package posix.sockets;

import java.util.List;
import java.util.Objects;

/**
 * {@code struct group_filter}, the value of {@code MCAST_MSFILTER}: whom a joined multicast group
 * is received from. To read it, ask {@link #of} the group.
 *
 * @param ifindex {@code gf_interface}, the interface's index
 * @param group {@code gf_group}, an {@link Inet4} or {@link Inet6}, as the level is
 * @param fmode {@code MCAST_INCLUDE} for none but these, {@code MCAST_EXCLUDE} for all but these
 * @param sources {@code gf_slist}, who sends
 */
public record GroupFilter(int ifindex, SockAddr group, int fmode, List<SockAddr> sources) {
  /** Copies the list. */
  public GroupFilter {
    Objects.requireNonNull(group);
    sources = List.copyOf(sources);
  }

  /**
   * The question for a group's filter.
   *
   * @param ifindex the interface's index
   * @param group the group
   * @return what {@code MCAST_MSFILTER.about} takes
   */
  public static GroupFilter of(int ifindex, SockAddr group) {
    return new GroupFilter(ifindex, group, 0, List.of());
  }
}
