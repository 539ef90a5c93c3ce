package posix.sockets.bench.work.stream;

import java.io.IOException;
import posix.sockets.bench.work.Arguments;
import posix.sockets.bench.work.Work;

/** Receives the messages of a source, one after the other. */
public final class Receive implements Work {
  private final Wire wire;
  private long received; // messages

  /** {@code wire}, {@code size}, {@code peer}. */
  public Receive(Arguments arguments) throws IOException {
    wire = Wire.connect(arguments);
    wire.clear();
  }

  @Override
  public void run() throws IOException {
    wire.receive();
    wire.verify(received);
    received++;
  }

  @Override
  public void check() {
    wire.verifyAll(received - 1);
    wire.clear(); // what is found in the last message of the next turn has come in it
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
