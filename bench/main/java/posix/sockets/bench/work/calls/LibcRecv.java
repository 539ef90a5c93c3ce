package posix.sockets.bench.work.calls;

import static posix.sockets.raw.Posix.EAGAIN;
import static posix.sockets.raw.Posix.MSG_DONTWAIT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import posix.sockets.bench.work.Arguments;
import posix.sockets.libc.Call;
import posix.sockets.libc.Libc;

/** The call with errno, on which both layers stand. */
public final class LibcRecv extends IdleConnection {
  private final MemorySegment errno = Arena.global().allocate(Call.ERRNO);

  /** No arguments. */
  public LibcRecv(Arguments arguments) throws IOException {}

  @Override
  void call() {
    expect(Libc.recv(errno, fd, buf, SIZE, MSG_DONTWAIT), -EAGAIN);
  }
}
