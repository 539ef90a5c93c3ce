package posix.sockets.bench.work.stream;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/** A channel, and a buffer of either kind. */
final class ChannelWire extends Wire {
  private final SocketChannel channel;
  private final ByteBuffer buffer;

  private ChannelWire(SocketChannel channel, ByteBuffer buffer) {
    super(buffer.capacity());
    this.channel = channel;
    this.buffer = buffer.order(ByteOrder.nativeOrder());
  }

  static Wire nio(String peer, int size) throws IOException {
    return new ChannelWire(connect(peer), direct(size));
  }

  static Wire nioHeap(String peer, int size) throws IOException {
    return new ChannelWire(connect(peer), ByteBuffer.allocate(size));
  }

  static Wire junixsocket(String peer, int size) throws IOException {
    AFUNIXSocketChannel channel = AFUNIXSocketChannel.open();
    channel.connect(Peers.junixsocket(peer));
    return new ChannelWire(channel, direct(size));
  }

  private static SocketChannel connect(String peer) throws IOException {
    if (Peers.isPath(peer)) {
      return SocketChannel.open(Peers.jdk(peer));
    }
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_SNDBUF, Peers.TCP_BUFFER);
    channel.setOption(StandardSocketOptions.SO_RCVBUF, Peers.TCP_BUFFER);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.connect(Peers.jdk(peer));
    return channel;
  }

  static ByteBuffer direct(int size) {
    ByteBuffer pages = ByteBuffer.allocateDirect(size + 2 * ALIGNED).alignedSlice(ALIGNED);
    return pages.slice(0, size);
  }

  @Override
  void send() throws IOException {
    buffer.clear();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  @Override
  void receive() throws IOException {
    buffer.clear();
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) == -1) {
        throw new EOFException();
      }
    }
  }

  @Override
  long word(int offset) {
    return buffer.getLong(offset);
  }

  @Override
  void word(int offset, long word) {
    buffer.putLong(offset, word);
  }

  @Override
  byte octet(int offset) {
    return buffer.get(offset);
  }

  @Override
  void octet(int offset, byte octet) {
    buffer.put(offset, octet);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
