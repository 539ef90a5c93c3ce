package posix.sockets;

import static posix.sockets.OptionCodec.CMSGS;
import static posix.sockets.internal.IpCodec.GROUP_FILTER;
import static posix.sockets.internal.IpCodec.GROUP_REQ;
import static posix.sockets.internal.IpCodec.GROUP_SOURCE_REQ;
import static posix.sockets.internal.IpCodec.MREQN;
import static posix.sockets.internal.IpCodec.MREQ_SOURCE;
import static posix.sockets.internal.IpCodec.MSFILTER;
import static posix.sockets.internal.IpCodec.PORT_RANGE;
import static posix.sockets.internal.NumberCodec.BOOLEAN;
import static posix.sockets.internal.NumberCodec.INT;
import static posix.sockets.internal.NumberCodec.NET_INT;
import static posix.sockets.internal.NumberCodec.PROTOCOL;
import static posix.sockets.internal.SocketCodec.ADDRESS;
import static posix.sockets.raw.constants.InH.IPPROTO_IP;

import java.util.List;
import posix.sockets.SockOpt.AskWrite;
import posix.sockets.SockOpt.ReadOnly;
import posix.sockets.SockOpt.ReadWrite;
import posix.sockets.SockOpt.WriteOnly;
import posix.sockets.internal.BytesCodec;
import posix.sockets.raw.constants.InH;
import posix.sockets.raw.constants.NetfilterH;

/**
 * The options of level {@code IPPROTO_IP}, sorted by name. Those that {@link Ipv6Options} has too,
 * by the same name, are said with the class: {@code IpOptions.MCAST_JOIN_GROUP}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7)</a>
 */
public interface IpOptions {
  /**
   * Joins a multicast group on an interface, which is found by the group's route if neither index
   * nor address is given. Since Linux 1.2.
   */
  WriteOnly<IpMreqn> IP_ADD_MEMBERSHIP =
      new WriteOnly<>(IPPROTO_IP, InH.IP_ADD_MEMBERSHIP, MREQN, "IP_ADD_MEMBERSHIP");

  /** Joins a multicast group for what one source sends. Since Linux 2.4.22. */
  WriteOnly<IpMreqSource> IP_ADD_SOURCE_MEMBERSHIP =
      new WriteOnly<>(
          IPPROTO_IP, InH.IP_ADD_SOURCE_MEMBERSHIP, MREQ_SOURCE, "IP_ADD_SOURCE_MEMBERSHIP");

  /** {@code bind} to port 0 leaves the choice of the port to {@code connect}. Since Linux 4.2. */
  ReadWrite<Boolean> IP_BIND_ADDRESS_NO_PORT =
      new ReadWrite<>(IPPROTO_IP, InH.IP_BIND_ADDRESS_NO_PORT, BOOLEAN, "IP_BIND_ADDRESS_NO_PORT");

  /** No more from one source of a multicast group that was joined. Since Linux 2.4.22. */
  WriteOnly<IpMreqSource> IP_BLOCK_SOURCE =
      new WriteOnly<>(IPPROTO_IP, InH.IP_BLOCK_SOURCE, MREQ_SOURCE, "IP_BLOCK_SOURCE");

  /** {@code recvmsg} tells the sum over the packet. Since Linux 4.0. */
  ReadWrite<Boolean> IP_CHECKSUM =
      new ReadWrite<>(IPPROTO_IP, InH.IP_CHECKSUM, BOOLEAN, "IP_CHECKSUM");

  /** Leaves a multicast group. Since Linux 1.2. */
  WriteOnly<IpMreqn> IP_DROP_MEMBERSHIP =
      new WriteOnly<>(IPPROTO_IP, InH.IP_DROP_MEMBERSHIP, MREQN, "IP_DROP_MEMBERSHIP");

  /** Leaves a multicast group that was joined for one source. Since Linux 2.4.22. */
  WriteOnly<IpMreqSource> IP_DROP_SOURCE_MEMBERSHIP =
      new WriteOnly<>(
          IPPROTO_IP, InH.IP_DROP_SOURCE_MEMBERSHIP, MREQ_SOURCE, "IP_DROP_SOURCE_MEMBERSHIP");

  /** An address may be bound that this machine does not have, or not yet. Since Linux 2.4. */
  ReadWrite<Boolean> IP_FREEBIND =
      new ReadWrite<>(IPPROTO_IP, InH.IP_FREEBIND, BOOLEAN, "IP_FREEBIND");

