package posix.sockets.bench.work.calls;

import static posix.sockets.raw.Posix.MSG_DONTWAIT;

import java.io.IOException;
import posix.sockets.bench.work.Arguments;
import posix.sockets.bindings.posix_h;

/** What jextract generates, which cannot tell errno. */
public final class BindingsRecv extends IdleConnection {
  /** No arguments. */
  public BindingsRecv(Arguments arguments) throws IOException {}

  @Override
  void call() {
    expect(posix_h.recv(fd, buf, SIZE, MSG_DONTWAIT), -1);
  }
}
