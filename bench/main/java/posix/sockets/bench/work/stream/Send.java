package posix.sockets.bench.work.stream;

import java.io.IOException;
import posix.sockets.bench.work.Arguments;
import posix.sockets.bench.work.Work;

/** Sends messages to a sink, which looks at them, one after the other. */
public final class Send implements Work {
  private final Wire wire;
  private long sent; // messages

  /** {@code wire}, {@code size}, {@code peer}. */
  public Send(Arguments arguments) throws IOException {
    wire = Wire.connect(arguments);
  }

  @Override
  public void run() throws IOException {
    wire.stamp(sent);
    wire.send();
    sent++;
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
