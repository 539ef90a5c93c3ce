package posix.sockets.bench.work.stream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.util.concurrent.ExecutionException;
import posix.sockets.bench.work.Arguments;
import posix.sockets.bench.work.NettyLoop;
import posix.sockets.bench.work.Work;

/** One end of a stream in Netty. */
abstract class NettyStream extends NettyLoop implements Work {
  private static final int AT_ONCE = 16 << 20; // bytes

  final int size;
  final Channel channel;
  private final int messages;

  /** So many messages are a run. */
  NettyStream(Arguments arguments, int messages) {
    size = arguments.size();
    this.messages = messages;
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
    hand(() -> begin(messages));
  }

  @Override
  public final int operations() {
    return messages;
  }

  /** Begins to move so many messages, in the event loop. */
  abstract void begin(int messages);
}
