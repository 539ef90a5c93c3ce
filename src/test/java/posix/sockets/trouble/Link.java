package posix.sockets.trouble;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.SOCK_STREAM;

import java.io.IOException;
import posix.sockets.Inet4;
import posix.sockets.PosixSocket;
import posix.sockets.SockAddr;
import posix.sockets.SocketPair;

/** Two networks with a cable between them. */
record Link(Network here, Network there) implements AutoCloseable {
  static final String HERE = "10.77.0.1";
  static final String THERE = "10.77.0.2";

  static Link open() throws Exception {
    Network here = Network.open();
    try {
      Network there = Network.open();
      try {
        here.connect("near", HERE, there, "far", THERE);
        return new Link(here, there);
      } catch (Throwable t) {
        there.close();
        throw t;
      }
    } catch (Throwable t) {
      here.close();
      throw t;
    }
  }

  /** An address there. */
  static Inet4 there(int port) {
    return Inet4.of(THERE, port);
  }

  PosixSocket listener() throws Exception {
    return there.socket(AF_INET, SOCK_STREAM).bind(there(0)).listen(8);
  }

  /** A TCP connection: this end, and the one there. */
  SocketPair tcp() throws Exception {
    try (var listener = listener()) {
      return connected(here.tcp(), listener.getsockname(), listener);
    }
  }

  private static SocketPair connected(PosixSocket client, SockAddr to, PosixSocket listener)
      throws IOException {
    client.connect(to);
    return new SocketPair(client, listener.accept().socket());
  }

  @Override
  public void close() {
    here.close();
    there.close();
  }
}
