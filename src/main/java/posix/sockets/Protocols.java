package posix.sockets;

import posix.sockets.raw.constants.InH;

/**
 * The protocols of IP, {@code protocol} of {@code socket}, by their C names.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7)</a>
 */
public interface Protocols {
  /** AGGFRAG in ESP. */
  Protocol IPPROTO_AGGFRAG = new Protocol(InH.IPPROTO_AGGFRAG);

  /** Authentication header. */
  Protocol IPPROTO_AH = new Protocol(InH.IPPROTO_AH);

  /** IP option pseudo header for BEET. */
  Protocol IPPROTO_BEETPH = new Protocol(InH.IPPROTO_BEETPH);

  /** Compression header. */
  Protocol IPPROTO_COMP = new Protocol(InH.IPPROTO_COMP);

  /** DCCP. */
  Protocol IPPROTO_DCCP = new Protocol(InH.IPPROTO_DCCP);

  /** IPv6 destination options. */
  Protocol IPPROTO_DSTOPTS = new Protocol(InH.IPPROTO_DSTOPTS);

  /** Exterior gateway protocol. */
  Protocol IPPROTO_EGP = new Protocol(InH.IPPROTO_EGP);

  /** Encapsulation header. */
  Protocol IPPROTO_ENCAP = new Protocol(InH.IPPROTO_ENCAP);

  /** Encapsulating security payload. */
  Protocol IPPROTO_ESP = new Protocol(InH.IPPROTO_ESP);

  /** Ethernet in IPv6. */
  Protocol IPPROTO_ETHERNET = new Protocol(InH.IPPROTO_ETHERNET);

  /** IPv6 fragmentation header. */
  Protocol IPPROTO_FRAGMENT = new Protocol(InH.IPPROTO_FRAGMENT);

  /** GRE tunnels. */
  Protocol IPPROTO_GRE = new Protocol(InH.IPPROTO_GRE);

  /** IPv6 hop-by-hop options. */
  Protocol IPPROTO_HOPOPTS = new Protocol(InH.IPPROTO_HOPOPTS);

  /** ICMP: icmp(7). */
  Protocol IPPROTO_ICMP = new Protocol(InH.IPPROTO_ICMP);

  /** ICMP for IPv6: icmp(7). */
  Protocol IPPROTO_ICMPV6 = new Protocol(InH.IPPROTO_ICMPV6);

  /** XNS IDP. */
  Protocol IPPROTO_IDP = new Protocol(InH.IPPROTO_IDP);

  /** Group management. */
  Protocol IPPROTO_IGMP = new Protocol(InH.IPPROTO_IGMP);

  /** The type's own protocol; as a level, IPv4's options. */
  Protocol IPPROTO_IP = new Protocol(InH.IPPROTO_IP);

  /** IP in IP. */
  Protocol IPPROTO_IPIP = new Protocol(InH.IPPROTO_IPIP);

  /** IPv6 in IP; as a level, IPv6's options. */
  Protocol IPPROTO_IPV6 = new Protocol(InH.IPPROTO_IPV6);

  /** L2TP. */
  Protocol IPPROTO_L2TP = new Protocol(InH.IPPROTO_L2TP);

  /** One more than the largest protocol these headers know. */
  Protocol IPPROTO_MAX = new Protocol(InH.IPPROTO_MAX);

  /** IPv6 mobility header. */
  Protocol IPPROTO_MH = new Protocol(InH.IPPROTO_MH);

  /** MPLS in IP. */
  Protocol IPPROTO_MPLS = new Protocol(InH.IPPROTO_MPLS);

  /** Multipath TCP, since Linux 5.6. */
  Protocol IPPROTO_MPTCP = new Protocol(InH.IPPROTO_MPTCP);

  /** Multicast transport protocol. */
  Protocol IPPROTO_MTP = new Protocol(InH.IPPROTO_MTP);

  /** IPv6, no next header. */
  Protocol IPPROTO_NONE = new Protocol(InH.IPPROTO_NONE);

  /** Protocol independent multicast. */
  Protocol IPPROTO_PIM = new Protocol(InH.IPPROTO_PIM);

  /** PUP. */
  Protocol IPPROTO_PUP = new Protocol(InH.IPPROTO_PUP);

  /** IP headers made by the sender: raw(7). */
  Protocol IPPROTO_RAW = new Protocol(InH.IPPROTO_RAW);

  /** IPv6 routing header. */
  Protocol IPPROTO_ROUTING = new Protocol(InH.IPPROTO_ROUTING);

  /** Resource reservation. */
  Protocol IPPROTO_RSVP = new Protocol(InH.IPPROTO_RSVP);

  /** SCTP. */
  Protocol IPPROTO_SCTP = new Protocol(InH.IPPROTO_SCTP);

  /** Shared memory communications, since Linux 6.11. */
  Protocol IPPROTO_SMC = new Protocol(InH.IPPROTO_SMC);

  /** TCP: tcp(7). */
  Protocol IPPROTO_TCP = new Protocol(InH.IPPROTO_TCP);

  /** SO transport protocol class 4. */
  Protocol IPPROTO_TP = new Protocol(InH.IPPROTO_TP);

  /** UDP: udp(7). */
  Protocol IPPROTO_UDP = new Protocol(InH.IPPROTO_UDP);

  /** UDP-Lite: udplite(7). */
  Protocol IPPROTO_UDPLITE = new Protocol(InH.IPPROTO_UDPLITE);
}
