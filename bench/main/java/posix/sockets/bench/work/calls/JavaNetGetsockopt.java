package posix.sockets.bench.work.calls;

import java.io.IOException;
import java.net.Socket;
import posix.sockets.bench.work.Arguments;

/** {@code java.net}, which halves what the kernel has doubled. */
public final class JavaNetGetsockopt extends Getsockopt {
  private final Socket socket = new Socket();

  /** No arguments. */
  public JavaNetGetsockopt(Arguments arguments) throws IOException {
    socket.setReceiveBufferSize(SET);
  }

  @Override
  void call() throws IOException {
    expect(socket.getReceiveBufferSize(), SET);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
