package posix.sockets.bench.work.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.ExecutionException;
import posix.sockets.bench.work.Arguments;

/**
 * Receives messages with Netty, in buffers of their size, in which they begin wherever they do.
 * Between turns it does not read.
 */
public final class NettyReceive extends NettyStream {
  private static final int WORD = Long.BYTES;

  private final ByteBuf expected; // the message that is coming
  private long received; // messages
  private int at; // how much of the next one has come
  private int left;
  private long closely; // the message of this turn at all of which it looks

  /** {@code size}, {@code peer}. */
  public NettyReceive(Arguments arguments) {
    super(arguments, atOnce(arguments));
    expected = Unpooled.wrappedBuffer(Wire.pattern(size));
    stamp();
  }

  private void stamp() {
    expected.setLongLE(0, received).setLongLE(size - WORD, received);
  }

  @Override
  void begin(int messages) {
    left += messages; // if it is less than 0, so many have come already
    if (left <= 0) {
      end();
    } else {
      channel.config().setAutoRead(true);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      take(bytes);
    } finally {
      bytes.release();
    }
  }

  private void take(ByteBuf bytes) {
    while (bytes.isReadable()) {
      int n = Math.min(bytes.readableBytes(), size - at);
      if (received == closely) {
        verify(bytes, at, at + n, at);
      } else {
        verify(bytes, at, Math.min(at + n, WORD), at);
        verify(bytes, Math.max(at, size - WORD), at + n, at);
      }
      bytes.skipBytes(n);
      at += n;
      if (at == size) {
        next();
      }
    }
  }

  /** Bytes of the message, from and to, of which the first one that is readable is number at. */
  private void verify(ByteBuf bytes, int from, int to, int at) {
    int n = to - from;
    if (n > 0 && !ByteBufUtil.equals(bytes, bytes.readerIndex() + from - at, expected, from, n)) {
      throw new IllegalStateException("bytes of message " + received + " are wrong");
    }
  }

  private void next() {
    at = 0;
    received++;
    stamp();
    left--;
    if (left == 0) {
      channel.config().setAutoRead(false);
      end();
    }
  }

  @Override
  public void check() throws InterruptedException, ExecutionException {
    channel.eventLoop().submit(this::nextTurn).get();
  }

  private void nextTurn() {
    if (received <= closely) {
      throw new IllegalStateException("at no message has it looked closely");
    }
    closely = received + 1; // the first one of which nothing has come
  }
}
