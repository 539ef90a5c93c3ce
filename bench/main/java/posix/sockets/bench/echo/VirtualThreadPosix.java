package posix.sockets.bench.echo;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.SOCK_STREAM;
import static posix.sockets.Constants.TCP_NODELAY;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import posix.sockets.Inet4;
import posix.sockets.PosixSocket;
import posix.sockets.Transfer;

/** A virtual thread for each connection, over typed sockets. */
public final class VirtualThreadPosix {
  private VirtualThreadPosix() {}

  /** No arguments. */
  public static void main(String[] args) throws IOException {
    PosixSocket listener = PosixSocket.open(AF_INET, SOCK_STREAM);
    listener.bind(Inet4.loopback(0)).listen(Echo.BACKLOG);
    int port = ((Inet4) listener.getsockname()).port();
    Echo.serve(port, Thread.ofVirtual(), () -> acceptAll(listener));
  }

  private static void acceptAll(PosixSocket listener) throws IOException {
    while (true) {
      PosixSocket connection = listener.accept().socket();
      Thread.startVirtualThread(() -> echo(connection));
    }
  }

  private static void echo(PosixSocket connection) {
    try (connection;
        Arena arena = Arena.ofConfined()) {
      connection.setsockopt(TCP_NODELAY, true);
      MemorySegment buffer = arena.allocate(Echo.BUFFER, Echo.ALIGNED);
      long n;
      while ((n = connection.recv(buffer)) > 0) {
        Transfer.sendAll(connection, buffer.asSlice(0, n));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
