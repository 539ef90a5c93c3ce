package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static posix.sockets.raw.constants.SocketH.AF_INET;
import static posix.sockets.raw.constants.SocketH.AF_INET6;
import static posix.sockets.raw.constants.SocketH.AF_NETLINK;
import static posix.sockets.raw.constants.SocketH.AF_PACKET;
import static posix.sockets.raw.constants.SocketH.AF_UNIX;
import static posix.sockets.raw.constants.SocketH.AF_VSOCK;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import posix.sockets.AddressFamily;
import posix.sockets.Inet4;
import posix.sockets.Inet6;
import posix.sockets.Netlink;
import posix.sockets.Opaque;
import posix.sockets.Packet;
import posix.sockets.SockAddr;
import posix.sockets.Unix;
import posix.sockets.Vsock;
import posix.sockets.libc.Structs.sockaddr;
import posix.sockets.libc.Structs.sockaddr_in;
import posix.sockets.libc.Structs.sockaddr_in6;
import posix.sockets.libc.Structs.sockaddr_ll;
import posix.sockets.libc.Structs.sockaddr_nl;
import posix.sockets.libc.Structs.sockaddr_storage;
import posix.sockets.libc.Structs.sockaddr_un;
import posix.sockets.libc.Structs.sockaddr_vm;

/** Addresses as values to and from the kernel's structs. */
public final class SockAddrs {
  private static final ValueLayout.OfShort NET_SHORT =
      JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt NET_INT =
      JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong NET_LONG =
      JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private static final int FAMILY = sockaddr.sa_family;
  private static final int FAMILY_END = FAMILY + Short.BYTES;

  /** What stands for no address. */
  private static final class Absent {
    static final Opaque ADDRESS = new Opaque(AddressFamily.of(0), new byte[0]);
  }

  private SockAddrs() {}

  /**
   * Writes an address.
   *
   * @param to memory for at least a sockaddr_storage
   * @return the address's length
   */
  public static int encode(SockAddr address, MemorySegment to) {
    if (address instanceof Inet4 inet) { // a program's first switch over types costs milliseconds
      return encode(inet, to);
    }
    return switch (address) {
      case Inet4 inet -> encode(inet, to);
      case Inet6 inet -> encode(inet, to);
      case Unix unix -> encode(unix, to);
      case Netlink netlink -> encode(netlink, to);
      case Packet packet -> encode(packet, to);
      case Vsock vsock -> encode(vsock, to);
      case Opaque opaque -> encode(opaque, to);
    };
  }

  private static int encode(Inet4 inet, MemorySegment to) {
    to.asSlice(0, sockaddr_in.SIZE).fill((byte) 0);
    to.set(JAVA_SHORT, FAMILY, (short) AF_INET);
    to.set(NET_SHORT, sockaddr_in.sin_port, (short) inet.port());
    to.set(NET_INT, sockaddr_in.sin_addr, inet.address());
    return sockaddr_in.SIZE;
  }

  private static int encode(Inet6 inet, MemorySegment to) {
    to.set(JAVA_SHORT, FAMILY, (short) AF_INET6);
    to.set(NET_SHORT, sockaddr_in6.sin6_port, (short) inet.port());
    to.set(NET_INT, sockaddr_in6.sin6_flowinfo, inet.flowinfo());
    to.set(NET_LONG, sockaddr_in6.sin6_addr, inet.high());
    to.set(NET_LONG, sockaddr_in6.sin6_addr + Long.BYTES, inet.low());
    to.set(JAVA_INT, sockaddr_in6.sin6_scope_id, inet.scopeId());
    return sockaddr_in6.SIZE;
  }

  /**
   * The length tells a path, an abstract name and none apart; a path that fills sun_path has no NUL
   * behind it.
   */
  private static int encode(Unix unix, MemorySegment to) {
    to.asSlice(0, sockaddr_un.SIZE).fill((byte) 0);
    to.set(JAVA_SHORT, FAMILY, (short) AF_UNIX);
    byte[] name = unix.name();
    int start = sockaddr_un.sun_path + (unix.isAbstract() ? 1 : 0);
    MemorySegment.copy(name, 0, to, JAVA_BYTE, start, name.length);
    int end = start + name.length;
    return unix.isAbstract() || unix.isUnnamed() ? end : Math.min(end + 1, sockaddr_un.SIZE);
  }

  private static int encode(Netlink netlink, MemorySegment to) {
    to.set(JAVA_SHORT, FAMILY, (short) AF_NETLINK);
    to.set(JAVA_SHORT, sockaddr_nl.nl_pad, (short) 0);
    to.set(JAVA_INT, sockaddr_nl.nl_pid, netlink.pid());
    to.set(JAVA_INT, sockaddr_nl.nl_groups, netlink.groups());
    return sockaddr_nl.SIZE;
  }

  private static int encode(Packet packet, MemorySegment to) {
    byte[] address = packet.address();
    to.asSlice(0, sockaddr_ll.SIZE).fill((byte) 0);
    to.set(JAVA_SHORT, FAMILY, (short) AF_PACKET);
    to.set(NET_SHORT, sockaddr_ll.sll_protocol, (short) packet.protocol());
    to.set(JAVA_INT, sockaddr_ll.sll_ifindex, packet.ifindex());
    to.set(JAVA_SHORT, sockaddr_ll.sll_hatype, (short) packet.hatype());
    to.set(JAVA_BYTE, sockaddr_ll.sll_pkttype, (byte) packet.pkttype());
    to.set(JAVA_BYTE, sockaddr_ll.sll_halen, (byte) address.length);
    MemorySegment.copy(address, 0, to, JAVA_BYTE, sockaddr_ll.sll_addr, address.length);
    return sockaddr_ll.SIZE;
  }

