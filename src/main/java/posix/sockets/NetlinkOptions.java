package posix.sockets;

import static posix.sockets.internal.NumberCodec.BOOLEAN;
import static posix.sockets.internal.NumberCodec.INT;
import static posix.sockets.internal.PacketCodec.MEMBERSHIPS;
import static posix.sockets.raw.constants.SocketH.SOL_NETLINK;

import java.util.List;
import posix.sockets.SockOpt.ReadOnly;
import posix.sockets.SockOpt.ReadWrite;
import posix.sockets.SockOpt.WriteOnly;
import posix.sockets.raw.constants.NetlinkH;

/**
 * The options of level {@code SOL_NETLINK}, sorted by name.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/netlink.7.html">netlink(7)</a>
 */
public interface NetlinkOptions {
  /** Joins a multicast group, by its number; some need CAP_NET_ADMIN. Since Linux 2.6.14. */
  WriteOnly<Integer> NETLINK_ADD_MEMBERSHIP =
      new WriteOnly<>(SOL_NETLINK, NetlinkH.NETLINK_ADD_MEMBERSHIP, INT, "NETLINK_ADD_MEMBERSHIP");

  /** A broadcast that did not reach everybody fails. Since Linux 2.6.30. */
  ReadWrite<Boolean> NETLINK_BROADCAST_ERROR =
      new ReadWrite<>(
          SOL_NETLINK, NetlinkH.NETLINK_BROADCAST_ERROR, BOOLEAN, "NETLINK_BROADCAST_ERROR");

  /** Acknowledgements do not repeat the request. Since Linux 4.3. */
  ReadWrite<Boolean> NETLINK_CAP_ACK =
      new ReadWrite<>(SOL_NETLINK, NetlinkH.NETLINK_CAP_ACK, BOOLEAN, "NETLINK_CAP_ACK");

  /** Leaves a multicast group, by its number. Since Linux 2.6.14. */
  WriteOnly<Integer> NETLINK_DROP_MEMBERSHIP =
      new WriteOnly<>(
          SOL_NETLINK, NetlinkH.NETLINK_DROP_MEMBERSHIP, INT, "NETLINK_DROP_MEMBERSHIP");

  /** Acknowledgements may say what was wrong, in words. Since Linux 4.12. */
  ReadWrite<Boolean> NETLINK_EXT_ACK =
      new ReadWrite<>(SOL_NETLINK, NetlinkH.NETLINK_EXT_ACK, BOOLEAN, "NETLINK_EXT_ACK");

  /** Requests for a dump are checked strictly, and filtered. Since Linux 4.20. */
  ReadWrite<Boolean> NETLINK_GET_STRICT_CHK =
      new ReadWrite<>(
          SOL_NETLINK, NetlinkH.NETLINK_GET_STRICT_CHK, BOOLEAN, "NETLINK_GET_STRICT_CHK");

  /**
   * Notifications of other network namespaces come too; needs CAP_NET_BROADCAST. Since Linux 4.2.
   */
  ReadWrite<Boolean> NETLINK_LISTEN_ALL_NSID =
      new ReadWrite<>(
          SOL_NETLINK, NetlinkH.NETLINK_LISTEN_ALL_NSID, BOOLEAN, "NETLINK_LISTEN_ALL_NSID");

  /** The multicast groups that were joined, by their numbers. Since Linux 4.2. */
  ReadOnly<List<Integer>> NETLINK_LIST_MEMBERSHIPS =
      new ReadOnly<>(
          SOL_NETLINK, NetlinkH.NETLINK_LIST_MEMBERSHIPS, MEMBERSHIPS, "NETLINK_LIST_MEMBERSHIPS");

  /** Messages that did not fit are lost in silence. Since Linux 2.6.30. */
  ReadWrite<Boolean> NETLINK_NO_ENOBUFS =
      new ReadWrite<>(SOL_NETLINK, NetlinkH.NETLINK_NO_ENOBUFS, BOOLEAN, "NETLINK_NO_ENOBUFS");

  /** {@code recvmsg} tells the group that a message was sent to. Since Linux 2.6.14. */
  ReadWrite<Boolean> NETLINK_PKTINFO =
      new ReadWrite<>(SOL_NETLINK, NetlinkH.NETLINK_PKTINFO, BOOLEAN, "NETLINK_PKTINFO");
}
