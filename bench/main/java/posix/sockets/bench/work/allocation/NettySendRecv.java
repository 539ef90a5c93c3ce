package posix.sockets.bench.work.allocation;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.SynchronousQueue;
import posix.sockets.bench.work.Arguments;

/** Netty: what arrives at one end of the event loop makes the other one send again. */
public final class NettySendRecv extends Checked {
  private static final int OPERATIONS = 1000;

  /** The receiving end, in the event loop. */
  @Sharable
  private final class Receiver extends SimpleChannelInboundHandler<ByteBuf> {
    private int left;

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf in) throws Exception {
      expect(in.readableBytes(), SIZE);
      expect(in.getLong(in.readerIndex()), stamp);
      if (--left > 0) {
        send();
      } else {
        done.put(Boolean.TRUE);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      cause.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final SynchronousQueue<Boolean> done = new SynchronousQueue<>();
  private final Receiver receiver = new Receiver();
  private final Channel client;

  /** No arguments. */
  public NettySendRecv(Arguments arguments) throws InterruptedException {
    Channel listener =
        new ServerBootstrap()
            .group(loop)
            .channel(EpollServerSocketChannel.class)
            .childHandler(receiver)
            .bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))
            .sync()
            .channel();
    client =
        new Bootstrap()
            .group(loop)
            .channel(EpollSocketChannel.class)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(listener.localAddress())
            .sync()
            .channel();
  }

  @Override
  public int operations() {
    return OPERATIONS;
  }

  @Override
  public void run() throws InterruptedException {
    loop.execute(() -> {
      receiver.left = OPERATIONS;
      send();
    });
    done.take();
  }

  private void send() {
    ByteBuf out = client.alloc().directBuffer(SIZE).writeLong(++stamp).writeZero(SIZE - Long.BYTES);
    client.writeAndFlush(out, client.voidPromise());
  }

  @Override
  public void close() {
    loop.shutdownGracefully();
  }
}
