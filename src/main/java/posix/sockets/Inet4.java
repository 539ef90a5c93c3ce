package posix.sockets;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * An IPv4 address and port, {@code struct sockaddr_in}. In text: {@code 127.0.0.1:8888}.
 *
 * @param address {@code sin_addr}, its first byte in the highest bits: {@code 0x7f000001} is
 *     127.0.0.1
 * @param port {@code sin_port}, 0 to 65535
 * @see <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7)</a>
 */
public record Inet4(int address, int port) implements SockAddr {
  private static final AddressFamily FAMILY = AddressFamilies.AF_INET;

  /** Refuses a port that does not fit 16 bits. */
  public Inet4 {
    Ports.check(port);
  }

  /**
   * {@code INADDR_ANY}: every address of this machine.
   *
   * @param port the port; 0 lets the kernel choose one
   * @return 0.0.0.0 with the port
   */
  public static Inet4 any(int port) {
    return new Inet4(0, port);
  }

  /**
   * {@code INADDR_LOOPBACK}: this machine itself.
   *
   * @param port the port
   * @return 127.0.0.1 with the port
   */
  public static Inet4 loopback(int port) {
    return new Inet4(0x7f000001, port);
  }

  /**
   * An address in the text form of {@code inet_pton}: four decimal numbers. Names are not looked
   * up.
   *
   * @param text for example {@code 192.0.2.1}
   * @param port the port
   * @return the address
   * @throws IllegalArgumentException if the text is no such address
   */
  public static Inet4 of(String text, int port) {
    return new Inet4(InetText.parse4(text), port);
  }

  /**
   * An address from its four bytes.
   *
   * @param bytes in network order
   * @param port the port
   * @return the address
   * @throws IllegalArgumentException if there are not four
   */
  public static Inet4 of(byte[] bytes, int port) {
    if (bytes.length != 4) {
      throw new IllegalArgumentException("an IPv4 address has 4 bytes, not " + bytes.length);
    }
    int address =
        (bytes[0] & 0xff) << 24
            | (bytes[1] & 0xff) << 16
            | (bytes[2] & 0xff) << 8
            | bytes[3] & 0xff;
    return new Inet4(address, port);
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @param text for example {@code 127.0.0.1:8888}
   * @return the address
   * @throws IllegalArgumentException if the text is no such address
   */
  public static Inet4 parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("no port: " + text);
    }
    return of(text.substring(0, colon), Ports.parse(text.substring(colon + 1)));
  }

  @Override
  public AddressFamily family() {
    return FAMILY;
  }

  /**
   * The address's four bytes.
   *
   * @return them, in network order
   */
  public byte[] bytes() {
    return new byte[] {
      (byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address
    };
  }

  /**
   * The address in the text form of {@code inet_ntop}.
   *
   * @return for example {@code 127.0.0.1}
   */
  public String host() {
    return InetText.format4(address);
  }

  /**
   * This address as java.net has it.
   *
   * @return a resolved address
   */
  public InetSocketAddress toInetSocketAddress() {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes()), port);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** Address and port, {@code 127.0.0.1:8888}. */
  @Override
  public String toString() {
    return host() + ":" + port;
  }
}
