package posix.sockets;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/**
 * A {@code struct sockaddr} as a value: no native memory, equal by content. {@code
 * sockaddr(3type)}.
 *
 * <p>An address that has no type here, or is too short for its own, is {@link Opaque}.
 */
public sealed interface SockAddr permits Inet4, Inet6, Unix, Netlink, Packet, Vsock, Opaque {
  /**
   * {@code sa_family}.
   *
   * @return the family
   */
  AddressFamily family();

  /**
   * Reads what {@code toString} of any address wrote.
   *
   * @param text for example {@code 127.0.0.1:8888}, {@code [::1]:8888}, {@code unix:/run/x}, {@code
   *     vsock:2:1024}
   * @return the address
   * @throws IllegalArgumentException if the text is no address
   */
  static SockAddr parse(String text) {
    if (text.startsWith("[")) {
      return Inet6.parse(text);
    }
    if (!text.isEmpty() && Character.isDigit(text.charAt(0)) && text.contains(".")) {
      return Inet4.parse(text);
    }
    int colon = text.indexOf(':');
    return switch (colon < 0 ? text : text.substring(0, colon)) {
      case "unix", "unix-abstract" -> Unix.parse(text);
      case "netlink" -> Netlink.parse(text);
      case "packet" -> Packet.parse(text);
      case "vsock" -> Vsock.parse(text);
      default -> Opaque.parse(text);
    };
  }

  /**
   * The address that java.net has as this one.
   *
   * @param address an {@link InetSocketAddress} that is resolved, or a {@link
   *     UnixDomainSocketAddress}
   * @return an {@link Inet4}, {@link Inet6} or {@link Unix}
   * @throws IllegalArgumentException if it is unresolved, or of another type
   */
  static SockAddr of(SocketAddress address) {
    return switch (address) {
      case InetSocketAddress inet -> of(inet);
      case UnixDomainSocketAddress unix -> Unix.of(unix);
      default -> throw new IllegalArgumentException("no address of a type known here: " + address);
    };
  }

  private static SockAddr of(InetSocketAddress address) {
    var inet = address.getAddress();
    if (inet == null) {
      throw new IllegalArgumentException("unresolved: " + address);
    }
    byte[] bytes = inet.getAddress();
    if (bytes.length == 4) {
      return Inet4.of(bytes, address.getPort());
    }
    int scope = inet instanceof Inet6Address six ? six.getScopeId() : 0;
    return Inet6.of(bytes, address.getPort(), 0, scope);
  }
}
