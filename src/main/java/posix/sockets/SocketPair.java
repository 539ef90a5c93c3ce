package posix.sockets;

import java.io.IOException;

/**
 * What {@code socketpair} gives: two sockets, connected to each other.
 *
 * @param first one end
 * @param second the other
 */
public record SocketPair(PosixSocket first, PosixSocket second) implements AutoCloseable {
  /** Closes both ends. */
  @Override
  public void close() throws IOException {
    try {
      first.close();
    } finally {
      second.close();
    }
  }
}
