package posix.sockets.bench.work.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import posix.sockets.bench.work.Arguments;

/**
 * Sends messages with Netty: it writes for as long as the channel is writable, then flushes.
 * Messages that wait in the channel need a buffer each, which is not filled anew: it is stamped.
 */
public final class NettySend extends NettyStream {
  private final ByteBuf[] buffers;
  private long sent; // messages
  private int left;

  /** {@code size}, {@code peer}. */
  public NettySend(Arguments arguments) {
    super(arguments, atOnce(arguments));
    int waiting = channel.config().getWriteBufferHighWaterMark() / size + 1; // at most
    buffers = new ByteBuf[waiting + 1];
    byte[] pattern = Wire.pattern(size);
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = aligned(size).writeBytes(pattern);
    }
  }

  private static ByteBuf aligned(int size) {
    ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(size + Wire.ALIGNED);
    int past = (int) (buffer.memoryAddress() % Wire.ALIGNED);
    return buffer.slice(past == 0 ? 0 : Wire.ALIGNED - past, size).clear();
  }

  @Override
  void begin(int messages) {
    left = messages;
    more();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    more();
  }

  private void more() {
    while (left > 0 && channel.isWritable()) {
      left--;
      ByteBuf buffer = buffers[(int) (sent % buffers.length)];
      buffer.setLongLE(0, sent).setLongLE(size - Long.BYTES, sent);
      sent++;
      ChannelFuture written = channel.write(buffer.retainedDuplicate());
      if (left == 0) {
        written.addListener((ChannelFuture last) -> {
          if (last.isSuccess()) {
            end();
          } else {
            fail(last.cause());
          }
        });
      }
    }
    channel.flush();
  }
}
