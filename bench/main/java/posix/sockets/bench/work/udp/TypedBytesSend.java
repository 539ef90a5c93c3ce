package posix.sockets.bench.work.udp;

import static java.nio.ByteOrder.nativeOrder;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import posix.sockets.PosixSocket;
import posix.sockets.bench.work.Arguments;

/** The typed layer with an array of bytes, a packet a call. */
public final class TypedBytesSend extends Sending {
  static final VarHandle NUMBER = MethodHandles.byteArrayViewVarHandle(long[].class, nativeOrder());

  private final PosixSocket socket = Sockets.posix(windows);
  private final byte[] packet = windows.sample();

  /** The size and the window. */
  public TypedBytesSend(Arguments arguments) throws IOException {
    super(arguments);
  }

  @Override
  void send(long first, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      NUMBER.set(packet, 0, first + i);
      expect(socket.send(packet, 0, packet.length), packet.length);
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    socket.close();
  }
}
