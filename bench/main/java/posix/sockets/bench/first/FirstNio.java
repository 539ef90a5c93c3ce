package posix.sockets.bench.first;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Channels. */
public final class FirstNio {
  private FirstNio() {}

  /** The byte. */
  public static void main(String[] args) throws IOException {
    ByteBuffer buf = ByteBuffer.allocateDirect(1).put((byte) args[0].charAt(0));
    try (var listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 1);
      try (var client = SocketChannel.open(listener.getLocalAddress());
          SocketChannel server = listener.accept()) {
        client.write(buf.flip());
        server.read(buf.clear());
        server.write(buf.flip());
        client.read(buf.clear().put(0, (byte) 0));
      }
    }
    System.out.println((char) buf.get(0));
  }
}
