package posix.sockets.testing;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.SOCK_DGRAM;
import static posix.sockets.Constants.SO_ERROR;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import posix.sockets.Inet4;
import posix.sockets.PosixSocket;
import posix.sockets.raw.Posix;

/**
 * A socket that tells whether a send or recv reached the kernel: a datagram of its was refused, and
 * the error that is pending since then is taken away by whichever call of the two comes first, of
 * whatever length.
 */
public final class Tripwire implements AutoCloseable {
  private final PosixSocket socket;
  private final int fd;

  /** A tripwire that is set. */
  public Tripwire() throws IOException {
    for (int left = 10; ; left--) {
      PosixSocket refused = toNobody();
      if (isRefused(refused)) {
        socket = refused;
        fd = refused.fd();
        return;
      }
      refused.close();
      if (left == 0) {
        throw new AssertionError("no answer to datagrams that nobody takes");
      }
    }
  }

  /** Connected to a port that was free a moment ago: another program may have it by now. */
  private static PosixSocket toNobody() throws IOException {
    PosixSocket nobody = PosixSocket.open(AF_INET, SOCK_DGRAM).bind(Inet4.loopback(0));
    // bound while the port is taken, else the kernel may choose that one, and it would hear itself
    PosixSocket socket = PosixSocket.open(AF_INET, SOCK_DGRAM).bind(Inet4.loopback(0));
    var address = nobody.getsockname();
    nobody.close();
    return socket.connect(address);
  }

  private static boolean isRefused(PosixSocket socket) throws IOException {
    socket.send(new byte[1], 0, 1);
    for (int i = 0; i < 500; i++) {
      if (isPending(socket.fd())) {
        return true;
      }
      LockSupport.parkNanos(1_000_000);
    }
    return false;
  }

  /** An error makes it ready, whatever is asked for; looking does not take it away. */
  private static boolean isPending(int fd) {
    try (var arena = java.lang.foreign.Arena.ofConfined()) {
      var entry = arena.allocate(posix.sockets.bindings.pollfd.layout());
      posix.sockets.bindings.pollfd.fd(entry, fd);
      return Posix.poll(entry, 1, 0) == 1;
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
