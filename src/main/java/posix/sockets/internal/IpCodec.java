package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import posix.sockets.Cmsg;
import posix.sockets.ErrnoException;
import posix.sockets.GroupFilter;
import posix.sockets.GroupReq;
import posix.sockets.GroupSourceReq;
import posix.sockets.Icmp6Filter;
import posix.sockets.Inet4;
import posix.sockets.Inet6;
import posix.sockets.Ip6Mtuinfo;
import posix.sockets.IpMreqSource;
import posix.sockets.IpMreqn;
import posix.sockets.IpMsfilter;
import posix.sockets.Ipv6Mreq;
import posix.sockets.PortRange;
import posix.sockets.SockAddr;
import posix.sockets.SockOpt.Codec;
import posix.sockets.libc.Structs.group_filter;
import posix.sockets.libc.Structs.group_req;
import posix.sockets.libc.Structs.group_source_req;
import posix.sockets.libc.Structs.icmp6_filter;
import posix.sockets.libc.Structs.in6_pktinfo;
import posix.sockets.libc.Structs.ip6_mtuinfo;
import posix.sockets.libc.Structs.ip_mreq_source;
import posix.sockets.libc.Structs.ip_mreqn;
import posix.sockets.libc.Structs.ip_msfilter;
import posix.sockets.libc.Structs.ipv6_mreq;
import posix.sockets.libc.Structs.sockaddr_in6;
import posix.sockets.libc.Structs.sockaddr_storage;

/**
 * The structs of {@code IPPROTO_IP}, {@code IPPROTO_IPV6} and {@code IPPROTO_ICMPV6}, in one class
 * as {@link NumberCodec} is.
 *
 * @param <T> what the struct is in Java
 */
public final class IpCodec<T> implements Inquiry<T> {
  private static final int FORM_MREQN = 0;
  private static final int FORM_MREQ_SOURCE = 1;
  private static final int FORM_MSFILTER = 2;
  private static final int FORM_GROUP_REQ = 3;
  private static final int FORM_GROUP_SOURCE_REQ = 4;
  private static final int FORM_GROUP_FILTER = 5;
  private static final int FORM_PORT_RANGE = 6;
  private static final int FORM_MREQ6 = 7;
  private static final int FORM_PKTINFO6 = 8;
  private static final int FORM_MTUINFO = 9;
  private static final int FORM_ICMP6_FILTER = 10;

  private static final ValueLayout.OfInt NET_INT =
      JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong NET_LONG =
      JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int IN_ADDR = Integer.BYTES;
  private static final int SOME_SOURCES = 8;

  /** {@code struct ip_mreqn}; of {@code IP_MULTICAST_IF}, {@code struct in_addr} is read. */
  public static final Codec<IpMreqn> MREQN = new IpCodec<>(FORM_MREQN, ip_mreqn.SIZE);

  /** {@code struct ip_mreq_source}. */
  public static final Codec<IpMreqSource> MREQ_SOURCE =
      new IpCodec<>(FORM_MREQ_SOURCE, ip_mreq_source.SIZE);

  /** {@code struct ip_msfilter}, of any length. */
  public static final Codec<IpMsfilter> MSFILTER =
      new IpCodec<>(FORM_MSFILTER, ip_msfilter.imsf_slist);

  /** {@code struct group_req}. */
  public static final Codec<GroupReq> GROUP_REQ = new IpCodec<>(FORM_GROUP_REQ, group_req.SIZE);

  /** {@code struct group_source_req}. */
  public static final Codec<GroupSourceReq> GROUP_SOURCE_REQ =
      new IpCodec<>(FORM_GROUP_SOURCE_REQ, group_source_req.SIZE);

  /** {@code struct group_filter}, of any length. */
  public static final Codec<GroupFilter> GROUP_FILTER =
      new IpCodec<>(FORM_GROUP_FILTER, group_filter.gf_slist);

  /** Two ports in an int. */
  public static final Codec<PortRange> PORT_RANGE = new IpCodec<>(FORM_PORT_RANGE, Integer.BYTES);

  /** {@code struct ipv6_mreq}. */
  public static final Codec<Ipv6Mreq> MREQ6 = new IpCodec<>(FORM_MREQ6, ipv6_mreq.SIZE);

  /** {@code struct in6_pktinfo}. */
  public static final Codec<Cmsg.PktInfo6> PKTINFO6 =
      new IpCodec<>(FORM_PKTINFO6, in6_pktinfo.SIZE);

  /** {@code struct ip6_mtuinfo}. */
  public static final Codec<Ip6Mtuinfo> MTUINFO = new IpCodec<>(FORM_MTUINFO, ip6_mtuinfo.SIZE);

  /** {@code struct icmp6_filter}. */
  public static final Codec<Icmp6Filter> ICMP6_FILTER =
      new IpCodec<>(FORM_ICMP6_FILTER, icmp6_filter.SIZE);

