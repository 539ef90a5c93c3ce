package posix.sockets.bench.work.calls;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.SOCK_STREAM;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import posix.sockets.Inet4;
import posix.sockets.PosixSocket;

/** A TCP connection on which nobody sends. */
abstract class IdleConnection extends Calls {
  static final int SIZE = 64;

  final PosixSocket client;
  final int fd;
  final MemorySegment buf = Arena.global().allocate(SIZE, 64);
  private final PosixSocket server;

  IdleConnection() throws IOException {
    try (var listener = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      listener.bind(Inet4.loopback(0)).listen(1);
      client = PosixSocket.open(AF_INET, SOCK_STREAM).connect(listener.getsockname());
      server = listener.accept().socket();
    }
    fd = client.fd();
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
