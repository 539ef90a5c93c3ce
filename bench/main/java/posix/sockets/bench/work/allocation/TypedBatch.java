package posix.sockets.bench.work.allocation;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static posix.sockets.Constants.MSG_DONTWAIT;

import java.io.IOException;
import posix.sockets.MessageBatch;
import posix.sockets.bench.work.Arguments;

/** sendmmsg and recvmmsg. */
public final class TypedBatch extends DatagramPair {
  private static final int BATCH = 8; // as many as a pair's queue takes

  private final MessageBatch outgoing = new MessageBatch(BATCH, SIZE);
  private final MessageBatch incoming = new MessageBatch(BATCH, SIZE);

  /** No arguments. */
  public TypedBatch(Arguments arguments) throws IOException {}

  @Override
  public void run() throws IOException {
    outgoing.buffer(BATCH - 1).set(JAVA_LONG, 0, ++stamp);
    expect(pair.first().sendmmsg(outgoing, 0, BATCH, MSG_DONTWAIT), BATCH);
    expect(pair.second().recvmmsg(incoming, BATCH, MSG_DONTWAIT), BATCH);
    expect(incoming.buffer(BATCH - 1).get(JAVA_LONG, 0), stamp);
  }
}
