package posix.sockets.bench.work.udp;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import posix.sockets.PosixSocket;
import posix.sockets.bench.work.Arguments;
import posix.sockets.raw.Posix;

/** The raw layer, many packets a call. */
public final class RawBatchReceive extends Receiving {
  private final PosixSocket socket = Sockets.posix(windows);
  private final int fd = socket.fd();
  private final int batch;
  private final RawMessages messages;

  /** The size, the window and the batch. */
  public RawBatchReceive(Arguments arguments) throws IOException {
    super(arguments);
    batch = arguments.number("batch");
    messages = new RawMessages(windows, batch);
    messages.packets.fill((byte) 0);
  }

  @Override
  int port() throws IOException {
    return Sockets.port(socket);
  }

  @Override
  void receive(int count) throws IOException {
    int received = 0;
    while (received < count) {
      int n = Posix.recvmmsg(fd, messages.headers, batch, 0, MemorySegment.NULL);
      for (int i = 0; i < n; i++) {
        windows.received(messages.length(i), messages.number(i));
      }
      received += n;
    }
  }

  @Override
  public void check() {
    long size = windows.size();
    for (int i = 0; i < batch; i++) {
      windows.check(messages.packets.asSlice(i * size, size));
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    socket.close();
  }
}
