package posix.sockets.bench.work.udp;

import java.io.IOException;
import posix.sockets.bench.work.Arguments;
import posix.sockets.bench.work.Work;

/** Sends windows of packets. */
abstract class Sending implements Work {
  final Windows windows;

  Sending(Arguments arguments) throws IOException {
    windows = new Windows(arguments);
  }

  @Override
  public int operations() {
    return windows.window();
  }

  @Override
  public void run() throws Exception {
    send(windows.first(), windows.window());
    windows.ask(0);
    windows.next();
  }

  /** Sends as many packets, with numbers from the first one on. */
  abstract void send(long first, int count) throws IOException;

  static void expect(long result, long expected) {
    if (result != expected) {
      throw new IllegalStateException(result + " were sent, not " + expected);
    }
  }

  @Override
  public void close() throws IOException {
    windows.close();
  }
}
