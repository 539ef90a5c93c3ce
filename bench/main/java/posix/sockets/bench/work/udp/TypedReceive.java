package posix.sockets.bench.work.udp;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import posix.sockets.PosixSocket;
import posix.sockets.bench.work.Arguments;

/** The typed layer, a packet a call. */
public final class TypedReceive extends Receiving {
  private final PosixSocket socket = Sockets.posix(windows);
  private final MemorySegment packet = Sockets.segment(windows, 1).fill((byte) 0);

  /** The size and the window. */
  public TypedReceive(Arguments arguments) throws IOException {
    super(arguments);
  }

  @Override
  int port() throws IOException {
    return Sockets.port(socket);
  }

  @Override
  void receive(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      long n = socket.recv(packet);
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
