package posix.sockets.bench.work.udp;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import posix.sockets.bench.work.Arguments;
import posix.sockets.bench.work.NettyLoop;
import posix.sockets.bench.work.Work;

/**
 * Netty, as many packets a call as a batch has: a buffer with room for several is one {@code
 * recvmmsg}. The event loop asks for the next window when it has read all of the one before.
 */
public final class NettyReceive extends NettyLoop implements Work {
  private final Windows windows;
  private final Channel channel;
  private final int port;

  // Of the event loop alone.
  private int left; // windows
  private int received; // packets of the window
  private boolean closely; // looks at all of what comes

  /** The size, the window and the batch. */
  public NettyReceive(Arguments arguments) throws IOException {
    windows = new Windows(arguments);
    int size = windows.size();
    channel =
        new Bootstrap()
            .group(group)
            .channel(EpollDatagramChannel.class)
            .handler(this)
            .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, size)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(arguments.number("batch") * size)
                    .maxMessagesPerRead(windows.window()))
            .connect(Sockets.peer(windows))
            .syncUninterruptibly()
            .channel();
    port = ((InetSocketAddress) channel.localAddress()).getPort();
  }

  @Override
  public int operations() {
    return NettySend.WINDOWS * windows.window();
  }

  @Override
  public void run() throws InterruptedException, ExecutionException {
    receive(NettySend.WINDOWS, false);
  }

  /** One window more, all of which is looked at. */
  @Override
  public void check() throws InterruptedException, ExecutionException {
    receive(1, true);
  }

  private void receive(int count, boolean look) throws InterruptedException, ExecutionException {
    hand(() -> {
      left = count;
      closely = look;
      windows.ask(port);
    });
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    DatagramPacket packet = (DatagramPacket) message;
    try {
      ByteBuf bytes = packet.content();
      windows.received(bytes.readableBytes(), bytes.getLongLE(bytes.readerIndex()));
      if (closely) {
        windows.check(MemorySegment.ofBuffer(bytes.nioBuffer()));
      }
      received++;
    } finally {
      packet.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws IOException {
    if (received < windows.window()) {
      return;
    }
    received = 0;
    windows.next();
    if (--left == 0) {
      end();
    } else {
      windows.ask(port);
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    windows.close();
  }
}
