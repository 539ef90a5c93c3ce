package posix.sockets.bench.work.udp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import posix.sockets.bench.work.Arguments;

/** NIO, a packet a call. */
public final class NioSend extends Sending {
  private final DatagramChannel channel = Sockets.nio(windows);
  private final ByteBuffer packet;

  /** The size and the window; {@code heap=} for a buffer on the heap. */
  public NioSend(Arguments arguments) throws IOException {
    super(arguments);
    packet = Sockets.buffer(windows, arguments);
  }

  @Override
  void send(long first, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      packet.clear();
      packet.putLong(0, first + i);
      expect(channel.write(packet), packet.capacity());
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    channel.close();
  }
}
