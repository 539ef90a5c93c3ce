package posix.sockets;

import static posix.sockets.Constants.*;
import static posix.sockets.hostile.Rendering.require;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The parsers of text, and libc's beside them. */
final class Texts {
  private Texts() {}

  /** What can be parsed can be printed, and is then the same. */
  static SockAddr address(String text) {
    SockAddr address = SockAddr.parse(text);
    require(SockAddr.parse(address.toString()).equals(address), text + " is " + address);
    return address;
  }

  static Inet4 inet4(String text) throws IOException {
    Optional<byte[]> libc = pton(AF_INET, text);
    try {
      Inet4 address = Inet4.of(text, 1);
      same(libc, address.bytes(), text);
      require(Inet4.of(address.host(), 1).equals(address), "printed: " + address);
      require(Inet4.parse(address.toString()).equals(address), "parsed: " + address);
      return address;
    } catch (IllegalArgumentException e) {
      require(libc.isEmpty(), "libc takes " + text);
      throw e;
    }
  }

  static Inet6 inet6(String text) throws IOException {
    int percent = text.indexOf('%');
    Optional<byte[]> libc = pton(AF_INET6, percent < 0 ? text : text.substring(0, percent));
    try {
      Inet6 address = Inet6.of(text, 1);
      same(libc, address.bytes(), text);
      require(Inet6.of(address.host(), 1).equals(address), "printed: " + address);
      require(Inet6.parse(address.toString()).equals(address), "parsed: " + address);
      require(
          address.withScope(0).host().equals(InetAddresses.inet_ntop(AF_INET6, address.bytes())),
          "as libc prints it: " + address);
      return address;
    } catch (IllegalArgumentException e) {
      require(libc.isEmpty() || percent >= 0, "libc takes " + text);
      throw e;
    }
  }

  private static Optional<byte[]> pton(AddressFamily family, String text) throws IOException {
    // a NUL ends the text for libc, and is refused before it
    return text.indexOf('\0') >= 0 ? Optional.empty() : InetAddresses.inet_pton(family, text);
  }

  private static void same(Optional<byte[]> libc, byte[] bytes, String text) {
    require(libc.isPresent(), "libc refuses " + text);
    require(java.util.Arrays.equals(libc.get(), bytes), "another address to libc: " + text);
  }

  /** A host that is a number, or nothing: nobody is asked. */
  static List<AddrInfo> resolved(String text, int hints) throws IOException {
    AddrInfoFlags flags = AI_NUMERICHOST.or(AI_NUMERICSERV);
    AddressFamily family = AddressFamily.of(hints & 0xf);
    SocketType type = SocketType.of(hints >> 4 & 0x7);
    int slash = text.indexOf('/');
    return slash < 0
        ? AddrInfo.getaddrinfo(text, null, AddrInfo.hints(flags, family, type))
        : AddrInfo.getaddrinfo(
            text.substring(0, slash),
            text.substring(slash + 1),
            AddrInfo.hints(flags, family, type));
  }

  static Object services(String text, int port) throws IOException {
    return switch (port & 3) {
      case 0 -> Services.getservbyname(text, null).isPresent();
      case 1 -> Services.getservbyname("http", text).isPresent();
      case 2 -> Services.getservbyport(port & 0xffff, text).isPresent();
      default -> Services.getprotobyname(text).isPresent();
    };
  }
}
