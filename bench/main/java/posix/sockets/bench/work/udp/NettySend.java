package posix.sockets.bench.work.udp;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.channel.epoll.EpollDatagramChannel;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import posix.sockets.bench.work.Arguments;
import posix.sockets.bench.work.NettyLoop;

/**
 * Netty, as many packets a call as a batch has: those that are flushed at once are one {@code
 * sendmmsg}. The event loop has several windows to send before it is left.
 */
public final class NettySend extends Sending {
  static final int WINDOWS = 32; // of one run

  private final NettyLoop loop = new NettyLoop();
  private final Channel channel;
  private final ChannelPromise none; // a failure goes to the loop
  private final ByteBuf packets;
  private final ByteBuf[] batch;

  /** The size, the window and the batch. */
  public NettySend(Arguments arguments) throws IOException {
    super(arguments);
    channel =
        new Bootstrap()
            .group(loop.group)
            .channel(EpollDatagramChannel.class)
            .handler(loop)
            .connect(Sockets.peer(windows))
            .syncUninterruptibly()
            .channel();
    none = channel.voidPromise();
    batch = new ByteBuf[arguments.number("batch")];
    packets = PooledByteBufAllocator.DEFAULT.directBuffer(batch.length * windows.size());
    for (int i = 0; i < batch.length; i++) {
      packets.writeBytes(windows.sample());
      batch[i] = packets.slice(i * windows.size(), windows.size());
    }
  }

  @Override
  public int operations() {
    return WINDOWS * super.operations();
  }

  @Override
  public void run() throws InterruptedException, ExecutionException {
    loop.hand(() -> {
      for (int i = 0; i < WINDOWS; i++) {
        super.run();
      }
      loop.end();
    });
  }

  @Override
  void send(long first, int count) {
    for (int sent = 0; sent < count; sent += batch.length) {
      for (int i = 0; i < batch.length; i++) {
        channel.write(batch[i].setLongLE(0, first + sent + i).retain(), none);
      }
      channel.flush();
      expect(packets.refCnt(), 1); // else some are still to be sent
    }
  }

  @Override
  public void close() throws IOException {
    loop.close();
    packets.release();
    super.close();
  }
}