  /** What a raw socket sends begins with the IP header. Since Linux 2.0. */
  ReadWrite<Boolean> IP_HDRINCL =
      new ReadWrite<>(IPPROTO_IP, InH.IP_HDRINCL, BOOLEAN, "IP_HDRINCL");

  /** The IPsec policy as PF_KEY writes it; needs CAP_NET_ADMIN. Since Linux 2.6. */
  WriteOnly<byte[]> IP_IPSEC_POLICY =
      new WriteOnly<>(IPPROTO_IP, InH.IP_IPSEC_POLICY, BytesCodec.of(0, 4096), "IP_IPSEC_POLICY");

  /** The ports that the kernel chooses from. Since Linux 6.3. */
  ReadWrite<PortRange> IP_LOCAL_PORT_RANGE =
      new ReadWrite<>(IPPROTO_IP, InH.IP_LOCAL_PORT_RANGE, PORT_RANGE, "IP_LOCAL_PORT_RANGE");

  /** The lowest time to live that is accepted, 0 to 255. Since Linux 2.6.34. */
  ReadWrite<Integer> IP_MINTTL = new ReadWrite<>(IPPROTO_IP, InH.IP_MINTTL, INT, "IP_MINTTL");

  /** The sources that a joined multicast group is limited to, or kept from. Since Linux 2.4.22. */
  AskWrite<IpMsfilter, IpMsfilter> IP_MSFILTER =
      new AskWrite<>(IPPROTO_IP, InH.IP_MSFILTER, MSFILTER, MSFILTER, "IP_MSFILTER");

  /** The path's MTU in bytes; ENOTCONN without a connection. Since Linux 2.2. */
  ReadOnly<Integer> IP_MTU = new ReadOnly<>(IPPROTO_IP, InH.IP_MTU, INT, "IP_MTU");

  /** How to find the path's MTU: {@code IP_PMTUDISC_DO} and the like. Since Linux 2.2. */
  ReadWrite<Integer> IP_MTU_DISCOVER =
      new ReadWrite<>(IPPROTO_IP, InH.IP_MTU_DISCOVER, INT, "IP_MTU_DISCOVER");

  /** Also from groups that other sockets have joined; on from the start. Since Linux 2.6.31. */
  ReadWrite<Boolean> IP_MULTICAST_ALL =
      new ReadWrite<>(IPPROTO_IP, InH.IP_MULTICAST_ALL, BOOLEAN, "IP_MULTICAST_ALL");

  /**
   * The interface that multicast is sent by. Reading gives its address alone, and only if it was
   * set by address. Since Linux 1.2.
   */
  ReadWrite<IpMreqn> IP_MULTICAST_IF =
      new ReadWrite<>(IPPROTO_IP, InH.IP_MULTICAST_IF, MREQN, "IP_MULTICAST_IF");

  /** Multicast sent comes back to this machine too; on from the start. Since Linux 1.2. */
  ReadWrite<Boolean> IP_MULTICAST_LOOP =
      new ReadWrite<>(IPPROTO_IP, InH.IP_MULTICAST_LOOP, BOOLEAN, "IP_MULTICAST_LOOP");

  /** The time to live of multicast sent, 0 to 255, or -1 for 1. Since Linux 1.2. */
  ReadWrite<Integer> IP_MULTICAST_TTL =
      new ReadWrite<>(IPPROTO_IP, InH.IP_MULTICAST_TTL, INT, "IP_MULTICAST_TTL");

  /**
   * Fragments that a raw socket sends are not put together for the packet filter. Since Linux
   * 2.6.36.
   */
  ReadWrite<Boolean> IP_NODEFRAG =
      new ReadWrite<>(IPPROTO_IP, InH.IP_NODEFRAG, BOOLEAN, "IP_NODEFRAG");

  /**
   * The options in the header of packets sent, at most 40 bytes; none to remove them. Since Linux
   * 2.0.
   */
  ReadWrite<byte[]> IP_OPTIONS =
      new ReadWrite<>(IPPROTO_IP, InH.IP_OPTIONS, BytesCodec.of(0, 40), "IP_OPTIONS");

