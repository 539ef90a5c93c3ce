package posix.sockets.bench.work.udp;

import static posix.sockets.raw.Posix.MSG_NOSIGNAL;

import java.io.IOException;
import posix.sockets.PosixSocket;
import posix.sockets.bench.work.Arguments;
import posix.sockets.raw.Posix;

/** The raw layer, many packets a call. */
public final class RawBatchSend extends Sending {
  private final PosixSocket socket = Sockets.posix(windows);
  private final int fd = socket.fd();
  private final int batch;
  private final RawMessages messages;

  /** The size, the window and the batch. */
  public RawBatchSend(Arguments arguments) throws IOException {
    super(arguments);
    batch = arguments.number("batch");
    messages = new RawMessages(windows, batch);
  }

  @Override
  void send(long first, int count) {
    for (int sent = 0; sent < count; sent += batch) {
      for (int i = 0; i < batch; i++) {
        messages.number(i, first + sent + i);
      }
      expect(Posix.sendmmsg(fd, messages.headers, batch, MSG_NOSIGNAL), batch);
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    socket.close();
  }
}
