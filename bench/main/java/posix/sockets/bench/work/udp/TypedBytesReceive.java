package posix.sockets.bench.work.udp;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import posix.sockets.PosixSocket;
import posix.sockets.bench.work.Arguments;

/** The typed layer with an array of bytes, a packet a call. */
public final class TypedBytesReceive extends Receiving {
  private final PosixSocket socket = Sockets.posix(windows);
  private final byte[] packet = new byte[windows.size()];

  /** The size and the window. */
  public TypedBytesReceive(Arguments arguments) throws IOException {
    super(arguments);
  }

  @Override
  int port() throws IOException {
    return Sockets.port(socket);
  }

  @Override
  void receive(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      int n = socket.recv(packet, 0, packet.length);
      windows.received(n, (long) TypedBytesSend.NUMBER.get(packet, 0));
    }
  }

  @Override
  public void check() {
    windows.check(MemorySegment.ofArray(packet));
  }

  @Override
  public void close() throws IOException {
    super.close();
    socket.close();
  }
}
