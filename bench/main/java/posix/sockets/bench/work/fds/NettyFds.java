package posix.sockets.bench.work.fds;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import posix.sockets.bench.work.Arguments;
import posix.sockets.bench.work.NettyLoop;

/** Netty, both ends in one event loop: what has received a descriptor has the next one sent. */
public final class NettyFds extends Passing {
  private static final int AT_ONCE = 1024; // of one run

  private final NettyLoop loop =
      new NettyLoop() {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
          received((FileDescriptor) message);
        }
      };
  private final Path directory = Files.createTempDirectory("passing"); // of the listener's socket
  private final FileDescriptor passed = new FileDescriptor(fd());
  private final Channel sender;

  // Of the event loop alone.
  private int left;
  private boolean closely;

  /** No arguments. */
  public NettyFds(Arguments arguments) throws IOException {
    var address = new DomainSocketAddress(directory.resolve("socket").toFile());
    new ServerBootstrap()
        .group(loop.group)
        .channel(EpollServerDomainSocketChannel.class)
        .childOption(
            EpollChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS)
        .childOption(
            ChannelOption.RECVBUF_ALLOCATOR, // the next one is there, whatever has been read
            new FixedRecvByteBufAllocator(1).respectMaybeMoreData(false))
        .childHandler(loop)
        .bind(address)
        .syncUninterruptibly();
    sender =
        new Bootstrap()
            .group(loop.group)
            .channel(EpollDomainSocketChannel.class)
            .handler(loop)
            .connect(address)
            .syncUninterruptibly()
            .channel();
  }

  @Override
  public int operations() {
    return AT_ONCE;
  }

  @Override
  public void run() throws InterruptedException, ExecutionException {
    loop.hand(() -> {
      left = AT_ONCE;
      super.run();
    });
  }

  @Override
  void pass(boolean look) {
    closely = look;
    sender.writeAndFlush(passed, sender.voidPromise());
  }

  private void received(FileDescriptor fd) throws Exception {
    if (closely) {
      look(fd.intValue());
    }
    fd.close();
    if (--left == 0) {
      loop.end();
    } else {
      super.run();
    }
  }

  @Override
  public void close() throws IOException {
    loop.close(); // with the listener, which deletes its socket
    Files.delete(directory);
    super.close();
  }
}
