package posix.sockets.stress;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.SHUT_RDWR;
import static posix.sockets.Constants.SOCK_STREAM;
import static posix.sockets.Constants.SO_LINGER;

import java.io.IOException;
import java.time.Duration;
import posix.sockets.Errno;
import posix.sockets.ErrnoException;
import posix.sockets.Inet4;
import posix.sockets.Linger;
import posix.sockets.PosixSocket;
import posix.sockets.SockAddr;

/**
 * More connections to one listener, one after the other, than there are ephemeral ports: none is
 * used up, whichever way connections end, as long as the server's end is the first to go.
 */
final class Ports {
  private Ports() {}

  /** How a connection ends. */
  private enum Way {
    RESET {
      @Override
      void end(PosixSocket client, PosixSocket server) throws IOException {
        client.setsockopt(SO_LINGER, Linger.of(Duration.ZERO)).close();
        awaitEnd(server);
      }
    },
    SHUTDOWN_AND_CLOSE {
      @Override
      void end(PosixSocket client, PosixSocket server) throws IOException {
        server.shutdown(SHUT_RDWR).close();
        awaitEnd(client);
      }
    },
    CLOSE {
      @Override
      void end(PosixSocket client, PosixSocket server) throws IOException {
        server.close();
        awaitEnd(client);
      }
    };

    abstract void end(PosixSocket client, PosixSocket server) throws IOException;
  }

  private static void awaitEnd(PosixSocket socket) throws IOException {
    try {
      if (socket.recv(new byte[1], 0, 1) != 0) {
        throw new IOException("something came from nowhere");
      }
    } catch (ErrnoException e) {
      if (e.errno() != Errno.ECONNRESET) {
        throw e;
      }
    }
  }

  static void run(int connections, Report report) throws Exception {
    for (Way way : Way.values()) {
      try (var listener =
          PosixSocket.open(AF_INET, SOCK_STREAM).bind(Inet4.loopback(0)).listen(8)) {
        long begin = System.nanoTime();
        SockAddr to = listener.getsockname();
        int done = 0;
        try {
          for (; done < connections; done++) {
            connect(way, listener, to);
          }
        } catch (ErrnoException e) {
          report.check(false, "%s, connection %,d: %s", way, done, e);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        report.say("%-20s %,10d connections, %,8.0f a second", way, done, done / seconds);
      }
    }
  }

  private static void connect(Way way, PosixSocket listener, SockAddr to) throws IOException {
    try (var client = PosixSocket.open(AF_INET, SOCK_STREAM).connect(to);
        var server = listener.accept().socket()) {
      way.end(client, server);
    }
  }
}
