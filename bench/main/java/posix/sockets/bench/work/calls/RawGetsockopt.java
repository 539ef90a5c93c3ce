package posix.sockets.bench.work.calls;

import static posix.sockets.raw.Posix.SOL_SOCKET;
import static posix.sockets.raw.Posix.SO_RCVBUF;

import java.io.IOException;
import posix.sockets.bench.work.Arguments;
import posix.sockets.raw.Posix;

/** The raw layer. */
public final class RawGetsockopt extends GetsockoptOfFd {
  /** No arguments. */
  public RawGetsockopt(Arguments arguments) throws IOException {}

  @Override
  int getsockopt() {
    return Posix.getsockopt(fd, SOL_SOCKET, SO_RCVBUF, optval, optlen);
  }
}
