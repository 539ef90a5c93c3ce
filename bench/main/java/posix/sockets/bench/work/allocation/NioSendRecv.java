package posix.sockets.bench.work.allocation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import posix.sockets.bench.work.Arguments;

/** Channels with direct buffers. */
public final class NioSendRecv extends Checked {
  private final ByteBuffer out = ByteBuffer.allocateDirect(SIZE);
  private final ByteBuffer in = ByteBuffer.allocateDirect(SIZE);
  private final SocketChannel client;
  private final SocketChannel server;

  /** No arguments. */
  public NioSendRecv(Arguments arguments) throws IOException {
    try (var listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 1);
      client = SocketChannel.open(listener.getLocalAddress());
      server = listener.accept();
    }
  }

  @Override
  public void run() throws IOException {
    expect(client.write(out.clear().putLong(0, ++stamp)), SIZE);
    expect(server.read(in.clear()), SIZE);
    expect(in.getLong(0), stamp);
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