  /**
   * {@code recvmsg} tells where a packet was sent to before it was diverted. Since Linux 2.6.29.
   */
  ReadWrite<Boolean> IP_ORIGDSTADDR =
      new ReadWrite<>(IPPROTO_IP, InH.IP_ORIGDSTADDR, BOOLEAN, "IP_ORIGDSTADDR");

  /** {@code recvmsg} tells the packet's security context. Since Linux 2.6.17. */
  ReadWrite<Boolean> IP_PASSSEC =
      new ReadWrite<>(IPPROTO_IP, InH.IP_PASSSEC, BOOLEAN, "IP_PASSSEC");

  /** {@code recvmsg} tells by which interface and address a packet came. Since Linux 2.2. */
  ReadWrite<Boolean> IP_PKTINFO =
      new ReadWrite<>(IPPROTO_IP, InH.IP_PKTINFO, BOOLEAN, "IP_PKTINFO");

  /** What {@code recvmsg} would tell in control messages, for streams. Since Linux 2.2. */
  ReadOnly<List<Cmsg>> IP_PKTOPTIONS =
      new ReadOnly<>(IPPROTO_IP, InH.IP_PKTOPTIONS, CMSGS, "IP_PKTOPTIONS");

  /** The protocol of a raw socket. Since Linux 6.4. */
  ReadOnly<Protocol> IP_PROTOCOL =
      new ReadOnly<>(IPPROTO_IP, InH.IP_PROTOCOL, PROTOCOL, "IP_PROTOCOL");

  /** Errors go to the error queue, with what is known about them. Since Linux 2.2. */
  ReadWrite<Boolean> IP_RECVERR =
      new ReadWrite<>(IPPROTO_IP, InH.IP_RECVERR, BOOLEAN, "IP_RECVERR");

  /** The error queue tells where ICMP extensions begin. Since Linux 5.9. */
  ReadWrite<Boolean> IP_RECVERR_RFC4884 =
      new ReadWrite<>(IPPROTO_IP, InH.IP_RECVERR_RFC4884, BOOLEAN, "IP_RECVERR_RFC4884");

  /** {@code recvmsg} tells the size of the largest fragment. Since Linux 4.10. */
  ReadWrite<Boolean> IP_RECVFRAGSIZE =
      new ReadWrite<>(IPPROTO_IP, InH.IP_RECVFRAGSIZE, BOOLEAN, "IP_RECVFRAGSIZE");

  /** {@code recvmsg} tells the header's options. Since Linux 2.2. */
  ReadWrite<Boolean> IP_RECVOPTS =
      new ReadWrite<>(IPPROTO_IP, InH.IP_RECVOPTS, BOOLEAN, "IP_RECVOPTS");

  /** {@code recvmsg} tells the type of service. Since Linux 2.2. */
  ReadWrite<Boolean> IP_RECVTOS =
      new ReadWrite<>(IPPROTO_IP, InH.IP_RECVTOS, BOOLEAN, "IP_RECVTOS");

  /** {@code recvmsg} tells the time to live. Since Linux 2.2. */
  ReadWrite<Boolean> IP_RECVTTL =
      new ReadWrite<>(IPPROTO_IP, InH.IP_RECVTTL, BOOLEAN, "IP_RECVTTL");

  /** {@code recvmsg} tells the header's options in the form to send them back. Since Linux 2.2. */
  ReadWrite<Boolean> IP_RETOPTS =
      new ReadWrite<>(IPPROTO_IP, InH.IP_RETOPTS, BOOLEAN, "IP_RETOPTS");

  /**
   * Packets with the router alert option that are to be forwarded come to this raw socket. Since
   * Linux 2.2.
   */
  ReadWrite<Boolean> IP_ROUTER_ALERT =
      new ReadWrite<>(IPPROTO_IP, InH.IP_ROUTER_ALERT, BOOLEAN, "IP_ROUTER_ALERT");

  /**
   * The type of service of packets sent, 0 to 255; on TCP without the two bits of ECN. Since Linux
   * 1.0.
   */
  ReadWrite<Integer> IP_TOS = new ReadWrite<>(IPPROTO_IP, InH.IP_TOS, INT, "IP_TOS");

  /**
   * Addresses of others may be bound, for proxies; to switch it on needs CAP_NET_ADMIN or
   * CAP_NET_RAW. Since Linux 2.6.24.
   */
  ReadWrite<Boolean> IP_TRANSPARENT =
      new ReadWrite<>(IPPROTO_IP, InH.IP_TRANSPARENT, BOOLEAN, "IP_TRANSPARENT");

