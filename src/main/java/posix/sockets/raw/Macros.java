package posix.sockets.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import posix.sockets.libc.Structs.sock_extended_err;
import posix.sockets.libc.Structs.sockaddr_un;
import posix.sockets.raw.Layouts.in6_addr;

/**
 * {@code <endian.h>}, {@code <netinet/in.h>}, {@code <sys/un.h>}, {@code <linux/errqueue.h>}: byte
 * order, kinds of addresses, and other macros. What C answers as an int that is 0 or not, is a
 * boolean.
 */
abstract class Macros extends NetlinkMacros {
  private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  private static final ValueLayout.OfLong BIG_ENDIAN_LONG =
      JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /** {@code const struct in6_addr in6addr_any}: {@code ::}, 16 bytes that cannot be changed. */
  public static final MemorySegment in6addr_any =
      Arena.global().allocate(in6_addr.SIZE).asReadOnly();

  /** {@code const struct in6_addr in6addr_loopback}: {@code ::1}, likewise. */
  public static final MemorySegment in6addr_loopback =
      Arena.global()
          .allocateFrom(JAVA_BYTE, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1})
          .asReadOnly();

  Macros() {}

  /**
   * {@code uint16_t htons(uint16_t hostshort)}. A Java short has the same 16 bits, so {@code
   * htons(8888)} needs no cast.
   *
   * @param hostshort a number in the host's byte order; its low 16 bits count
   * @return the number in network byte order
   * @see <a href="https://man7.org/linux/man-pages/man3/htons.3.html">htons(3)</a>
   */
  public static short htons(int hostshort) {
    return LITTLE_ENDIAN ? Short.reverseBytes((short) hostshort) : (short) hostshort;
  }

  /**
   * {@code uint16_t ntohs(uint16_t netshort)}.
   *
   * @param netshort a number in network byte order
   * @return the number in the host's byte order, 0 to 65535
   * @see <a href="https://man7.org/linux/man-pages/man3/ntohs.3.html">ntohs(3)</a>
   */
  public static int ntohs(short netshort) {
    return Short.toUnsignedInt(LITTLE_ENDIAN ? Short.reverseBytes(netshort) : netshort);
  }

  /**
   * {@code uint32_t htonl(uint32_t hostlong)}.
   *
   * @param hostlong a number in the host's byte order
   * @return the number in network byte order
   * @see <a href="https://man7.org/linux/man-pages/man3/htonl.3.html">htonl(3)</a>
   */
  public static int htonl(int hostlong) {
    return LITTLE_ENDIAN ? Integer.reverseBytes(hostlong) : hostlong;
  }

  /**
   * {@code uint32_t ntohl(uint32_t netlong)}.
   *
   * @param netlong a number in network byte order
   * @return the number in the host's byte order
   * @see <a href="https://man7.org/linux/man-pages/man3/ntohl.3.html">ntohl(3)</a>
   */
  public static int ntohl(int netlong) {
    return htonl(netlong);
  }

  /**
   * {@code uint64_t htobe64(uint64_t host)}.
   *
   * @param host a number in the host's byte order
   * @return the number in network byte order, which is big endian
   * @see <a href="https://man7.org/linux/man-pages/man3/htobe64.3.html">htobe64(3)</a>
   */
  public static long htobe64(long host) {
    return LITTLE_ENDIAN ? Long.reverseBytes(host) : host;
  }

  /**
   * {@code uint64_t be64toh(uint64_t bigEndian)}.
   *
   * @param bigEndian a number in network byte order
   * @return the number in the host's byte order
   * @see <a href="https://man7.org/linux/man-pages/man3/be64toh.3.html">be64toh(3)</a>
   */
  public static long be64toh(long bigEndian) {
    return htobe64(bigEndian);
  }

  /**
   * {@code int IN_MULTICAST(in_addr_t a)}.
   *
   * @param a an IPv4 address in the host's byte order
   * @return whether it is one of a group: 224.0.0.0 to 239.255.255.255
   * @see <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7)</a>
   */
  public static boolean IN_MULTICAST(int a) {
    return a >>> 28 == 0xe;
  }

  /**
   * {@code int IN6_IS_ADDR_UNSPECIFIED(const struct in6_addr *a)}.
   *
   * @param a 16 bytes in network order
   * @return whether the address is {@code ::}
   * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
   */
  public static boolean IN6_IS_ADDR_UNSPECIFIED(MemorySegment a) {
    return high(a) == 0 && low(a) == 0;
  }

  /**
   * {@code int IN6_IS_ADDR_LOOPBACK(const struct in6_addr *a)}.
   *
   * @param a 16 bytes in network order
   * @return whether the address is {@code ::1}
   * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
   */
  public static boolean IN6_IS_ADDR_LOOPBACK(MemorySegment a) {
    return high(a) == 0 && low(a) == 1;
  }

  /**
   * {@code int IN6_IS_ADDR_MULTICAST(const struct in6_addr *a)}.
   *
   * @param a 16 bytes in network order
   * @return whether the address is one of a group: {@code ff00::/8}
   * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
   */
  public static boolean IN6_IS_ADDR_MULTICAST(MemorySegment a) {
    return octet(a, 0) == 0xff;
  }

  /**
   * {@code int IN6_IS_ADDR_LINKLOCAL(const struct in6_addr *a)}.
   *
   * @param a 16 bytes in network order
   * @return whether the address is link-local: {@code fe80::/10}
   * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
   */
  public static boolean IN6_IS_ADDR_LINKLOCAL(MemorySegment a) {
    return high(a) >>> 54 == 0xfe80 >>> 6;
  }

  /**
   * {@code int IN6_IS_ADDR_SITELOCAL(const struct in6_addr *a)}.
   *
   * @param a 16 bytes in network order
   * @return whether the address is site-local: {@code fec0::/10}
   * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
   */
  public static boolean IN6_IS_ADDR_SITELOCAL(MemorySegment a) {
    return high(a) >>> 54 == 0xfec0 >>> 6;
  }

  /**
   * {@code int IN6_IS_ADDR_V4MAPPED(const struct in6_addr *a)}.
   *
   * @param a 16 bytes in network order
   * @return whether the address is an IPv4 address in IPv6: {@code ::ffff:0:0/96}
   * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
   */
  public static boolean IN6_IS_ADDR_V4MAPPED(MemorySegment a) {
    return high(a) == 0 && low(a) >>> 32 == 0xffff;
  }

  /**
   * {@code int IN6_IS_ADDR_V4COMPAT(const struct in6_addr *a)}.
   *
   * @param a 16 bytes in network order
   * @return whether the address is an IPv4 address in the old form: {@code ::/96} without {@code
   *     ::} and {@code ::1}
   * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
   */
  public static boolean IN6_IS_ADDR_V4COMPAT(MemorySegment a) {
    return high(a) == 0 && low(a) >>> 32 == 0 && low(a) > 1;
  }

  /**
   * {@code int IN6_IS_ADDR_MC_NODELOCAL(const struct in6_addr *a)}.
   *
   * @param a 16 bytes in network order
   * @return whether the address is one of a group of the node
   * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
   */
  public static boolean IN6_IS_ADDR_MC_NODELOCAL(MemorySegment a) {
    return isMulticastOf(a, 1);
  }

  /**
   * {@code int IN6_IS_ADDR_MC_LINKLOCAL(const struct in6_addr *a)}.
   *
   * @param a 16 bytes in network order
   * @return whether the address is one of a group of the link
   * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
   */
  public static boolean IN6_IS_ADDR_MC_LINKLOCAL(MemorySegment a) {
    return isMulticastOf(a, 2);
  }

  /**
   * {@code int IN6_IS_ADDR_MC_SITELOCAL(const struct in6_addr *a)}.
   *
   * @param a 16 bytes in network order
   * @return whether the address is one of a group of the site
   * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
   */
  public static boolean IN6_IS_ADDR_MC_SITELOCAL(MemorySegment a) {
    return isMulticastOf(a, 5);
  }

  /**
   * {@code int IN6_IS_ADDR_MC_ORGLOCAL(const struct in6_addr *a)}.
   *
   * @param a 16 bytes in network order
   * @return whether the address is one of a group of the organisation
   * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
   */
  public static boolean IN6_IS_ADDR_MC_ORGLOCAL(MemorySegment a) {
    return isMulticastOf(a, 8);
  }

  /**
   * {@code int IN6_IS_ADDR_MC_GLOBAL(const struct in6_addr *a)}.
   *
   * @param a 16 bytes in network order
   * @return whether the address is one of a group of the whole net
   * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
   */
  public static boolean IN6_IS_ADDR_MC_GLOBAL(MemorySegment a) {
    return isMulticastOf(a, 0xe);
  }

  /**
   * {@code int IN6_ARE_ADDR_EQUAL(const struct in6_addr *a, const struct in6_addr *b)}.
   *
   * @param a 16 bytes
   * @param b 16 others
   * @return whether they are the same
   * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
   */
  public static boolean IN6_ARE_ADDR_EQUAL(MemorySegment a, MemorySegment b) {
    return high(a) == high(b) && low(a) == low(b);
  }

  private static boolean isMulticastOf(MemorySegment a, int scope) {
    return octet(a, 0) == 0xff && (octet(a, 1) & 0xf) == scope;
  }

  private static int octet(MemorySegment a, int index) {
    return Byte.toUnsignedInt(Pointers.struct(a, in6_addr.SIZE).get(JAVA_BYTE, index));
  }

  private static long high(MemorySegment a) {
    return Pointers.struct(a, in6_addr.SIZE).get(BIG_ENDIAN_LONG, 0);
  }

  private static long low(MemorySegment a) {
    return Pointers.struct(a, in6_addr.SIZE).get(BIG_ENDIAN_LONG, Long.BYTES);
  }

  /**
   * {@code size_t SUN_LEN(const struct sockaddr_un *addr)}.
   *
   * @param addr an AF_UNIX address with a pathname
   * @return its length in bytes for {@link #bind bind} or {@link #connect connect}, without the NUL
   *     that ends the pathname; no more than the struct has
   * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
   */
  public static int SUN_LEN(MemorySegment addr) {
    MemorySegment struct = Pointers.struct(addr, sockaddr_un.SIZE);
    int length = sockaddr_un.sun_path;
    while (length < sockaddr_un.SIZE && struct.get(JAVA_BYTE, length) != 0) {
      length++;
    }
    return length;
  }

  /**
   * {@code struct sockaddr *SO_EE_OFFENDER(struct sock_extended_err *ee)}.
   *
   * @param ee the data of an {@code IP_RECVERR} or {@code IPV6_RECVERR} control message
   * @return the address of the node that reported the error, as memory from there to the end of
   *     {@code ee}; its family is {@code AF_UNSPEC} where nobody knows
   * @see <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7)</a>
   */
  public static MemorySegment SO_EE_OFFENDER(MemorySegment ee) {
    return Pointers.plus(ee, sock_extended_err.SIZE);
  }
}
