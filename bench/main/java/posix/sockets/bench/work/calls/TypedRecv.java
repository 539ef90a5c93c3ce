package posix.sockets.bench.work.calls;

import java.io.IOException;
import posix.sockets.PosixSocket;
import posix.sockets.bench.work.Arguments;

/** The typed layer. */
public final class TypedRecv extends IdleConnection {
  /** No arguments. */
  public TypedRecv(Arguments arguments) throws IOException {}

  @Override
  void call() throws IOException {
    expect(client.tryRecv(buf), PosixSocket.WOULD_BLOCK);
  }
}
