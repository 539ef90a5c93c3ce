package posix.sockets.bench.echo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A virtual thread for each connection, over {@link java.net.Socket}. */
public final class VirtualThreadNet {
  private VirtualThreadNet() {}

  /** No arguments. */
  public static void main(String[] args) throws IOException {
    var listener = new ServerSocket(0, Echo.BACKLOG, InetAddress.ofLiteral("127.0.0.1"));
    Echo.serve(listener.getLocalPort(), Thread.ofVirtual(), () -> acceptAll(listener));
  }

  private static void acceptAll(ServerSocket listener) throws IOException {
    while (true) {
      Socket connection = listener.accept();
      Thread.startVirtualThread(() -> echo(connection));
    }
  }

  private static void echo(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      var in = connection.getInputStream();
      var out = connection.getOutputStream();
      var buffer = new byte[Echo.BUFFER];
      int n;
      while ((n = in.read(buffer)) > 0) {
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
