package posix.sockets.bench.work.udp;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import posix.sockets.MessageBatch;
import posix.sockets.MsgFlags;
import posix.sockets.PosixSocket;
import posix.sockets.bench.work.Arguments;

/** The typed layer, many packets a call. */
public final class TypedBatchReceive extends Receiving {
  private final PosixSocket socket = Sockets.posix(windows);
  private final MessageBatch batch;

  /** The size, the window and the batch. */
  public TypedBatchReceive(Arguments arguments) throws IOException {
    super(arguments);
    batch = new MessageBatch(arguments.number("batch"), windows.size());
  }

  @Override
  int port() throws IOException {
    return Sockets.port(socket);
  }

  @Override
  void receive(int count) throws IOException {
    int received = 0;
    while (received < count) {
      int n = socket.recvmmsg(batch, batch.capacity(), MsgFlags.NONE);
      for (int i = 0; i < n; i++) {
        windows.received(batch.length(i), batch.buffer(i).get(JAVA_LONG, 0));
      }
      received += n;
    }
  }

  @Override
  public void check() {
    for (int i = 0; i < batch.capacity(); i++) {
      windows.check(batch.buffer(i));
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    socket.close();
  }
}
