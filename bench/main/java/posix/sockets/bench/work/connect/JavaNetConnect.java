package posix.sockets.bench.work.connect;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import posix.sockets.bench.work.Arguments;

/** {@code java.net}. */
public final class JavaNetConnect extends Connecting {
  private final ServerSocket listener =
      new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
  private final SocketAddress server = listener.getLocalSocketAddress();

  /** No arguments. */
  public JavaNetConnect(Arguments arguments) throws IOException {}

  @Override
  void connect(boolean look) throws IOException {
    var client = new Socket();
    client.setSoLinger(true, 0);
    client.connect(server);
    var accepted = listener.accept();
    expect(accepted.getInetAddress().isLoopbackAddress());
    if (look) {
      expectSame(client.getLocalPort(), accepted.getPort());
    }
    client.close();
    accepted.close();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
