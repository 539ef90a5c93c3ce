package posix.sockets;

import posix.sockets.raw.constants.SocketH;

/**
 * What {@code shutdown} ends, by its C names.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/shutdown.2.html">shutdown(2)</a>
 */
public interface ShutdownDirections {
  /** No more receiving. */
  Shutdown SHUT_RD = new Shutdown(SocketH.SHUT_RD);

  /** Neither. */
  Shutdown SHUT_RDWR = new Shutdown(SocketH.SHUT_RDWR);

  /** No more sending: the peer sees end of file. */
  Shutdown SHUT_WR = new Shutdown(SocketH.SHUT_WR);
}
