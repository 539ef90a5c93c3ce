package posix.sockets.bench.work.udp;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import posix.sockets.MessageBatch;
import posix.sockets.MsgFlags;
import posix.sockets.PosixSocket;
import posix.sockets.bench.work.Arguments;

/** The typed layer, many packets a call. */
public final class TypedBatchSend extends Sending {
  private final PosixSocket socket = Sockets.posix(windows);
  private final MessageBatch batch;

  /** The size, the window and the batch. */
  public TypedBatchSend(Arguments arguments) throws IOException {
    super(arguments);
    batch = new MessageBatch(arguments.number("batch"), windows.size());
    for (int i = 0; i < batch.capacity(); i++) {
      batch.buffer(i).copyFrom(Sockets.segment(windows, 1));
    }
  }

  @Override
  void send(long first, int count) throws IOException {
    for (int sent = 0; sent < count; sent += batch.capacity()) {
      for (int i = 0; i < batch.capacity(); i++) {
        batch.buffer(i).set(JAVA_LONG, 0, first + sent + i);
      }
      expect(socket.sendmmsg(batch, 0, batch.capacity(), MsgFlags.NONE), batch.capacity());
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    socket.close();
  }
}
