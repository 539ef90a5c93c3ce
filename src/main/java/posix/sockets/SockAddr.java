package posix.sockets;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/**
 * A {@code struct sockaddr} as a value: no native memory, equal by content. {@code
 * sockaddr(3type)}.
 *
 * <p>An address that has no type here, or is too short for its own, is {@link Opaque}.
 */
public sealed interface SockAddr permits Inet4, Inet6, Opaque {
  /**
   * {@code sa_family}.
   *
   * @return the family
   */
  AddressFamily family();

  /**
   * The address that java.net has as this one.
   *
   * @param address a resolved address
   * @return an {@link Inet4} or {@link Inet6}
   * @throws IllegalArgumentException if it is unresolved
   */
  static SockAddr of(InetSocketAddress address) {
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
