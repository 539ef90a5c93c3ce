package posix.sockets.bench.work.connect;

import java.io.IOException;
import posix.sockets.bench.work.Work;

/**
 * Connections over loopback, one after the other: connect, accept, close of both ends. The client's
 * end is closed first, and with {@code SO_LINGER} 0: a reset leaves nothing behind that would use
 * up the ports.
 */
abstract class Connecting implements Work {
  static final int BACKLOG = 16;
  private static final int LOOK = 256; // of so many, at one more closely

  private int connections;

  @Override
  public final void run() throws IOException {
    connect(++connections % LOOK == 0);
  }

  /**
   * Makes a connection, whose peer has to have the loopback address, and closes it.
   *
   * @param look whether the client's port and the server's peer's have to be compared
   */
  abstract void connect(boolean look) throws IOException;

  static void expect(boolean loopback) {
    if (!loopback) {
      throw new IllegalStateException("the peer has another address");
    }
  }

  static void expectSame(int port, int ofPeer) {
    if (port != ofPeer) {
      throw new IllegalStateException("the connection is somebody else's");
    }
  }
}
