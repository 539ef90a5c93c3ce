package posix.sockets;

import static posix.sockets.internal.IpCodec.ICMP6_FILTER;
import static posix.sockets.raw.constants.InH.IPPROTO_ICMPV6;

import posix.sockets.SockOpt.ReadWrite;
import posix.sockets.raw.constants.IcmpH;

/** The options of level {@code IPPROTO_ICMPV6}, sorted by name. */
public interface Icmpv6Options {
  /** Which ICMPv6 messages a raw socket does not get. Since Linux 2.2. */
  ReadWrite<Icmp6Filter> ICMPV6_FILTER =
      new ReadWrite<>(IPPROTO_ICMPV6, IcmpH.ICMPV6_FILTER, ICMP6_FILTER, "ICMPV6_FILTER");
}
