package posix.sockets.bench.first;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.SOCK_STREAM;

import java.io.IOException;
import posix.sockets.Inet4;
import posix.sockets.PosixSocket;

/** Typed sockets. */
public final class FirstTyped {
  private FirstTyped() {}

  /** The byte. */
  public static void main(String[] args) throws IOException {
    byte[] buf = {(byte) args[0].charAt(0)};
    try (var listener = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      listener.bind(Inet4.loopback(0)).listen(1);
      try (var client = PosixSocket.open(AF_INET, SOCK_STREAM).connect(listener.getsockname());
          var server = listener.accept().socket()) {
        client.send(buf, 0, 1);
        server.recv(buf, 0, 1);
        server.send(buf, 0, 1);
        buf[0] = 0;
        client.recv(buf, 0, 1);
      }
    }
    System.out.println((char) buf[0]);
  }
}
