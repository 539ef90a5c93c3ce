package posix.sockets.bench.work.connect;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import posix.sockets.bench.work.Arguments;
import posix.sockets.bench.work.Work;

/**
 * Netty, both ends in one event loop, where each connection follows the one before without leaving
 * it; as {@link Connecting}.
 */
public final class NettyConnect implements Work {
  private static final int CONNECTIONS = 256; // of one run; the last one is looked at more closely

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final Bootstrap clients =
      new Bootstrap()
          .group(loop)
          .channel(EpollSocketChannel.class)
          .option(ChannelOption.SO_LINGER, 0)
          .handler(new Ends());
  private final Channel listener;
  private Promise<Void> all;

  // Of the event loop alone.
  private int left;
  private Channel client;
  private Channel accepted;

  /** One for all connections. */
  private static class Ends extends ChannelInboundHandlerAdapter {
    @Override
    public boolean isSharable() {
      return true;
    }
  }

  /** No arguments. */
  public NettyConnect(Arguments arguments) throws InterruptedException {
    listener =
        new ServerBootstrap()
            .group(loop)
            .channel(EpollServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, Connecting.BACKLOG)
            .childHandler(
                new Ends() {
                  @Override
                  public void channelActive(ChannelHandlerContext context) {
                    accepted = context.channel();
                    connected();
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
  }

  @Override
  public int operations() {
    return CONNECTIONS;
  }

  @Override
  public void run() throws InterruptedException {
    all = loop.newPromise();
    left = CONNECTIONS;
    loop.execute(this::connect);
    all.sync();
  }

  private void connect() {
    if (left-- == 0) {
      all.setSuccess(null);
      return;
    }
    clients
        .connect(listener.localAddress())
        .addListener((ChannelFuture connecting) -> {
          if (!connecting.isSuccess()) {
            all.setFailure(connecting.cause());
            return;
          }
          client = connecting.channel();
          connected();
        });
  }

  /** One end is; when both are, closes them. */
  private void connected() {
    if (client == null || accepted == null) {
      return;
    }
    try {
      var peer = (InetSocketAddress) accepted.remoteAddress();
      Connecting.expect(peer.getAddress().isLoopbackAddress());
      if (left == 0) {
        Connecting.expectSame(
            ((InetSocketAddress) client.localAddress()).getPort(), peer.getPort());
      }
    } catch (IllegalStateException e) {
      all.setFailure(e);
      return;
    }
    Channel first = client;
    Channel second = accepted;
    client = null;
    accepted = null;
    first.close();
    second.close().addListener(_ -> loop.execute(this::connect)); // no deeper into the stack
  }

  @Override
  public void close() {
    listener.close().syncUninterruptibly();
    group.shutdownGracefully();
  }
}
