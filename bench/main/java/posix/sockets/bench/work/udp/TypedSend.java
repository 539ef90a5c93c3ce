package posix.sockets.bench.work.udp;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import posix.sockets.PosixSocket;
import posix.sockets.bench.work.Arguments;

/** The typed layer, a packet a call. */
public final class TypedSend extends Sending {
  private final PosixSocket socket = Sockets.posix(windows);
  private final MemorySegment packet = Sockets.segment(windows, 1);

  /** The size and the window. */
  public TypedSend(Arguments arguments) throws IOException {
    super(arguments);
  }

  @Override
  void send(long first, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      packet.set(JAVA_LONG, 0, first + i);
      expect(socket.send(packet), packet.byteSize());
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    socket.close();
  }
}