  private static int encode(Vsock vsock, MemorySegment to) {
    to.asSlice(0, sockaddr_vm.SIZE).fill((byte) 0);
    to.set(JAVA_SHORT, FAMILY, (short) AF_VSOCK);
    to.set(JAVA_INT, sockaddr_vm.svm_port, vsock.port());
    to.set(JAVA_INT, sockaddr_vm.svm_cid, vsock.cid());
    to.set(JAVA_BYTE, sockaddr_vm.svm_flags, (byte) vsock.flags());
    return sockaddr_vm.SIZE;
  }

  private static int encode(Opaque opaque, MemorySegment to) {
    byte[] data = opaque.data();
    to.set(JAVA_SHORT, FAMILY, (short) opaque.family().value());
    MemorySegment.copy(data, 0, to, JAVA_BYTE, FAMILY_END, data.length);
    return FAMILY_END + data.length;
  }

  /**
   * Reads an address. One that is too short for its family, or of a family that has no type here,
   * is {@link Opaque}. What goes beyond a sockaddr_storage is no part of it.
   *
   * @param from where it stands
   * @param length its length, as the kernel gave it; what lies beyond {@code from} is missing
   */
  public static SockAddr decode(MemorySegment from, int length) {
    long size = Math.min(Math.min(length, from.byteSize()), sockaddr_storage.SIZE);
    if (size < FAMILY_END) {
      return Absent.ADDRESS;
    }
    int family = Short.toUnsignedInt(from.get(JAVA_SHORT_UNALIGNED, FAMILY));
    SockAddr address =
        switch (family) {
          case AF_INET -> size < sockaddr_in.SIZE ? null : inet4(from);
          case AF_INET6 -> size < sockaddr_in6.SIZE ? null : inet6(from);
          case AF_UNIX -> size > sockaddr_un.SIZE + 1 ? null : unix(from, (int) size);
          case AF_NETLINK -> size < sockaddr_nl.SIZE ? null : netlink(from);
          case AF_PACKET -> size < sockaddr_ll.sll_addr ? null : packet(from, (int) size);
          case AF_VSOCK -> size < sockaddr_vm.SIZE ? null : vsock(from);
          default -> null;
        };
    if (address != null) {
      return address;
    }
    byte[] data = from.asSlice(FAMILY_END, size - FAMILY_END).toArray(JAVA_BYTE);
    return new Opaque(AddressFamily.of(family), data);
  }

  private static Inet4 inet4(MemorySegment from) {
    int port = Short.toUnsignedInt(from.get(NET_SHORT, sockaddr_in.sin_port));
    return new Inet4(from.get(NET_INT, sockaddr_in.sin_addr), port);
  }

  private static Inet6 inet6(MemorySegment from) {
    return new Inet6(
        from.get(NET_LONG, sockaddr_in6.sin6_addr),
        from.get(NET_LONG, sockaddr_in6.sin6_addr + Long.BYTES),
        Short.toUnsignedInt(from.get(NET_SHORT, sockaddr_in6.sin6_port)),
        from.get(NET_INT, sockaddr_in6.sin6_flowinfo),
        from.get(JAVA_INT_UNALIGNED, sockaddr_in6.sin6_scope_id));
  }

  /**
   * Of a path, the kernel gives the length with a NUL, one byte behind the struct if the path fills
   * it.
   */
  private static Unix unix(MemorySegment from, int size) {
    byte[] path =
        from.asSlice(sockaddr_un.sun_path, size - sockaddr_un.sun_path).toArray(JAVA_BYTE);
    if (path.length == 0) {
      return Unix.unnamed();
    }
    if (path[0] == 0) {
      return path.length > sockaddr_un.SIZE - sockaddr_un.sun_path
          ? null
          : Unix.abstractName(Arrays.copyOfRange(path, 1, path.length));
    }
    int end = 0;
    while (end < path.length && path[end] != 0) {
      end++;
    }
    return end > sockaddr_un.SIZE - sockaddr_un.sun_path
        ? null
        : Unix.path(Arrays.copyOf(path, end));
  }

  private static Netlink netlink(MemorySegment from) {
    return new Netlink(
        from.get(JAVA_INT_UNALIGNED, sockaddr_nl.nl_pid),
        from.get(JAVA_INT_UNALIGNED, sockaddr_nl.nl_groups));
  }

  /** The address's length is the sender's word: what does not fit is cut. */
  private static Packet packet(MemorySegment from, int size) {
    int length = Byte.toUnsignedInt(from.get(JAVA_BYTE, sockaddr_ll.sll_halen));
    int there = Math.min(Math.min(length, 8), size - sockaddr_ll.sll_addr);
    return new Packet(
        Short.toUnsignedInt(from.get(NET_SHORT, sockaddr_ll.sll_protocol)),
        from.get(JAVA_INT_UNALIGNED, sockaddr_ll.sll_ifindex),
        Short.toUnsignedInt(from.get(JAVA_SHORT_UNALIGNED, sockaddr_ll.sll_hatype)),
        Byte.toUnsignedInt(from.get(JAVA_BYTE, sockaddr_ll.sll_pkttype)),
        from.asSlice(sockaddr_ll.sll_addr, there).toArray(JAVA_BYTE));
  }

  private static Vsock vsock(MemorySegment from) {
    return new Vsock(
        from.get(JAVA_INT_UNALIGNED, sockaddr_vm.svm_cid),
        from.get(JAVA_INT_UNALIGNED, sockaddr_vm.svm_port),
        Byte.toUnsignedInt(from.get(JAVA_BYTE, sockaddr_vm.svm_flags)));
  }
}
