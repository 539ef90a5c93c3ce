package posix.sockets;

import java.util.Objects;

/**
 * {@code struct group_source_req}, a multicast group, an interface, and one that sends.
 *
 * @param ifindex {@code gsr_interface}, the interface's index; 0 for the one that the group's route
 *     leads to
 * @param group {@code gsr_group}, an {@link Inet4} or {@link Inet6}, as the level is
 * @param source {@code gsr_source}, who sends
 */
public record GroupSourceReq(int ifindex, SockAddr group, SockAddr source) {
  /** Refuses null. */
  public GroupSourceReq {
    Objects.requireNonNull(group);
    Objects.requireNonNull(source);
  }
}
