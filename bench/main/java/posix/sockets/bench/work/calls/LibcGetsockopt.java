package posix.sockets.bench.work.calls;

import static posix.sockets.raw.Posix.SOL_SOCKET;
import static posix.sockets.raw.Posix.SO_RCVBUF;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import posix.sockets.bench.work.Arguments;
import posix.sockets.libc.Call;
import posix.sockets.libc.Libc;

/** The call with errno, on which both layers stand. */
public final class LibcGetsockopt extends GetsockoptOfFd {
  private final MemorySegment errno = Arena.global().allocate(Call.ERRNO);

  /** No arguments. */
  public LibcGetsockopt(Arguments arguments) throws IOException {}

  @Override
  int getsockopt() {
    return Libc.getsockopt(errno, fd, SOL_SOCKET, SO_RCVBUF, optval, optlen);
  }
}
