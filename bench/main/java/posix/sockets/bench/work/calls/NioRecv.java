package posix.sockets.bench.work.calls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import posix.sockets.bench.work.Arguments;

/** NIO, on a connection on which nobody sends: its non-blocking read answers 0. */
public final class NioRecv extends Calls {
  private final SocketChannel client;
  private final SocketChannel server;
  private final ByteBuffer buf = ByteBuffer.allocateDirect(IdleConnection.SIZE);

  /** No arguments. */
  public NioRecv(Arguments arguments) throws IOException {
    try (var listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      client = SocketChannel.open(listener.getLocalAddress());
      server = listener.accept();
    }
    client.configureBlocking(false);
  }

  @Override
  void call() throws IOException {
    expect(client.read(buf), 0);
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
