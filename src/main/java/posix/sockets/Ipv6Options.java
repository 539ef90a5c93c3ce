package posix.sockets;

import static posix.sockets.OptionCodec.CMSGS;
import static posix.sockets.internal.IpCodec.GROUP_FILTER;
import static posix.sockets.internal.IpCodec.GROUP_REQ;
import static posix.sockets.internal.IpCodec.GROUP_SOURCE_REQ;
import static posix.sockets.internal.IpCodec.MREQ6;
import static posix.sockets.internal.IpCodec.MTUINFO;
import static posix.sockets.internal.IpCodec.PKTINFO6;
import static posix.sockets.internal.NumberCodec.BOOLEAN;
import static posix.sockets.internal.NumberCodec.FAMILY;
import static posix.sockets.internal.NumberCodec.INT;
import static posix.sockets.internal.NumberCodec.NET_INT;
import static posix.sockets.internal.SocketCodec.ADDRESS;
import static posix.sockets.raw.constants.InH.IPPROTO_IPV6;

import java.util.List;
import posix.sockets.SockOpt.AskWrite;
import posix.sockets.SockOpt.ReadOnly;
import posix.sockets.SockOpt.ReadWrite;
import posix.sockets.SockOpt.WriteOnly;
import posix.sockets.internal.BytesCodec;
import posix.sockets.raw.constants.InH;
import posix.sockets.raw.constants.NetfilterH;

/**
 * The options of level {@code IPPROTO_IPV6}, sorted by name. Those that {@link IpOptions} has too,
 * by the same name, are said with the class: {@code Ipv6Options.MCAST_JOIN_GROUP}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
 */
public interface Ipv6Options {
  /**
   * Where a connection was to go before the packet filter redirected it; ENOENT if it was not.
   * Since Linux 3.7.
   */
  ReadOnly<SockAddr> IP6T_SO_ORIGINAL_DST =
      new ReadOnly<>(
          IPPROTO_IPV6, NetfilterH.IP6T_SO_ORIGINAL_DST, ADDRESS, "IP6T_SO_ORIGINAL_DST");

