package posix.sockets.testing;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.SOCK_DGRAM;
import static posix.sockets.Constants.SO_ERROR;

import java.io.IOException;
import posix.sockets.Inet4;
import posix.sockets.Local;
import posix.sockets.PosixSocket;
import posix.sockets.raw.Posix;

/**
 * A socket that tells whether a send or recv reached the kernel: a datagram of its was refused, and
 * the error that is pending since then is taken away by whichever call of the two comes first, of
 * whatever length.
 */
public final class Tripwire implements AutoCloseable {
  private static final int HANG_MILLIS = 30_000;

  private final PosixSocket socket;
  private final int fd;

  /** A tripwire that is set. */
  public Tripwire() throws IOException {
    socket = PosixSocket.open(AF_INET, SOCK_DGRAM).bind(Inet4.loopback(0));
    fd = socket.fd();
    try (var refusing = Local.refusing()) {
      socket.connect(refusing.getsockname());
      socket.send(new byte[1], 0, 1);
      awaitError();
    }
  }

  /** An error makes it ready, whatever is asked for; looking does not take it away. */
  private void awaitError() {
    try (var arena = java.lang.foreign.Arena.ofConfined()) {
      var entry = arena.allocate(posix.sockets.bindings.pollfd.layout());
      posix.sockets.bindings.pollfd.fd(entry, fd);
      if (Posix.poll(entry, 1, HANG_MILLIS) != 1) {
        throw new AssertionError("a datagram was not refused");
      }
    }
  }

  /** The socket. */
  public PosixSocket socket() {
    return socket;
  }

  /** Its descriptor. */
  public int fd() {
    return fd;
  }

  /** Whether no send or recv came since it was set. It has to be set anew for each question. */
  public boolean isUntouched() throws IOException {
    // of its own, as the socket itself may be closed by now
    int dup = posix.sockets.bindings.posix_h.dup(fd);
    try (var other = PosixSocket.adopt(dup)) {
      return other.getsockopt(SO_ERROR) == Posix.ECONNREFUSED;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
