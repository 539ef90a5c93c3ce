package posix.sockets.bench.work.calls;

import static posix.sockets.raw.Posix.SOL_SOCKET;
import static posix.sockets.raw.Posix.SO_RCVBUF;

import java.io.IOException;
import posix.sockets.bench.work.Arguments;
import posix.sockets.bindings.posix_h;

/** What jextract generates. */
public final class BindingsGetsockopt extends GetsockoptOfFd {
  /** No arguments. */
  public BindingsGetsockopt(Arguments arguments) throws IOException {}

  @Override
  int getsockopt() {
    return posix_h.getsockopt(fd, SOL_SOCKET, SO_RCVBUF, optval, optlen);
  }
}
