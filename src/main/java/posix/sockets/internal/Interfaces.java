package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import posix.sockets.ErrnoException;
import posix.sockets.IfAddrs;
import posix.sockets.InterfaceFlags;
import posix.sockets.LinkStats;
import posix.sockets.NetInterface;
import posix.sockets.SockAddr;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcNames;
import posix.sockets.libc.Structs.if_nameindex;
import posix.sockets.libc.Structs.ifaddrs;
import posix.sockets.libc.Structs.rtnl_link_stats;
import posix.sockets.libc.Structs.sockaddr;
import posix.sockets.libc.Structs.sockaddr_in;
import posix.sockets.libc.Structs.sockaddr_in6;
import posix.sockets.libc.Structs.sockaddr_ll;
import posix.sockets.raw.constants.IfH;
import posix.sockets.raw.constants.SocketH;

/** The interfaces as libc lists them. What it allocates is freed again. */
public final class Interfaces {
  private Interfaces() {}

  /** {@code if_nametoindex}. */
  public static int nameToIndex(String name) throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment text = Pointed.text(arena, java.util.Objects.requireNonNull(name));
      int index = LibcNames.if_nametoindex(arena.allocate(Call.ERRNO), text);
      return Errors.check("if_nametoindex", index, name);
    }
  }

  /** {@code if_indextoname}. */
  public static String indexToName(int index) throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(IfH.IF_NAMESIZE);
      int result = LibcNames.if_indextoname(arena.allocate(Call.ERRNO), index, name);
      Errors.check("if_indextoname", result, Integer.toUnsignedString(index));
      return name.getString(0);
    }
  }

  /** {@code if_nameindex}. */
  public static List<NetInterface> nameIndex() throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Call.ERRNO);
      MemorySegment first = arena.allocate(ADDRESS);
      first.set(ADDRESS, 0, LibcNames.if_nameindex(errno));
      MemorySegment array = Pointed.at(first, 0, Long.MAX_VALUE);
      if (array == null) {
        throw Errors.exception("if_nameindex", -Call.errno(errno), null);
      }
      try {
        List<NetInterface> list = new ArrayList<>();
        for (long at = 0; ; at += if_nameindex.SIZE) {
          int index = array.get(JAVA_INT, at + if_nameindex.if_index);
          String name = Pointed.string(array, at + if_nameindex.if_name);
          if (index == 0 && name == null) {
            return List.copyOf(list);
          }
          list.add(new NetInterface(index, name));
        }
      } finally {
        LibcNames.if_freenameindex(array);
      }
    }
  }

  /** {@code getifaddrs}. */
  public static List<IfAddrs> addresses() throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment result = arena.allocate(ADDRESS);
      Errors.check("getifaddrs", LibcNames.getifaddrs(arena.allocate(Call.ERRNO), result), null);
      try {
        List<IfAddrs> list = new ArrayList<>();
        MemorySegment entry = Pointed.at(result, 0, ifaddrs.SIZE);
        while (entry != null) {
          list.add(decode(entry, arena));
          entry = Pointed.at(entry, ifaddrs.ifa_next, ifaddrs.SIZE);
        }
        return List.copyOf(list);
      } finally {
        LibcNames.freeifaddrs(result.get(ADDRESS, 0));
      }
    }
  }

  private static IfAddrs decode(MemorySegment entry, Arena arena) {
    String name = Pointed.string(entry, ifaddrs.ifa_name);
    int flags = entry.get(JAVA_INT, ifaddrs.ifa_flags);
    boolean broadcast = (flags & IfH.IFF_BROADCAST) != 0;
    boolean pointToPoint = !broadcast && (flags & IfH.IFF_POINTOPOINT) != 0;
    return new IfAddrs(
        name,
        index(entry, name, arena),
        InterfaceFlags.of(flags),
        address(entry, ifaddrs.ifa_addr),
        address(entry, ifaddrs.ifa_netmask),
        broadcast ? address(entry, ifaddrs.ifa_ifu) : null,
        pointToPoint ? address(entry, ifaddrs.ifa_ifu) : null,
        stats(entry));
  }

  private static int index(MemorySegment entry, String name, Arena arena) {
    if (family(entry, ifaddrs.ifa_addr) == SocketH.AF_PACKET) {
      return Pointed.at(entry, ifaddrs.ifa_addr, sockaddr_ll.SIZE)
          .get(JAVA_INT, sockaddr_ll.sll_ifindex);
    }
    int index = LibcNames.if_nametoindex(arena.allocate(Call.ERRNO), arena.allocateFrom(name));
    return Math.max(0, index);
  }

  /** The family of the address that a pointer points to, -1 for none. */
  private static int family(MemorySegment entry, long offset) {
    MemorySegment address = Pointed.at(entry, offset, sockaddr.SIZE);
    return address == null ? -1 : Short.toUnsignedInt(address.get(JAVA_SHORT, sockaddr.sa_family));
  }

  /** An address, whose length libc does not say, or null. */
  private static SockAddr address(MemorySegment entry, long offset) {
    int size =
        switch (family(entry, offset)) {
          case -1 -> 0;
          case SocketH.AF_INET -> sockaddr_in.SIZE;
          case SocketH.AF_INET6 -> sockaddr_in6.SIZE;
          case SocketH.AF_PACKET -> hardwareSize(entry, offset);
          default -> sockaddr.SIZE;
        };
    return size == 0 ? null : SockAddrs.decode(Pointed.at(entry, offset, size), size);
  }

  /** A hardware address may be longer than its struct: InfiniBand's has 20 bytes. */
  private static int hardwareSize(MemorySegment entry, long offset) {
    MemorySegment address = Pointed.at(entry, offset, sockaddr_ll.SIZE);
    int length = Byte.toUnsignedInt(address.get(JAVA_BYTE, sockaddr_ll.sll_halen));
    return Math.max(sockaddr_ll.SIZE, sockaddr_ll.sll_addr + length);
  }

  private static LinkStats stats(MemorySegment entry) {
    MemorySegment data = Pointed.at(entry, ifaddrs.ifa_data, rtnl_link_stats.SIZE);
    if (data == null || family(entry, ifaddrs.ifa_addr) != SocketH.AF_PACKET) {
      return null;
    }
    return new LinkStats(
        count(data, rtnl_link_stats.rx_packets),
        count(data, rtnl_link_stats.tx_packets),
        count(data, rtnl_link_stats.rx_bytes),
        count(data, rtnl_link_stats.tx_bytes),
        count(data, rtnl_link_stats.rx_errors),
        count(data, rtnl_link_stats.tx_errors),
        count(data, rtnl_link_stats.rx_dropped),
        count(data, rtnl_link_stats.tx_dropped),
        count(data, rtnl_link_stats.multicast),
        count(data, rtnl_link_stats.collisions));
  }

  private static long count(MemorySegment data, long offset) {
    return Integer.toUnsignedLong(data.get(JAVA_INT, offset));
  }
}
