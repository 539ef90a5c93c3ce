package posix.sockets.bench.work;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * An event loop of Netty's, with its native epoll, and the handler of what is in it. All of a work
 * happens there: it is handed so much at once that the handing over does not count.
 */
@Sharable
public class NettyLoop extends ChannelInboundHandlerAdapter implements AutoCloseable {
  private static final int PATIENCE = 15; // seconds

  /** The loop alone. */
  public final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

  private volatile CompletableFuture<Void> work = new CompletableFuture<>();

  /** What begins some work. */
  public interface Beginning {
    /** In the event loop. */
    void begin() throws Exception;
  }

  /** Begins some work in the event loop, and waits until it is at its end. */
  public final void hand(Beginning beginning) throws InterruptedException, ExecutionException {
    work = new CompletableFuture<>();
    group.execute(() -> {
      try {
        beginning.begin();
      } catch (Exception e) {
        fail(e);
      }
    });
    work.get();
  }

  /** All of it is done. */
  public final void end() {
    work.complete(null);
  }

  /** Something came out wrong. */
  public final void fail(Throwable cause) {
    work.completeExceptionally(cause);
  }

  @Override
  public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(cause);
  }

  @Override
  public final void channelInactive(ChannelHandlerContext context) {
    fail(new IOException("the connection has ended"));
  }

  /** Closes what is in the loop too. */
  @Override
  public void close() throws IOException {
    group.shutdownGracefully(0, PATIENCE, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
