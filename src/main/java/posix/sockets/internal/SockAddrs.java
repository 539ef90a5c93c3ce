package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static posix.sockets.raw.constants.SocketH.AF_INET;
import static posix.sockets.raw.constants.SocketH.AF_INET6;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import posix.sockets.Inet4;
import posix.sockets.Inet6;
import posix.sockets.Opaque;
import posix.sockets.SockAddr;
import posix.sockets.libc.Structs.sockaddr;
import posix.sockets.libc.Structs.sockaddr_in;
import posix.sockets.libc.Structs.sockaddr_in6;

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

  private SockAddrs() {}

  /**
   * Writes an address.
   *
   * @param to memory for at least a sockaddr_storage
   * @return the address's length
   */
  public static int encode(SockAddr address, MemorySegment to) {
    return switch (address) {
      case Inet4 inet -> encode(inet, to);
      case Inet6 inet -> encode(inet, to);
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

  private static int encode(Opaque opaque, MemorySegment to) {
    byte[] data = opaque.data();
    to.set(JAVA_SHORT, FAMILY, (short) opaque.family().value());
    MemorySegment.copy(data, 0, to, JAVA_BYTE, FAMILY_END, data.length);
    return FAMILY_END + data.length;
  }

  /**
   * Reads an address. One that is too short for its family, or of a family that has no type here,
   * is {@link Opaque}.
   *
   * @param from where it stands
   * @param length its length, as the kernel gave it; what lies beyond {@code from} is missing
   */
  public static SockAddr decode(MemorySegment from, int length) {
    long size = Math.min(length, from.byteSize());
    if (size < FAMILY_END) {
      return new Opaque(posix.sockets.AddressFamily.of(0), new byte[0]);
    }
    int family = Short.toUnsignedInt(from.get(JAVA_SHORT_UNALIGNED, FAMILY));
    if (family == AF_INET && size >= sockaddr_in.SIZE) {
      int port = Short.toUnsignedInt(from.get(NET_SHORT, sockaddr_in.sin_port));
      return new Inet4(from.get(NET_INT, sockaddr_in.sin_addr), port);
    }
    if (family == AF_INET6 && size >= sockaddr_in6.SIZE) {
      return new Inet6(
          from.get(NET_LONG, sockaddr_in6.sin6_addr),
          from.get(NET_LONG, sockaddr_in6.sin6_addr + Long.BYTES),
          Short.toUnsignedInt(from.get(NET_SHORT, sockaddr_in6.sin6_port)),
          from.get(NET_INT, sockaddr_in6.sin6_flowinfo),
          from.get(JAVA_INT_UNALIGNED, sockaddr_in6.sin6_scope_id));
    }
    byte[] data = from.asSlice(FAMILY_END, size - FAMILY_END).toArray(JAVA_BYTE);
    return new Opaque(posix.sockets.AddressFamily.of(family), data);
  }
}
