package posix.sockets.internal;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import posix.sockets.libc.LibcFiles;

/**
 * Calls that block inside libc and that no descriptor tells the end of: a few platform threads make
 * them where the caller must not, because it is a virtual thread or has a deadline.
 */
public final class OffThread {
  /** How many are made at a time; more wait for these. */
  private static final int MOST = 16;

  private static final int IDLE_SECONDS = 10;

  private OffThread() {}

  private static final class Pool {
    static final ExecutorService THREADS = threads();

    private static ExecutorService threads() {
      var factory =
          Thread.ofPlatform()
              .daemon()
              .name("posix.sockets-libc-", 0)
              .inheritInheritableThreadLocals(false)
              .factory();
      var pool =
          new ThreadPoolExecutor(
              MOST, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
      pool.allowCoreThreadTimeOut(true);
      return pool;
    }
  }

  /** A call of libc's. */
  @FunctionalInterface
  public interface LibcCall<T, X extends IOException> {
    /** Makes it. */
    T make() throws X;
  }

  /**
   * Makes a call, on a virtual thread by one of the pool's. An interrupt does not end it, and is
   * kept.
   */
  public static <T, X extends IOException> T call(LibcCall<T, X> call) throws X {
    return Thread.currentThread().isVirtual() ? OffThread.<T, X>await(start(call)) : call.make();
  }

  /**
   * Makes a call by a thread of the pool. After a deadline, and after an interrupt, it goes on
   * there by itself.
   *
   * @param deadline by {@link Timeouts#deadline}, not 0
   * @throws java.io.InterruptedIOException if the deadline passed, or the thread was interrupted
   */
  public static <T> T call(LibcCall<T, ? extends IOException> call, long deadline)
      throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw BlockingCall.interrupted();
    }
    if (Timeouts.isOver(deadline)) {
      throw BlockingCall.timedOut();
    }
    return await(start(call), deadline);
  }

  /** Does something that may take long, and does not wait for it, unless there is no thread. */
  static void run(Runnable task) {
    runAnyhow(new FutureTask<>(task, null));
  }

  /** Lets the pool do something that has to be done; where no thread can be made, does it here. */
  private static void runAnyhow(FutureTask<?> once) {
    try {
      Pool.THREADS.execute(once);
    } catch (OutOfMemoryError _) {
      once.run();
    }
  }

  private static <T> FutureTask<T> start(LibcCall<T, ?> call) {
    var task = new FutureTask<T>(call::make);
    Pool.THREADS.execute(task);
    return task;
  }

  private static <T> T await(FutureTask<T> task, long deadline) throws IOException {
    try {
      return task.get(Timeouts.left(deadline), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw thrown(e.getCause());
    } catch (TimeoutException _) {
      task.cancel(false); // if it has not begun
      throw BlockingCall.timedOut();
    } catch (InterruptedException _) {
      task.cancel(false);
      Thread.currentThread().interrupt();
      throw BlockingCall.interrupted();
    }
  }

  private static <T, X extends IOException> T await(FutureTask<T> task) throws X {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      @SuppressWarnings("unchecked") // no other is thrown by the call
      X thrown = (X) thrown(e.getCause());
      throw thrown;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IOException thrown(Throwable cause) {
    return switch (cause) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError(cause); // no other can be thrown
    };
  }

  /**
   * {@code close}, of a socket that lingers, for a virtual thread.
   *
   * @param errno takes errno, in whichever thread
   */
  static int close(MemorySegment errno, int fd) {
    var close = new FutureTask<>(() -> LibcFiles.close(errno, fd));
    runAnyhow(close);
    try {
      return OffThread.<Integer, IOException>await(close);
    } catch (IOException e) {
      throw new AssertionError(e); // it throws none
    }
  }
}
