package posix.sockets.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Tries something at once, and then again and again in the background until it is done. A signal
 * can come a moment too early, when the thread is about to enter the kernel but has not yet; the
 * next one finds it there.
 */
final class Retry {
  private static final long FIRST_MILLIS = 1;
  private static final long LONGEST_MILLIS = 64;

  /** How long it goes on where there is no background. The caller may hold a lock. */
  private static final long LONGEST_HERE_NANOS = 1_000_000_000;

  private Retry() {}

  static void until(BooleanSupplier done) {
    step(done, FIRST_MILLIS);
  }

  private static void step(BooleanSupplier done, long millis) {
    boolean again = true; // also if it throws
    try {
      again = !done.getAsBoolean();
    } finally {
      for (long begin = System.nanoTime(); again; ) {
        try {
          // In the JDK's own timer thread: the steps are short.
          CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Runnable::run)
              .execute(() -> step(done, Math.min(2 * millis, LONGEST_MILLIS)));
          again = false;
        } catch (OutOfMemoryError e) { // that thread cannot be made: then by this one
          if (System.nanoTime() - begin > LONGEST_HERE_NANOS) {
            throw e;
          }
          Thread.yield();
          again = !done.getAsBoolean();
        }
      }
    }
  }
}