  private final int form;
  private final int size;

  private IpCodec(int form, int size) {
    this.form = form;
    this.size = size;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int size(T value) {
    return switch (form) {
      case FORM_MSFILTER -> size + ((IpMsfilter) value).sources().size() * IN_ADDR;
      case FORM_GROUP_FILTER ->
          size + ((GroupFilter) value).sources().size() * sockaddr_storage.SIZE;
      default -> size;
    };
  }

  /**
   * A filter: the question says how many sources there is room for, and the answer how many there
   * are.
   */
  @Override
  public <Q> T get(OptionCall call, Codec<Q> form, Q question) throws ErrnoException {
    boolean groups = this.form == FORM_GROUP_FILTER;
    int element = groups ? sockaddr_storage.SIZE : IN_ADDR;
    int numsrc = groups ? group_filter.gf_numsrc : ip_msfilter.imsf_numsrc;
    int sources = SOME_SOURCES;
    while (true) {
      int length = size + sources * element;
      MemorySegment optval = call.room(Math.max(length, form.size(question)));
      form.encode(question, optval);
      optval.set(JAVA_INT_UNALIGNED, numsrc, sources);
      call.check(call.getsockopt(optval, length));
      int there = optval.get(JAVA_INT_UNALIGNED, numsrc);
      if (there <= sources) {
        return call.decode(this, optval, length);
      }
      sources = there;
    }
  }

  @Override
  @SuppressWarnings("unchecked") // the constants above say which form goes with which type
  public T decode(MemorySegment from) {
    Object value =
        switch (form) {
          case FORM_MREQN ->
              from.byteSize() == IN_ADDR
                  ? IpMreqn.iface(inet4(from, 0))
                  : new IpMreqn(
                      inet4(from, ip_mreqn.imr_multiaddr),
                      inet4(from, ip_mreqn.imr_address),
                      from.get(JAVA_INT_UNALIGNED, ip_mreqn.imr_ifindex));
          case FORM_MSFILTER -> msfilter(from);
          case FORM_GROUP_FILTER -> groupFilter(from);
          case FORM_PORT_RANGE -> {
            int range = from.get(JAVA_INT_UNALIGNED, 0);
            yield new PortRange(range & 0xffff, range >>> Short.SIZE);
          }
          case FORM_MTUINFO ->
              new Ip6Mtuinfo(
                  SockAddrs.decode(from, sockaddr_in6.SIZE),
                  Integer.toUnsignedLong(from.get(JAVA_INT_UNALIGNED, ip6_mtuinfo.ip6m_mtu)));
          case FORM_ICMP6_FILTER -> icmp6Filter(from);
          default -> throw new UnsupportedOperationException("written only");
        };
    return (T) value;
  }

  private static IpMsfilter msfilter(MemorySegment from) {
    List<Inet4> sources = new ArrayList<>();
    int count = from.get(JAVA_INT_UNALIGNED, ip_msfilter.imsf_numsrc);
    for (int i = 0; i < count; i++) {
      sources.add(inet4(from, ip_msfilter.imsf_slist + (long) i * IN_ADDR));
    }
    return new IpMsfilter(
        inet4(from, ip_msfilter.imsf_multiaddr),
        inet4(from, ip_msfilter.imsf_interface),
        from.get(JAVA_INT_UNALIGNED, ip_msfilter.imsf_fmode),
        sources);
  }

  private static GroupFilter groupFilter(MemorySegment from) {
    List<SockAddr> sources = new ArrayList<>();
    int count = from.get(JAVA_INT_UNALIGNED, group_filter.gf_numsrc);
    for (int i = 0; i < count; i++) {
      sources.add(storage(from, group_filter.gf_slist + (long) i * sockaddr_storage.SIZE));
    }
    return new GroupFilter(
        from.get(JAVA_INT_UNALIGNED, group_filter.gf_interface),
        storage(from, group_filter.gf_group),
        from.get(JAVA_INT_UNALIGNED, group_filter.gf_fmode),
        sources);
  }

  private static Icmp6Filter icmp6Filter(MemorySegment from) {
    var blocked = new BitSet();
    for (int type = 0; type < Byte.SIZE * icmp6_filter.SIZE; type++) {
      int word = from.get(JAVA_INT_UNALIGNED, type / Integer.SIZE * (long) Integer.BYTES);
      blocked.set(type, (word & 1 << type) != 0);
    }
    return new Icmp6Filter(blocked);
  }

  private static Inet4 inet4(MemorySegment from, long at) {
    return new Inet4(from.get(NET_INT, at), 0);
  }

  private static SockAddr storage(MemorySegment from, long at) {
    return SockAddrs.decode(from.asSlice(at, sockaddr_storage.SIZE), sockaddr_storage.SIZE);
  }

  @Override
  public int encode(T value, MemorySegment to) {
    switch (form) {
      case FORM_MREQN -> {
        IpMreqn m = (IpMreqn) value;
        to.set(NET_INT, ip_mreqn.imr_multiaddr, m.multiaddr().address());
        to.set(NET_INT, ip_mreqn.imr_address, m.address().address());
        to.set(JAVA_INT_UNALIGNED, ip_mreqn.imr_ifindex, m.ifindex());
      }
      case FORM_MREQ_SOURCE -> {
        IpMreqSource m = (IpMreqSource) value;
        to.set(NET_INT, ip_mreq_source.imr_multiaddr, m.multiaddr().address());
        to.set(NET_INT, ip_mreq_source.imr_interface, m.iface().address());
        to.set(NET_INT, ip_mreq_source.imr_sourceaddr, m.sourceaddr().address());
      }
      case FORM_MSFILTER -> encode((IpMsfilter) value, to);
      case FORM_GROUP_REQ -> {
        GroupReq g = (GroupReq) value;
        to.set(JAVA_INT_UNALIGNED, group_req.gr_interface, g.ifindex());
        SockAddrs.encode(g.group(), to.asSlice(group_req.gr_group, sockaddr_storage.SIZE));
      }
      case FORM_GROUP_SOURCE_REQ -> {
        GroupSourceReq g = (GroupSourceReq) value;
        to.set(JAVA_INT_UNALIGNED, group_source_req.gsr_interface, g.ifindex());
        SockAddrs.encode(g.group(), to.asSlice(group_source_req.gsr_group, sockaddr_storage.SIZE));
        SockAddrs.encode(
            g.source(), to.asSlice(group_source_req.gsr_source, sockaddr_storage.SIZE));
      }
      case FORM_GROUP_FILTER -> encode((GroupFilter) value, to);
      case FORM_PORT_RANGE -> {
        PortRange p = (PortRange) value;
        to.set(JAVA_INT_UNALIGNED, 0, p.high() << Short.SIZE | p.low());
      }
      case FORM_MREQ6 -> {
        Ipv6Mreq m = (Ipv6Mreq) value;
        encode(m.multiaddr(), to, ipv6_mreq.ipv6mr_multiaddr);
        to.set(JAVA_INT_UNALIGNED, ipv6_mreq.ipv6mr_interface, m.ifindex());
      }
      case FORM_PKTINFO6 -> {
        Cmsg.PktInfo6 p = (Cmsg.PktInfo6) value;
        encode(p.address(), to, in6_pktinfo.ipi6_addr);
        to.set(JAVA_INT_UNALIGNED, in6_pktinfo.ipi6_ifindex, p.ifindex());
      }
      case FORM_ICMP6_FILTER -> {
        for (int type : ((Icmp6Filter) value).blocked().stream().toArray()) {
          long at = type / Integer.SIZE * (long) Integer.BYTES;
          to.set(JAVA_INT_UNALIGNED, at, to.get(JAVA_INT_UNALIGNED, at) | 1 << type);
        }
      }
      default -> throw new UnsupportedOperationException("read only");
    }
    return size(value);
  }

  private static void encode(Inet6 address, MemorySegment to, long at) {
    to.set(NET_LONG, at, address.high());
    to.set(NET_LONG, at + Long.BYTES, address.low());
  }

  private static void encode(IpMsfilter filter, MemorySegment to) {
    to.set(NET_INT, ip_msfilter.imsf_multiaddr, filter.multiaddr().address());
    to.set(NET_INT, ip_msfilter.imsf_interface, filter.iface().address());
    to.set(JAVA_INT_UNALIGNED, ip_msfilter.imsf_fmode, filter.fmode());
    to.set(JAVA_INT_UNALIGNED, ip_msfilter.imsf_numsrc, filter.sources().size());
    long at = ip_msfilter.imsf_slist;
    for (Inet4 source : filter.sources()) {
      to.set(NET_INT, at, source.address());
      at += IN_ADDR;
    }
  }

  private static void encode(GroupFilter filter, MemorySegment to) {
    to.set(JAVA_INT_UNALIGNED, group_filter.gf_interface, filter.ifindex());
    SockAddrs.encode(filter.group(), to.asSlice(group_filter.gf_group, sockaddr_storage.SIZE));
    to.set(JAVA_INT_UNALIGNED, group_filter.gf_fmode, filter.fmode());
    to.set(JAVA_INT_UNALIGNED, group_filter.gf_numsrc, filter.sources().size());
    long at = group_filter.gf_slist;
    for (SockAddr source : filter.sources()) {
      SockAddrs.encode(source, to.asSlice(at, sockaddr_storage.SIZE));
      at += sockaddr_storage.SIZE;
    }
  }
}
