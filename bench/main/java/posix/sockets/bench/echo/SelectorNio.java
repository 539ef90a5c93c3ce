package posix.sockets.bench.echo;

import static java.nio.channels.SelectionKey.OP_ACCEPT;
import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A single thread over a {@link Selector}. */
public final class SelectorNio {
  private final Selector selector = Selector.open();
  private final ServerSocketChannel listener = ServerSocketChannel.open();
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(Echo.BUFFER + Echo.ALIGNED)
          .alignedSlice(Echo.ALIGNED)
          .slice(0, Echo.BUFFER);

  private SelectorNio() throws IOException {
    listener.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), Echo.BACKLOG);
    listener.configureBlocking(false).register(selector, OP_ACCEPT);
  }

  /** No arguments. */
  public static void main(String[] args) throws IOException {
    var server = new SelectorNio();
    Echo.serve(server.listener.socket().getLocalPort(), Thread.ofPlatform(), server::serve);
  }

  private void serve() throws IOException {
    while (true) {
      selector.select(this::handle);
    }
  }

  private void handle(SelectionKey key) {
    try {
      if (key.channel() == listener) {
        accept();
      } else if (key.attachment() instanceof ByteBuffer rest) {
        sendRest(key, rest);
      } else {
        echo(key);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() throws IOException {
    SocketChannel connection = listener.accept();
    if (connection != null) {
      connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
      connection.configureBlocking(false).register(selector, OP_READ);
    }
  }

  private void echo(SelectionKey key) throws IOException {
    var connection = (SocketChannel) key.channel();
    buffer.clear();
    if (connection.read(buffer) == -1) {
      connection.close();
      return;
    }
    connection.write(buffer.flip());
    if (buffer.hasRemaining()) { // until it is out, nothing more is received
      key.attach(ByteBuffer.allocateDirect(buffer.remaining()).put(buffer).flip());
      key.interestOps(OP_WRITE);
    }
  }

  private static void sendRest(SelectionKey key, ByteBuffer rest) throws IOException {
    ((SocketChannel) key.channel()).write(rest);
    if (!rest.hasRemaining()) {
      key.attach(null);
      key.interestOps(OP_READ);
    }
  }
}