  /** {@code recvmsg} tells the destination options, in the form of RFC 2292. Since Linux 2.6.14. */
  ReadWrite<Boolean> IPV6_2292DSTOPTS =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_2292DSTOPTS, BOOLEAN, "IPV6_2292DSTOPTS");

  /** {@code recvmsg} tells the hop limit, in the form of RFC 2292. Since Linux 2.6.14. */
  ReadWrite<Boolean> IPV6_2292HOPLIMIT =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_2292HOPLIMIT, BOOLEAN, "IPV6_2292HOPLIMIT");

  /** {@code recvmsg} tells the hop-by-hop options, in the form of RFC 2292. Since Linux 2.6.14. */
  ReadWrite<Boolean> IPV6_2292HOPOPTS =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_2292HOPOPTS, BOOLEAN, "IPV6_2292HOPOPTS");

  /** {@code recvmsg} tells interface and address, in the form of RFC 2292. Since Linux 2.6.14. */
  ReadWrite<Boolean> IPV6_2292PKTINFO =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_2292PKTINFO, BOOLEAN, "IPV6_2292PKTINFO");

  /**
   * What packets sent carry, as control messages; reading is for streams. RFC 2292. Since Linux
   * 2.6.14.
   */
  ReadWrite<List<Cmsg>> IPV6_2292PKTOPTIONS =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_2292PKTOPTIONS, CMSGS, "IPV6_2292PKTOPTIONS");

  /** {@code recvmsg} tells the routing header, in the form of RFC 2292. Since Linux 2.6.14. */
  ReadWrite<Boolean> IPV6_2292RTHDR =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_2292RTHDR, BOOLEAN, "IPV6_2292RTHDR");

  /**
   * The family: {@code AF_INET} makes an IPv4 socket of one that is connected to an IPv4-mapped
   * address.
   */
  ReadWrite<AddressFamily> IPV6_ADDRFORM =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_ADDRFORM, FAMILY, "IPV6_ADDRFORM");

  /**
   * Which source addresses to prefer: {@code IPV6_PREFER_SRC_TMP} and the like. Since Linux 2.6.26.
   */
  ReadWrite<Integer> IPV6_ADDR_PREFERENCES =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_ADDR_PREFERENCES, INT, "IPV6_ADDR_PREFERENCES");

  /** Joins a multicast group on an interface. */
  WriteOnly<Ipv6Mreq> IPV6_ADD_MEMBERSHIP =
      new WriteOnly<>(IPPROTO_IPV6, InH.IPV6_ADD_MEMBERSHIP, MREQ6, "IPV6_ADD_MEMBERSHIP");

  /** The kernel makes flow labels. Since Linux 3.17. */
  ReadWrite<Boolean> IPV6_AUTOFLOWLABEL =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_AUTOFLOWLABEL, BOOLEAN, "IPV6_AUTOFLOWLABEL");

  /**
   * Where in what a raw socket sends and receives the checksum stands, an even number of bytes; -1
   * for none. Since Linux 2.2.
   */
  ReadWrite<Integer> IPV6_CHECKSUM =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_CHECKSUM, INT, "IPV6_CHECKSUM");

  /** Nothing sent is fragmented. Since Linux 2.6.35. */
  ReadWrite<Boolean> IPV6_DONTFRAG =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_DONTFRAG, BOOLEAN, "IPV6_DONTFRAG");

  /** Leaves a multicast group. */
  WriteOnly<Ipv6Mreq> IPV6_DROP_MEMBERSHIP =
      new WriteOnly<>(IPPROTO_IPV6, InH.IPV6_DROP_MEMBERSHIP, MREQ6, "IPV6_DROP_MEMBERSHIP");

  /**
   * The destination options of packets sent, {@code struct ip6_dest}; none to remove them; to set
   * them needs CAP_NET_RAW. Since Linux 2.6.14.
   */
  ReadWrite<byte[]> IPV6_DSTOPTS =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_DSTOPTS, BytesCodec.of(0, 2048), "IPV6_DSTOPTS");

  /** {@code recvmsg} tells the flow label and traffic class. Since Linux 2.2. */
  ReadWrite<Boolean> IPV6_FLOWINFO =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_FLOWINFO, BOOLEAN, "IPV6_FLOWINFO");

  /**
   * The flow label in the address given to {@code connect} or {@code sendto} is used. Since Linux
   * 2.2.
   */
  ReadWrite<Boolean> IPV6_FLOWINFO_SEND =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_FLOWINFO_SEND, BOOLEAN, "IPV6_FLOWINFO_SEND");

  /**
   * Flow labels: {@code struct in6_flowlabel_req}; a label that the kernel chose is written back
   * into the array that was set. To lease one for others needs CAP_NET_ADMIN. Since Linux 2.2.
   */
  AskWrite<byte[], byte[]> IPV6_FLOWLABEL_MGR =
      new AskWrite<>(
          IPPROTO_IPV6,
          InH.IPV6_FLOWLABEL_MGR,
          BytesCodec.writtenBack(32, 2080),
          BytesCodec.writtenBack(32, 2080),
          "IPV6_FLOWLABEL_MGR");

  /** An address may be bound that this machine does not have, or not yet. Since Linux 4.19. */
  ReadWrite<Boolean> IPV6_FREEBIND =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_FREEBIND, BOOLEAN, "IPV6_FREEBIND");

  /** What a raw socket sends begins with the IPv6 header. Since Linux 4.5. */
  ReadWrite<Boolean> IPV6_HDRINCL =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_HDRINCL, BOOLEAN, "IPV6_HDRINCL");

  /**
   * The hop-by-hop options of packets sent, {@code struct ip6_hbh}; none to remove them; to set
   * them needs CAP_NET_RAW. Since Linux 2.6.14.
   */
  ReadWrite<byte[]> IPV6_HOPOPTS =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_HOPOPTS, BytesCodec.of(0, 2048), "IPV6_HOPOPTS");

  /** The IPsec policy as PF_KEY writes it; needs CAP_NET_ADMIN. Since Linux 2.6. */
  WriteOnly<byte[]> IPV6_IPSEC_POLICY =
      new WriteOnly<>(
          IPPROTO_IPV6, InH.IPV6_IPSEC_POLICY, BytesCodec.of(0, 4096), "IPV6_IPSEC_POLICY");

  /** Takes an anycast address on an interface; needs CAP_NET_ADMIN. Since Linux 2.4. */
  WriteOnly<Ipv6Mreq> IPV6_JOIN_ANYCAST =
      new WriteOnly<>(IPPROTO_IPV6, InH.IPV6_JOIN_ANYCAST, MREQ6, "IPV6_JOIN_ANYCAST");

  /** Gives an anycast address up. Since Linux 2.4. */
  WriteOnly<Ipv6Mreq> IPV6_LEAVE_ANYCAST =
      new WriteOnly<>(IPPROTO_IPV6, InH.IPV6_LEAVE_ANYCAST, MREQ6, "IPV6_LEAVE_ANYCAST");

  /** The lowest hop limit that is accepted, 0 to 255. Since Linux 2.6.35. */
  ReadWrite<Integer> IPV6_MINHOPCOUNT =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_MINHOPCOUNT, INT, "IPV6_MINHOPCOUNT");

  /**
   * Reads the path's MTU in bytes (ENOTCONN without a connection); sets the largest packet to be
   * sent, at least 1280.
   */
  ReadWrite<Integer> IPV6_MTU = new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_MTU, INT, "IPV6_MTU");

  /** How to find the path's MTU: {@code IPV6_PMTUDISC_DO} and the like. */
  ReadWrite<Integer> IPV6_MTU_DISCOVER =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_MTU_DISCOVER, INT, "IPV6_MTU_DISCOVER");

  /** Also from groups that other sockets have joined; on from the start. Since Linux 4.20. */
  ReadWrite<Boolean> IPV6_MULTICAST_ALL =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_MULTICAST_ALL, BOOLEAN, "IPV6_MULTICAST_ALL");

  /** The hop limit of multicast sent, 0 to 255, or -1 for 1. */
  ReadWrite<Integer> IPV6_MULTICAST_HOPS =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_MULTICAST_HOPS, INT, "IPV6_MULTICAST_HOPS");

  /** The index of the interface that multicast is sent by; 0 for the route's own. */
  ReadWrite<Integer> IPV6_MULTICAST_IF =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_MULTICAST_IF, INT, "IPV6_MULTICAST_IF");

  /** Multicast sent comes back to this machine too; on from the start. */
  ReadWrite<Boolean> IPV6_MULTICAST_LOOP =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_MULTICAST_LOOP, BOOLEAN, "IPV6_MULTICAST_LOOP");

  /**
   * {@code recvmsg} tells where a packet was sent to before it was diverted. Since Linux 2.6.37.
   */
  ReadWrite<Boolean> IPV6_ORIGDSTADDR =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_ORIGDSTADDR, BOOLEAN, "IPV6_ORIGDSTADDR");

  /** The path's MTU; ENOTCONN without a connection. Since Linux 2.6.35. */
  ReadOnly<Ip6Mtuinfo> IPV6_PATHMTU =
      new ReadOnly<>(IPPROTO_IPV6, InH.IPV6_PATHMTU, MTUINFO, "IPV6_PATHMTU");

  /** By which address and interface to send. Since Linux 2.6.14. */
  WriteOnly<Cmsg.PktInfo6> IPV6_PKTINFO =
      new WriteOnly<>(IPPROTO_IPV6, InH.IPV6_PKTINFO, PKTINFO6, "IPV6_PKTINFO");

  /** {@code recvmsg} tells the destination options. Since Linux 2.6.14. */
  ReadWrite<Boolean> IPV6_RECVDSTOPTS =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_RECVDSTOPTS, BOOLEAN, "IPV6_RECVDSTOPTS");

  /** Errors go to the error queue, with what is known about them. */
  ReadWrite<Boolean> IPV6_RECVERR =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_RECVERR, BOOLEAN, "IPV6_RECVERR");

  /** The error queue tells where ICMP extensions begin. Since Linux 5.9. */
  ReadWrite<Boolean> IPV6_RECVERR_RFC4884 =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_RECVERR_RFC4884, BOOLEAN, "IPV6_RECVERR_RFC4884");

  /** {@code recvmsg} tells the size of the largest fragment. Since Linux 4.10. */
  ReadWrite<Boolean> IPV6_RECVFRAGSIZE =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_RECVFRAGSIZE, BOOLEAN, "IPV6_RECVFRAGSIZE");

  /** {@code recvmsg} tells the hop limit. Since Linux 2.6.14. */
  ReadWrite<Boolean> IPV6_RECVHOPLIMIT =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_RECVHOPLIMIT, BOOLEAN, "IPV6_RECVHOPLIMIT");

  /** {@code recvmsg} tells the hop-by-hop options. Since Linux 2.6.14. */
  ReadWrite<Boolean> IPV6_RECVHOPOPTS =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_RECVHOPOPTS, BOOLEAN, "IPV6_RECVHOPOPTS");

  /** {@code recvmsg} tells when the path's MTU has changed. Since Linux 2.6.35. */
  ReadWrite<Boolean> IPV6_RECVPATHMTU =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_RECVPATHMTU, BOOLEAN, "IPV6_RECVPATHMTU");

  /** {@code recvmsg} tells by which interface and address a packet came. Since Linux 2.6.14. */
  ReadWrite<Boolean> IPV6_RECVPKTINFO =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_RECVPKTINFO, BOOLEAN, "IPV6_RECVPKTINFO");

  /** {@code recvmsg} tells the routing header. Since Linux 2.6.14. */
  ReadWrite<Boolean> IPV6_RECVRTHDR =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_RECVRTHDR, BOOLEAN, "IPV6_RECVRTHDR");

  /** {@code recvmsg} tells the traffic class. Since Linux 2.6.14. */
  ReadWrite<Boolean> IPV6_RECVTCLASS =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_RECVTCLASS, BOOLEAN, "IPV6_RECVTCLASS");

  /**
   * Packets with the router alert option of this value that are to be forwarded come to this raw
   * socket; -1 for none.
   */
  ReadWrite<Integer> IPV6_ROUTER_ALERT =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_ROUTER_ALERT, INT, "IPV6_ROUTER_ALERT");

  /** Router alerts of this network namespace only. Since Linux 5.1. */
  ReadWrite<Boolean> IPV6_ROUTER_ALERT_ISOLATE =
      new ReadWrite<>(
          IPPROTO_IPV6, InH.IPV6_ROUTER_ALERT_ISOLATE, BOOLEAN, "IPV6_ROUTER_ALERT_ISOLATE");

  /**
   * The routing header of packets sent, {@code struct ip6_rthdr}; none to remove it. Since Linux
   * 2.6.14.
   */
  ReadWrite<byte[]> IPV6_RTHDR =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_RTHDR, BytesCodec.of(0, 2048), "IPV6_RTHDR");

  /**
   * The destination options before a routing header, {@code struct ip6_dest}; none to remove them;
   * to set them needs CAP_NET_RAW. Since Linux 2.6.14.
   */
  ReadWrite<byte[]> IPV6_RTHDRDSTOPTS =
      new ReadWrite<>(
          IPPROTO_IPV6, InH.IPV6_RTHDRDSTOPTS, BytesCodec.of(0, 2048), "IPV6_RTHDRDSTOPTS");

  /** The traffic class of packets sent, 0 to 255, or -1 for the default. Since Linux 2.6.14. */
  ReadWrite<Integer> IPV6_TCLASS =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_TCLASS, INT, "IPV6_TCLASS");

  /**
   * Addresses of others may be bound, for proxies; to switch it on needs CAP_NET_ADMIN or
   * CAP_NET_RAW. Since Linux 2.6.37.
   */
  ReadWrite<Boolean> IPV6_TRANSPARENT =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_TRANSPARENT, BOOLEAN, "IPV6_TRANSPARENT");

  /** The hop limit of packets sent, 0 to 255, or -1 for the default. */
  ReadWrite<Integer> IPV6_UNICAST_HOPS =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_UNICAST_HOPS, INT, "IPV6_UNICAST_HOPS");

  /** The index of the interface that unicast is sent by; 0 for the route's own. Since Linux 3.4. */
  ReadWrite<Integer> IPV6_UNICAST_IF =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_UNICAST_IF, NET_INT, "IPV6_UNICAST_IF");

  /** No IPv4 on this socket; to be set before {@code bind}. Since Linux 2.4.21. */
  ReadWrite<Boolean> IPV6_V6ONLY =
      new ReadWrite<>(IPPROTO_IPV6, InH.IPV6_V6ONLY, BOOLEAN, "IPV6_V6ONLY");

  /**
   * The IPsec policy, {@code struct xfrm_userpolicy_info} and what follows it; needs CAP_NET_ADMIN.
   * Since Linux 2.6.
   */
  WriteOnly<byte[]> IPV6_XFRM_POLICY =
      new WriteOnly<>(
          IPPROTO_IPV6, InH.IPV6_XFRM_POLICY, BytesCodec.of(0, 4096), "IPV6_XFRM_POLICY");

  /** No more from one source of a multicast group that was joined. Since Linux 2.5.68. */
  WriteOnly<GroupSourceReq> MCAST_BLOCK_SOURCE =
      new WriteOnly<>(IPPROTO_IPV6, InH.MCAST_BLOCK_SOURCE, GROUP_SOURCE_REQ, "MCAST_BLOCK_SOURCE");

  /** Joins a multicast group, which is an {@link Inet6} at this level. Since Linux 2.5.68. */
  WriteOnly<GroupReq> MCAST_JOIN_GROUP =
      new WriteOnly<>(IPPROTO_IPV6, InH.MCAST_JOIN_GROUP, GROUP_REQ, "MCAST_JOIN_GROUP");

  /** Joins a multicast group for what one source sends. Since Linux 2.5.68. */
  WriteOnly<GroupSourceReq> MCAST_JOIN_SOURCE_GROUP =
      new WriteOnly<>(
          IPPROTO_IPV6, InH.MCAST_JOIN_SOURCE_GROUP, GROUP_SOURCE_REQ, "MCAST_JOIN_SOURCE_GROUP");

  /** Leaves a multicast group. Since Linux 2.5.68. */
  WriteOnly<GroupReq> MCAST_LEAVE_GROUP =
      new WriteOnly<>(IPPROTO_IPV6, InH.MCAST_LEAVE_GROUP, GROUP_REQ, "MCAST_LEAVE_GROUP");

  /** Leaves a multicast group that was joined for one source. Since Linux 2.5.68. */
  WriteOnly<GroupSourceReq> MCAST_LEAVE_SOURCE_GROUP =
      new WriteOnly<>(
          IPPROTO_IPV6, InH.MCAST_LEAVE_SOURCE_GROUP, GROUP_SOURCE_REQ, "MCAST_LEAVE_SOURCE_GROUP");

  /** The sources that a joined multicast group is limited to, or kept from. Since Linux 2.5.68. */
  AskWrite<GroupFilter, GroupFilter> MCAST_MSFILTER =
      new AskWrite<>(
          IPPROTO_IPV6, InH.MCAST_MSFILTER, GROUP_FILTER, GROUP_FILTER, "MCAST_MSFILTER");

  /** Again from a source that was blocked. Since Linux 2.5.68. */
  WriteOnly<GroupSourceReq> MCAST_UNBLOCK_SOURCE =
      new WriteOnly<>(
          IPPROTO_IPV6, InH.MCAST_UNBLOCK_SOURCE, GROUP_SOURCE_REQ, "MCAST_UNBLOCK_SOURCE");
}
