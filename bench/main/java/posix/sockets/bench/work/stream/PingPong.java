package posix.sockets.bench.work.stream;

import java.io.IOException;
import posix.sockets.bench.work.Arguments;
import posix.sockets.bench.work.Latencies;
import posix.sockets.bench.work.Work;

/** Round trips of a message, each timed. */
public final class PingPong implements Work {
  static final int BATCH = 50;

  private final Wire wire;
  private long sent;

  /** Arguments: wire, size. */
  public PingPong(Arguments arguments) throws IOException {
    wire = Wire.connect(arguments);
  }

  @Override
  public int operations() {
    return BATCH;
  }

  @Override
  public void run() throws IOException {
    for (int i = 0; i < BATCH; i++) {
      wire.stamp(++sent);
      long start = System.nanoTime();
      wire.send();
      wire.receive();
      Latencies.record(System.nanoTime() - start);
      wire.verify(sent);
    }
  }

  /** One more, of which every byte is looked at. */
  @Override
  public void check() throws IOException {
    wire.stamp(++sent);
    wire.send();
    wire.clear();
    wire.receive();
    wire.verifyAll(sent);
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
