package posix.sockets.bench.work.connect;

import static java.net.StandardSocketOptions.SO_LINGER;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import posix.sockets.bench.work.Arguments;

/** NIO, which blocks. */
public final class NioConnect extends Connecting {
  private final ServerSocketChannel listener =
      ServerSocketChannel.open()
          .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
  private final SocketAddress server = listener.getLocalAddress();

  /** No arguments. */
  public NioConnect(Arguments arguments) throws IOException {}

  @Override
  void connect(boolean look) throws IOException {
    var client = SocketChannel.open();
    client.setOption(SO_LINGER, 0);
    client.connect(server);
    var accepted = listener.accept();
    var peer = (InetSocketAddress) accepted.getRemoteAddress();
    expect(peer.getAddress().isLoopbackAddress());
    if (look) {
      expectSame(((InetSocketAddress) client.getLocalAddress()).getPort(), peer.getPort());
    }
    client.close();
    accepted.close();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
