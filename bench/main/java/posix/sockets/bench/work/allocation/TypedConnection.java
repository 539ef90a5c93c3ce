package posix.sockets.bench.work.allocation;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.SOCK_STREAM;

import java.io.IOException;
import posix.sockets.Inet4;
import posix.sockets.PosixSocket;

/** A connection of typed sockets. */
abstract class TypedConnection extends Checked {
  final PosixSocket client;
  final PosixSocket server;

  TypedConnection() throws IOException {
    try (var listener = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      listener.bind(Inet4.loopback(0)).listen(1);
      client = PosixSocket.open(AF_INET, SOCK_STREAM).connect(listener.getsockname());
      server = listener.accept().socket();
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
