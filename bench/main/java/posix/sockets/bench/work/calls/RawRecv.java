package posix.sockets.bench.work.calls;

import static posix.sockets.raw.Posix.EAGAIN;
import static posix.sockets.raw.Posix.MSG_DONTWAIT;

import java.io.IOException;
import posix.sockets.bench.work.Arguments;
import posix.sockets.raw.Posix;

/** The raw layer. */
public final class RawRecv extends IdleConnection {
  /** No arguments. */
  public RawRecv(Arguments arguments) throws IOException {}

  @Override
  void call() {
    expect(Posix.recv(fd, buf, SIZE, MSG_DONTWAIT), -1);
    expect(Posix.errno(), EAGAIN);
  }
}
