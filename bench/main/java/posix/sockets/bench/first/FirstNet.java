package posix.sockets.bench.first;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** {@link java.net.Socket}. */
public final class FirstNet {
  private FirstNet() {}

  /** The byte. */
  public static void main(String[] args) throws IOException {
    int echoed;
    try (var listener = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        var client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Socket server = listener.accept()) {
      client.getOutputStream().write(args[0].charAt(0));
      server.getOutputStream().write(server.getInputStream().read());
      echoed = client.getInputStream().read();
    }
    System.out.println((char) echoed);
  }
}
