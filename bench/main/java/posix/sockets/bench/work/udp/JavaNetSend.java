package posix.sockets.bench.work.udp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import posix.sockets.bench.work.Arguments;

/** {@code java.net}, a packet a call. */
public final class JavaNetSend extends Sending {
  private final DatagramSocket socket = new DatagramSocket();
  private final byte[] bytes = windows.sample();
  private final DatagramPacket packet = new DatagramPacket(bytes, bytes.length);

  /** The size and the window. */
  public JavaNetSend(Arguments arguments) throws IOException {
    super(arguments);
    socket.connect(Sockets.peer(windows));
    packet.setSocketAddress(Sockets.peer(windows));
  }

  @Override
  void send(long first, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      TypedBytesSend.NUMBER.set(bytes, 0, first + i);
      socket.send(packet);
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    socket.close();
  }
}
