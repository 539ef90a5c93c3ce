package posix.sockets.bench.work.allocation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import posix.sockets.bench.work.Arguments;

/** {@link java.net.Socket}. */
public final class NetSendRecv extends Checked {
  private final byte[] out = new byte[SIZE];
  private final byte[] in = new byte[SIZE];
  private final Socket client;
  private final Socket server;
  private final OutputStream sender;
  private final InputStream receiver;

  /** No arguments. */
  public NetSendRecv(Arguments arguments) throws IOException {
    try (var listener = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      client = new Socket(listener.getInetAddress(), listener.getLocalPort());
      server = listener.accept();
    }
    sender = client.getOutputStream();
    receiver = server.getInputStream();
  }

  @Override
  public void run() throws IOException {
    out[0] = (byte) ++stamp;
    sender.write(out);
    expect(receiver.read(in), SIZE);
    expect(in[0], out[0]);
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
