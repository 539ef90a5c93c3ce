package posix.sockets;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An IPv6 address and port, {@code struct sockaddr_in6}. In text: {@code [::1]:8888}, {@code
 * [fe80::1%2]:8888} with a scope.
 *
 * @param high the first 8 bytes of {@code sin6_addr}, in network order
 * @param low the last 8
 * @param port {@code sin6_port}, 0 to 65535
 * @param flowinfo {@code sin6_flowinfo}
 * @param scopeId {@code sin6_scope_id}: the index of an interface for a link-local address, else 0
 * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
 */
public record Inet6(long high, long low, int port, int flowinfo, int scopeId) implements SockAddr {
  private static final AddressFamily FAMILY = AddressFamilies.AF_INET6;

  /** Refuses a port that does not fit 16 bits. */
  public Inet6 {
    Ports.check(port);
  }

  /**
   * {@code in6addr_any}: every address of this machine.
   *
   * @param port the port; 0 lets the kernel choose one
   * @return {@code ::} with the port
   */
  public static Inet6 any(int port) {
    return new Inet6(0, 0, port, 0, 0);
  }

  /**
   * {@code in6addr_loopback}: this machine itself.
   *
   * @param port the port
   * @return {@code ::1} with the port
   */
  public static Inet6 loopback(int port) {
    return new Inet6(0, 1, port, 0, 0);
  }

  /**
   * An address in the text form of {@code inet_pton}, with the number of a scope if it has one.
   * Names are not looked up.
   *
   * @param text for example {@code 2001:db8::1} or {@code fe80::1%2}
   * @param port the port
   * @return the address
   * @throws IllegalArgumentException if the text is no such address
   */
  public static Inet6 of(String text, int port) {
    int percent = text.indexOf('%');
    long[] halves = InetText.parse6(percent < 0 ? text : text.substring(0, percent));
    int scope = percent < 0 ? 0 : AddrText.unsigned(text.substring(percent + 1));
    return new Inet6(halves[0], halves[1], port, 0, scope);
  }

  /**
   * An address from its sixteen bytes.
   *
   * @param bytes in network order
   * @param port the port
   * @param flowinfo the flow information
   * @param scopeId the scope
   * @return the address
   * @throws IllegalArgumentException if there are not sixteen
   */
  public static Inet6 of(byte[] bytes, int port, int flowinfo, int scopeId) {
    if (bytes.length != 16) {
      throw new IllegalArgumentException("an IPv6 address has 16 bytes, not " + bytes.length);
    }
    ByteBuffer b = ByteBuffer.wrap(bytes);
    return new Inet6(b.getLong(), b.getLong(), port, flowinfo, scopeId);
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @param text for example {@code [::1]:8888}
   * @return the address
   * @throws IllegalArgumentException if the text is no such address
   */
  public static Inet6 parse(String text) {
    int end = text.lastIndexOf("]:");
    if (!text.startsWith("[") || end < 0) {
      throw new IllegalArgumentException("not [address]:port: " + text);
    }
    int slash = text.indexOf('/', end);
    String port = text.substring(end + 2, slash < 0 ? text.length() : slash);
    Inet6 address = of(text.substring(1, end), Ports.parse(port));
    return slash < 0 ? address : address.withFlowinfo(AddrText.unsigned(text.substring(slash + 1)));
  }

  @Override
  public AddressFamily family() {
    return FAMILY;
  }

  /**
   * The address's sixteen bytes.
   *
   * @return them, in network order
   */
  public byte[] bytes() {
    return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }

  /**
   * The address in the text form of {@code inet_ntop}, with the scope's number if it has one.
   *
   * @return for example {@code fe80::1%2}
   */
  public String host() {
    return InetText.format6(high, low)
        + (scopeId == 0 ? "" : "%" + Integer.toUnsignedString(scopeId));
  }

  /**
   * This address as java.net has it, which knows no flow information.
   *
   * @return a resolved address; an {@code Inet6Address} even where it maps an IPv4 one
   */
  public InetSocketAddress toInetSocketAddress() {
    try {
      return new InetSocketAddress(
          Inet6Address.getByAddress(null, bytes(), scopeId == 0 ? -1 : scopeId), port);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * This address in a scope.
   *
   * @param index the index of an interface, as {@code if_nametoindex} knows it
   * @return the same with {@code sin6_scope_id}
   */
  public Inet6 withScope(int index) {
    return new Inet6(high, low, port, flowinfo, index);
  }

  /**
   * This address with flow information.
   *
   * @param flowinfo traffic class and flow label
   * @return the same with {@code sin6_flowinfo}
   */
  public Inet6 withFlowinfo(int flowinfo) {
    return new Inet6(high, low, port, flowinfo, scopeId);
  }

  /**
   * {@code IN6_IS_ADDR_V4MAPPED}.
   *
   * @return whether this is an IPv4 address in an IPv6 one, {@code ::ffff:192.0.2.1}
   */
  public boolean isV4Mapped() {
    return high == 0 && low >>> 32 == 0xffff;
  }

  /**
   * Address and port, {@code [::1]:8888}; flow information if there is any, {@code
   * [::1]:8888/0x12345}.
   */
  @Override
  public String toString() {
    return "["
        + host()
        + "]:"
        + port
        + (flowinfo == 0 ? "" : "/0x" + Integer.toHexString(flowinfo));
  }
}
