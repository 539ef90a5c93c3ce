package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import posix.sockets.internal.Waiting;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcFiles;
import posix.sockets.testing.SystemCalls;

/**
 * A thread in a call that blocks: waits until it does, says what came of it, and sends it signals.
 * A platform thread sleeps in a system call, a virtual one is parked.
 *
 * @param <T> the result's type
 */
public final class BlockedThread<T> {
  /** The JVM handles it, and does nothing. */
  private static final int SIGPIPE = 13;

  private static final long HANG_SECONDS = 30;

  private final FutureTask<T> task;
  private final CompletableFuture<Path> self = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean interruptedAtEnd;

  /** Makes a call in a platform thread. */
  public BlockedThread(Callable<T> call) {
    this(false, call);
  }

  /** Makes a call in a platform thread, or in a virtual one. */
  public BlockedThread(boolean virtual, Callable<T> call) {
    task =
        new FutureTask<>(() -> {
          if (!virtual) {
            self.complete(Path.of("/proc").resolve(Files.readSymbolicLink(THREAD_SELF)));
          }
          try {
            return call.call();
          } finally {
            interruptedAtEnd = Thread.currentThread().isInterrupted();
          }
        });
    thread =
        virtual ? Thread.ofVirtual().unstarted(task) : Thread.ofPlatform().daemon().unstarted(task);
    thread.start();
  }

  private static final Path THREAD_SELF = Path.of("/proc/thread-self");

  /**
   * Waits until the thread sleeps in a system call, one of those given; a virtual one, until it is
   * parked in one of our calls.
   */
  public BlockedThread<T> awaitBlocked(String... systemCalls) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(HANG_SECONDS);
    while (thread.isVirtual() ? !isParked() : !isIn(systemCalls)) {
      if (task.isDone()) {
        throw new AssertionError("did not block: " + task.get());
      }
      assertThat(System.nanoTime()).as("waited for " + List.of(systemCalls)).isLessThan(end);
      Thread.sleep(1);
    }
    return this;
  }

  /** Waits until the thread, a platform one, is about to make the call. */
  public BlockedThread<T> awaitBegun() throws Exception {
    self.get(HANG_SECONDS, TimeUnit.SECONDS);
    return this;
  }

  private boolean isIn(String... systemCalls) throws Exception {
    Path thread = self.get(HANG_SECONDS, TimeUnit.SECONDS);
    try {
      String state = Files.readString(thread.resolve("stat")).replaceFirst(".*\\) ", "");
      String number = Files.readString(thread.resolve("syscall")).split(" ")[0];
      return state.startsWith("S")
          && Stream.of(systemCalls).anyMatch(name -> SystemCalls.numbers(name).contains(number));
    } catch (IOException e) {
      if (task.isDone()) {
        return false; // and the thread is gone
      }
      throw e;
    }
  }

  private boolean isParked() {
    Thread.State state = thread.getState();
    return (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING)
        && Stream.of(thread.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals(Waiting.class.getName()));
  }

  /** {@link Thread#interrupt}. */
  public void interrupt() {
    thread.interrupt();
  }

  /** Whether the thread's interrupt status was set when the call had ended. */
  boolean wasInterrupted() {
    return interruptedAtEnd;
  }

  /** Interrupts the system call that the thread is in, if any: it answers EINTR. */
  void signal() throws Exception {
    long tid = Long.parseLong(self.get(HANG_SECONDS, TimeUnit.SECONDS).getFileName().toString());
    try (var arena = Arena.ofConfined()) {
      long result =
          LibcFiles.syscall(
              arena.allocate(Call.ERRNO),
              SystemCalls.tgkill(),
              LibcFiles.getpid(),
              tid,
              SIGPIPE,
              0,
              0,
              0);
      assertThat(result == 0 || task.isDone()).as("tgkill: %d", result).isTrue();
    }
  }

  public boolean isDone() {
    return task.isDone();
  }

  /** What the call returned. */
  public T result() throws Exception {
    try {
      return task.get(HANG_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("hangs", e);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  /** What the call threw. */
  public Throwable thrown() throws Exception {
    try {
      throw new AssertionError("returned " + task.get(HANG_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException e) {
      throw new AssertionError("hangs", e);
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }
}
