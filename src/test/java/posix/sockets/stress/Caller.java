package posix.sockets.stress;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A thread that makes a call, when the call ended, and how.
 *
 * @param <T> the result's type
 */
final class Caller<T> {
  /** What takes longer than this hangs. */
  private static final Duration HANG = Duration.ofSeconds(30);

  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean begun;

  // What came of it; after it has ended.
  private T result;
  private Throwable thrown;
  private long end;
  private boolean interrupted;

  private Caller(Kind kind, Callable<T> call) {
    thread = kind.thread(() -> run(call));
  }

  static <T> Caller<T> start(Kind kind, Callable<T> call) {
    var caller = new Caller<T>(kind, call);
    caller.thread.start();
    return caller;
  }

  private void run(Callable<T> call) {
    try {
      begun = true;
      result = call.call();
    } catch (Throwable t) {
      thrown = t;
    }
    end = System.nanoTime();
    interrupted = Thread.interrupted();
    ended.countDown();
  }

  /** Waits until it is about to make the call. */
  Caller<T> awaitBegun() {
    while (!begun) {
      Thread.yield();
    }
    return this;
  }

  void interrupt() {
    thread.interrupt();
  }

  boolean isDone() {
    return ended.getCount() == 0;
  }

  /** Waits until the call has ended. */
  void awaitEnd() throws InterruptedException {
    awaitEnd(HANG);
  }

  private void awaitEnd(Duration longest) throws InterruptedException {
    if (!ended.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("hangs: " + thread + " " + Arrays.toString(thread.getStackTrace()));
    }
  }

  /** When the call ended, by {@link System#nanoTime}. */
  long end() throws InterruptedException {
    awaitEnd();
    return end;
  }

  /** Whether the thread was interrupted when the call had ended. */
  boolean wasInterrupted() throws InterruptedException {
    awaitEnd();
    return interrupted;
  }

  /** What the call threw, or null. */
  Throwable thrown() throws InterruptedException {
    awaitEnd();
    return thrown;
  }

  /** What the call returned. */
  T result() throws InterruptedException {
    return result(HANG);
  }

  /** What the call returned, which may take longer. */
  T result(Duration longest) throws InterruptedException {
    awaitEnd(longest);
    if (thrown != null) {
      throw new AssertionError(thrown);
    }
    return result;
  }

  /** Runs for a random time of up to so many nanoseconds, without sleeping. */
  static void spin(long longest) {
    long end = System.nanoTime() + ThreadLocalRandom.current().nextLong(longest + 1);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
