package posix.sockets.testing;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.SOCK_DGRAM;
import static posix.sockets.Constants.SOCK_STREAM;

import java.io.IOException;
import posix.sockets.Inet4;
import posix.sockets.PosixSocket;
import posix.sockets.SockAddr;

/** Two sockets of this process that are connected to one another. */
public record Pair(PosixSocket client, PosixSocket server) implements AutoCloseable {
  /** A TCP connection over IPv4. */
  public static Pair tcp() throws IOException {
    return tcp(Inet4.loopback(0));
  }

  /** A TCP connection to an address with port 0. */
  public static Pair tcp(SockAddr address) throws IOException {
    try (var listener = PosixSocket.open(address.family(), SOCK_STREAM).bind(address).listen(1)) {
      var client = PosixSocket.open(address.family(), SOCK_STREAM);
      try {
        client.connect(listener.getsockname());
        return new Pair(client, listener.accept().socket());
      } catch (IOException | RuntimeException e) {
        client.close();
        throw e;
      }
    }
  }

  /** Two UDP sockets, each with the other as its only peer. */
  public static Pair udp() throws IOException {
    var pair = new Pair(udpSocket(), udpSocket());
    pair.client.connect(pair.server.getsockname());
    pair.server.connect(pair.client.getsockname());
    return pair;
  }

  private static PosixSocket udpSocket() throws IOException {
    return PosixSocket.open(AF_INET, SOCK_DGRAM).bind(Inet4.loopback(0));
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
