package posix.sockets.bench.work.udp;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static posix.sockets.raw.Posix.MSG_NOSIGNAL;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import posix.sockets.PosixSocket;
import posix.sockets.bench.work.Arguments;
import posix.sockets.raw.Posix;

/** The raw layer, a packet a call. */
public final class RawSend extends Sending {
  private final PosixSocket socket = Sockets.posix(windows);
  private final int fd = socket.fd();
  private final MemorySegment packet = Sockets.segment(windows, 1);

  /** The size and the window. */
  public RawSend(Arguments arguments) throws IOException {
    super(arguments);
  }

  @Override
  void send(long first, int count) {
    for (int i = 0; i < count; i++) {
      packet.set(JAVA_LONG, 0, first + i);
      expect(Posix.send(fd, packet, packet.byteSize(), MSG_NOSIGNAL), packet.byteSize());
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    socket.close();
  }
}
