package posix.sockets.bench.work.calls;

import static java.net.StandardSocketOptions.SO_RCVBUF;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import posix.sockets.bench.work.Arguments;

/** NIO, which halves what the kernel has doubled. */
public final class NioGetsockopt extends Getsockopt {
  private final SocketChannel channel;

  /** No arguments. */
  public NioGetsockopt(Arguments arguments) throws IOException {
    channel = SocketChannel.open().setOption(SO_RCVBUF, SET);
  }

  @Override
  void call() throws IOException {
    expect(channel.getOption(SO_RCVBUF), SET);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
