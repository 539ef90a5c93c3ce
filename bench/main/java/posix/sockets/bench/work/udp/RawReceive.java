package posix.sockets.bench.work.udp;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import posix.sockets.PosixSocket;
import posix.sockets.bench.work.Arguments;
import posix.sockets.raw.Posix;

/** The raw layer, a packet a call. */
public final class RawReceive extends Receiving {
  private final PosixSocket socket = Sockets.posix(windows);
  private final int fd = socket.fd();
  private final MemorySegment packet = Sockets.segment(windows, 1).fill((byte) 0);

  /** The size and the window. */
  public RawReceive(Arguments arguments) throws IOException {
    super(arguments);
  }

  @Override
  int port() throws IOException {
    return Sockets.port(socket);
  }

  @Override
  void receive(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      long n = Posix.recv(fd, packet, packet.byteSize(), 0);
      windows.received(n, packet.get(JAVA_LONG, 0));
    }
  }

  @Override
  public void check() {
    windows.check(packet);
  }

  @Override
  public void close() throws IOException {
    super.close();
    socket.close();
  }
}
