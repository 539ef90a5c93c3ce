package posix.sockets.bench.work.calls;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.SOCK_STREAM;
import static posix.sockets.Constants.SO_RCVBUF;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import posix.sockets.PosixSocket;

/** By a call of libc, with the memory that it takes. */
abstract class GetsockoptOfFd extends Getsockopt {
  final int fd;
  final MemorySegment optval = Arena.global().allocate(JAVA_INT);
  final MemorySegment optlen = Arena.global().allocate(JAVA_INT);
  private final PosixSocket socket;

  GetsockoptOfFd() throws IOException {
    socket = PosixSocket.open(AF_INET, SOCK_STREAM).setsockopt(SO_RCVBUF, SET);
    fd = socket.fd();
  }

  /** The call; its result. */
  abstract int getsockopt();

  @Override
  final void call() {
    optlen.set(JAVA_INT, 0, Integer.BYTES);
    expect(getsockopt(), 0);
    expect(optval.get(JAVA_INT, 0), KERNELS);
  }

  @Override
  public final void close() throws IOException {
    socket.close();
  }
}
