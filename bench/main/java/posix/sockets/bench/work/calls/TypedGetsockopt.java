package posix.sockets.bench.work.calls;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.SOCK_STREAM;
import static posix.sockets.Constants.SO_RCVBUF;

import java.io.IOException;
import posix.sockets.PosixSocket;
import posix.sockets.bench.work.Arguments;

/** The typed layer. */
public final class TypedGetsockopt extends Getsockopt {
  private final PosixSocket socket;

  /** No arguments. */
  public TypedGetsockopt(Arguments arguments) throws IOException {
    socket = PosixSocket.open(AF_INET, SOCK_STREAM).setsockopt(SO_RCVBUF, SET);
  }

  @Override
  void call() throws IOException {
    expect(socket.getsockopt(SO_RCVBUF), KERNELS);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
