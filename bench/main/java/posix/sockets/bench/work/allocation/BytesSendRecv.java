package posix.sockets.bench.work.allocation;

import java.io.IOException;
import posix.sockets.bench.work.Arguments;

/** Typed sockets, arrays. */
public final class BytesSendRecv extends TypedConnection {
  private final byte[] out = new byte[SIZE];
  private final byte[] in = new byte[SIZE];

  /** No arguments. */
  public BytesSendRecv(Arguments arguments) throws IOException {}

  @Override
  public void run() throws IOException {
    out[0] = (byte) ++stamp;
    expect(client.send(out, 0, SIZE), SIZE);
    expect(server.recv(in, 0, SIZE), SIZE);
    expect(in[0], out[0]);
  }
}
