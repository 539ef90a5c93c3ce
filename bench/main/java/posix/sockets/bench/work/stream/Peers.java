package posix.sockets.bench.work.stream;

import static posix.sockets.Constants.SOCK_STREAM;
import static posix.sockets.Constants.SO_RCVBUF;
import static posix.sockets.Constants.SO_SNDBUF;
import static posix.sockets.Constants.TCP_NODELAY;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import posix.sockets.Inet4;
import posix.sockets.PosixSocket;
import posix.sockets.SockAddr;
import posix.sockets.Unix;

/** A peer as it says how it is reached, a port of the loopback address or a path, as an address. */
final class Peers {
  static final String LOOPBACK = "127.0.0.1";

  /** What TCP sockets have as buffers in either direction; native/bench/stream.c says why. */
  static final int TCP_BUFFER = 64 << 10;

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
        : new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), Integer.parseInt(peer));
  }

  static AFUNIXSocketAddress junixsocket(String peer) throws IOException {
    return AFUNIXSocketAddress.of(Path.of(peer));
  }

  /** By the typed layer; a message goes out at once. */
  static PosixSocket connect(String peer) throws IOException {
    SockAddr address = posix(peer);
    var socket = PosixSocket.open(address.family(), SOCK_STREAM);
    if (!isPath(peer)) {
      socket.setsockopt(SO_SNDBUF, TCP_BUFFER).setsockopt(SO_RCVBUF, TCP_BUFFER);
      socket.setsockopt(TCP_NODELAY, true);
    }
    return socket.connect(address);
  }
}
