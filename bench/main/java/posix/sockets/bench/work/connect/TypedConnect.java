package posix.sockets.bench.work.connect;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.SOCK_STREAM;
import static posix.sockets.Constants.SO_LINGER;

import java.io.IOException;
import java.time.Duration;
import posix.sockets.Inet4;
import posix.sockets.Linger;
import posix.sockets.PosixSocket;
import posix.sockets.bench.work.Arguments;

/** The typed layer. */
public final class TypedConnect extends Connecting {
  private static final Linger RESET = Linger.of(Duration.ZERO);

  private final PosixSocket listener;
  private final Inet4 server;

  /** No arguments. */
  public TypedConnect(Arguments arguments) throws IOException {
    listener = PosixSocket.open(AF_INET, SOCK_STREAM).bind(Inet4.loopback(0)).listen(BACKLOG);
    server = (Inet4) listener.getsockname();
  }

  @Override
  void connect(boolean look) throws IOException {
    var client = PosixSocket.open(AF_INET, SOCK_STREAM);
    client.setsockopt(SO_LINGER, RESET).connect(server);
    var accepted = listener.accept();
    var peer = (Inet4) accepted.peer();
    expect(peer.address() == server.address());
    if (look) {
      expectSame(((Inet4) client.getsockname()).port(), peer.port());
    }
    client.close();
    accepted.socket().close();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
