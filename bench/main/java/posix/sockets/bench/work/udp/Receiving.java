package posix.sockets.bench.work.udp;

import java.io.IOException;
import posix.sockets.bench.work.Arguments;
import posix.sockets.bench.work.Work;

/** Receives windows of packets. */
abstract class Receiving implements Work {
  final Windows windows;
  private int port;

  Receiving(Arguments arguments) throws IOException {
    windows = new Windows(arguments);
  }

  @Override
  public final int operations() {
    return windows.window();
  }

  @Override
  public final void run() throws IOException {
    if (port == 0) {
      port = port();
    }
    windows.ask(port);
    receive(windows.window());
    windows.next();
  }

  /** Where it receives. */
  abstract int port() throws IOException;

  /** Receives as many packets, which are there. */
  abstract void receive(int count) throws IOException;

  @Override
  public void close() throws IOException {
    windows.close();
  }
}