  /** The time to live of packets sent, 1 to 255, or -1 for the default. Since Linux 1.0. */
  ReadWrite<Integer> IP_TTL = new ReadWrite<>(IPPROTO_IP, InH.IP_TTL, INT, "IP_TTL");

  /** Again from a source that was blocked. Since Linux 2.4.22. */
  WriteOnly<IpMreqSource> IP_UNBLOCK_SOURCE =
      new WriteOnly<>(IPPROTO_IP, InH.IP_UNBLOCK_SOURCE, MREQ_SOURCE, "IP_UNBLOCK_SOURCE");

  /** The index of the interface that unicast is sent by; 0 for the route's own. Since Linux 3.4. */
  ReadWrite<Integer> IP_UNICAST_IF =
      new ReadWrite<>(IPPROTO_IP, InH.IP_UNICAST_IF, NET_INT, "IP_UNICAST_IF");

  /**
   * The IPsec policy, {@code struct xfrm_userpolicy_info} and what follows it; needs CAP_NET_ADMIN.
   * Since Linux 2.6.
   */
  WriteOnly<byte[]> IP_XFRM_POLICY =
      new WriteOnly<>(IPPROTO_IP, InH.IP_XFRM_POLICY, BytesCodec.of(0, 4096), "IP_XFRM_POLICY");

  /** No more from one source of a multicast group that was joined. Since Linux 2.4.22. */
  WriteOnly<GroupSourceReq> MCAST_BLOCK_SOURCE =
      new WriteOnly<>(IPPROTO_IP, InH.MCAST_BLOCK_SOURCE, GROUP_SOURCE_REQ, "MCAST_BLOCK_SOURCE");

  /** Joins a multicast group, which is an {@link Inet4} at this level. Since Linux 2.4.22. */
  WriteOnly<GroupReq> MCAST_JOIN_GROUP =
      new WriteOnly<>(IPPROTO_IP, InH.MCAST_JOIN_GROUP, GROUP_REQ, "MCAST_JOIN_GROUP");

  /** Joins a multicast group for what one source sends. Since Linux 2.4.22. */
  WriteOnly<GroupSourceReq> MCAST_JOIN_SOURCE_GROUP =
      new WriteOnly<>(
          IPPROTO_IP, InH.MCAST_JOIN_SOURCE_GROUP, GROUP_SOURCE_REQ, "MCAST_JOIN_SOURCE_GROUP");

  /** Leaves a multicast group. Since Linux 2.4.22. */
  WriteOnly<GroupReq> MCAST_LEAVE_GROUP =
      new WriteOnly<>(IPPROTO_IP, InH.MCAST_LEAVE_GROUP, GROUP_REQ, "MCAST_LEAVE_GROUP");

  /** Leaves a multicast group that was joined for one source. Since Linux 2.4.22. */
  WriteOnly<GroupSourceReq> MCAST_LEAVE_SOURCE_GROUP =
      new WriteOnly<>(
          IPPROTO_IP, InH.MCAST_LEAVE_SOURCE_GROUP, GROUP_SOURCE_REQ, "MCAST_LEAVE_SOURCE_GROUP");

  /** The sources that a joined multicast group is limited to, or kept from. Since Linux 2.4.22. */
  AskWrite<GroupFilter, GroupFilter> MCAST_MSFILTER =
      new AskWrite<>(IPPROTO_IP, InH.MCAST_MSFILTER, GROUP_FILTER, GROUP_FILTER, "MCAST_MSFILTER");

  /** Again from a source that was blocked. Since Linux 2.4.22. */
  WriteOnly<GroupSourceReq> MCAST_UNBLOCK_SOURCE =
      new WriteOnly<>(
          IPPROTO_IP, InH.MCAST_UNBLOCK_SOURCE, GROUP_SOURCE_REQ, "MCAST_UNBLOCK_SOURCE");

  /**
   * Where a connection was to go before the packet filter redirected it; ENOENT if it was not.
   * Since Linux 2.4.
   */
  ReadOnly<SockAddr> SO_ORIGINAL_DST =
      new ReadOnly<>(IPPROTO_IP, NetfilterH.SO_ORIGINAL_DST, ADDRESS, "SO_ORIGINAL_DST");
}
