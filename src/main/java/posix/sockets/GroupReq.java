package posix.sockets;

import java.util.Objects;

/**
 * {@code struct group_req}, a multicast group and an interface.
 *
 * @param ifindex {@code gr_interface}, the interface's index; 0 for the one that the group's route
 *     leads to
 * @param group {@code gr_group}, an {@link Inet4} or {@link Inet6}, as the level is
 */
public record GroupReq(int ifindex, SockAddr group) {
  /** Refuses null. */
  public GroupReq {
    Objects.requireNonNull(group);
  }
}
