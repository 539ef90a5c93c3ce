package posix.sockets.bench.work.udp;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import posix.sockets.bench.work.Arguments;

/** NIO, a packet a call. */
public final class NioReceive extends Receiving {
  private final DatagramChannel channel = Sockets.nio(windows);
  private final ByteBuffer packet;

  /** The size and the window; {@code heap=} for a buffer on the heap. */
  public NioReceive(Arguments arguments) throws IOException {
    super(arguments);
    packet = Sockets.buffer(windows, arguments);
    MemorySegment.ofBuffer(packet).fill((byte) 0);
  }

  @Override
  int port() throws IOException {
    return channel.socket().getLocalPort();
  }

  @Override
  void receive(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      packet.clear();
      int n = channel.read(packet);
      windows.received(n, packet.getLong(0));
    }
  }

  @Override
  public void check() {
    windows.check(MemorySegment.ofBuffer(packet.clear()));
  }

  @Override
  public void close() throws IOException {
    super.close();
    channel.close();
  }
}
