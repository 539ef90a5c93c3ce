package posix.sockets.bench.work.udp;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import posix.sockets.bench.work.Arguments;

/** {@code java.net}, a packet a call. */
public final class JavaNetReceive extends Receiving {
  private final DatagramSocket socket = new DatagramSocket();
  private final byte[] bytes = new byte[windows.size()];
  private final DatagramPacket packet = new DatagramPacket(bytes, bytes.length);

  /** The size and the window. */
  public JavaNetReceive(Arguments arguments) throws IOException {
    super(arguments);
    socket.connect(Sockets.peer(windows));
  }

  @Override
  int port() throws IOException {
    return socket.getLocalPort();
  }

  @Override
  void receive(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      socket.receive(packet);
      windows.received(packet.getLength(), (long) TypedBytesSend.NUMBER.get(bytes, 0));
    }
  }

  @Override
  public void check() {
    windows.check(MemorySegment.ofArray(bytes));
  }

  @Override
  public void close() throws IOException {
    super.close();
    socket.close();
  }
}
