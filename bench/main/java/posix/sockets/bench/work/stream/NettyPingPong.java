package posix.sockets.bench.work.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.ExecutionException;
import posix.sockets.bench.work.Arguments;
import posix.sockets.bench.work.Latencies;

/** Round trips of a message by Netty, each timed: the handler that has got one sends the next. */
public final class NettyPingPong extends NettyStream {
  private static final int BATCH = 500;

  private final Bytes ping;
  private final Bytes pong; // of one that comes in parts
  private long sent;
  private long start;
  private int left;
  private boolean closely; // looks at all of what comes

  /** Arguments: size. */
  public NettyPingPong(Arguments arguments) {
    super(arguments, BATCH);
    ping = new Bytes(Unpooled.wrappedBuffer(ChannelWire.direct(size)), size);
    ping.fill();
    pong = new Bytes(Unpooled.directBuffer(size, size), size);
    channel.config().setAutoRead(true);
  }

  @Override
  void begin(int messages) {
    left = messages;
    send();
  }

  private void send() {
    ping.stamp(++sent);
    start = System.nanoTime();
    channel.writeAndFlush(ping.bytes.setIndex(0, size).retain(), channel.voidPromise());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      if (bytes.readableBytes() == size && !pong.bytes.isReadable()) {
        received(new Bytes(bytes, size));
      } else {
        pong.bytes.writeBytes(bytes);
        if (!pong.bytes.isWritable()) {
          received(pong);
          pong.bytes.clear();
        }
      }
    } finally {
      bytes.release();
    }
  }

  private void received(Bytes message) {
    Latencies.record(System.nanoTime() - start);
    if (closely) {
      message.verifyAll(sent);
    } else {
      message.verify(sent);
    }
    left--;
    if (left == 0) {
      end();
    } else {
      send();
    }
  }

  /** One more, of which every byte is looked at. */
  @Override
  public void check() throws InterruptedException, ExecutionException {
    closely = true; // as the event loop sees, which is told something later
    move(1);
    closely = false;
  }

  private static final class Bytes extends Message {
    final ByteBuf bytes;

    Bytes(ByteBuf bytes, int size) {
      super(size);
      this.bytes = bytes;
    }

    @Override
    long word(int offset) {
      return bytes.getLongLE(offset);
    }

    @Override
    void word(int offset, long word) {
      bytes.setLongLE(offset, word);
    }

    @Override
    byte octet(int offset) {
      return bytes.getByte(offset);
    }

    @Override
    void octet(int offset, byte octet) {
      bytes.setByte(offset, octet);
    }
  }
}
