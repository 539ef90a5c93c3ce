package posix.sockets.bench.work.stream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import posix.sockets.bench.work.Arguments;
import posix.sockets.bench.work.Work;

/**
 * One end of a stream in Netty, with its native epoll. All of it happens in its event loop, which
 * is handed so many messages at once that the handing over does not count.
 */
abstract class NettyStream extends ChannelInboundHandlerAdapter implements Work {
  private static final int AT_ONCE = 16 << 20; // bytes

  final int size;
  final Channel channel;
  private final int messages;
  private final EventLoopGroup group;
  private volatile CompletableFuture<Void> moved = new CompletableFuture<>();

  /** So many messages are a run. */
  NettyStream(Arguments arguments, int messages) {
    size = arguments.size();
    this.messages = messages;
    group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    String peer = arguments.get("peer");
    var bootstrap =
        new Bootstrap()
            .group(group)
            .handler(this)
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(size));
    if (Peers.isPath(peer)) {
      bootstrap
          .channel(EpollDomainSocketChannel.class)
          .remoteAddress(new DomainSocketAddress(peer));
    } else {
      bootstrap
          .channel(EpollSocketChannel.class)
          .option(ChannelOption.SO_SNDBUF, Peers.TCP_BUFFER)
          .option(ChannelOption.SO_RCVBUF, Peers.TCP_BUFFER)
          .option(ChannelOption.TCP_NODELAY, true)
          .remoteAddress(Peers.jdk(peer));
    }
    channel = bootstrap.connect().syncUninterruptibly().channel();
  }

  /** How many messages are a run where they only go one way. */
  static int atOnce(Arguments arguments) {
    return Math.max(1, AT_ONCE / arguments.size());
  }

  @Override
  public final void run() throws InterruptedException, ExecutionException {
    move(messages);
  }

  /** Moves so many, and waits for it. */
  final void move(int messages) throws InterruptedException, ExecutionException {
    moved = new CompletableFuture<>();
    channel.eventLoop().execute(() -> begin(messages));
    moved.get();
  }

  @Override
  public final int operations() {
    return messages;
  }

  /** Begins to move so many messages, in the event loop. */
  abstract void begin(int messages);

  /** All of them are moved. */
  final void end() {
    moved.complete(null);
  }

  /** Something came out wrong. */
  final void fail(Throwable cause) {
    moved.completeExceptionally(cause);
  }

  @Override
  public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(cause);
  }

  @Override
  public final void channelInactive(ChannelHandlerContext context) {
    fail(new IOException("the connection has ended"));
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
    group.shutdownGracefully().syncUninterruptibly();
  }
}
