package posix.sockets.bench.work.stream;

import static posix.sockets.Constants.AF_UNIX;
import static posix.sockets.Constants.TCP_NODELAY;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import posix.sockets.Inet4;
import posix.sockets.PosixSocket;
import posix.sockets.SockAddr;
import posix.sockets.Unix;

/** A peer as it says how it is reached, a port of the loopback address or a path, as an address. */
final class Peers {
  private Peers() {}

  static boolean isPath(String peer) {
    return peer.startsWith("/");
  }

  static SockAddr posix(String peer) {
    return isPath(peer) ? Unix.path(peer) : Inet4.loopback(Integer.parseInt(peer));
  }

  static SocketAddress jdk(String peer) {
    return isPath(peer)
        ? UnixDomainSocketAddress.of(peer)
        : new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(peer));
  }

  /** A message goes out at once. */
  static void noDelay(PosixSocket socket) throws IOException {
    if (!socket.getsockname().family().equals(AF_UNIX)) {
      socket.setsockopt(TCP_NODELAY, true);
    }
  }
}
