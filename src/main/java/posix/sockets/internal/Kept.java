package posix.sockets.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A few objects that are kept for all to use again. What a thread gives back, it mostly finds again
 * itself; one that finds nothing makes one of its own.
 *
 * @param <T> what they are
 */
final class Kept<T> {
  private static final int SLOTS =
      Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * 4 - 1);

  private final AtomicReferenceArray<T> slots = new AtomicReferenceArray<>(SLOTS);

  /** Takes one, which nobody else has then; null if there is none. */
  T take() {
    return slots.getAndSet(slot(), null);
  }

  /** Gives one back. */
  void give(T object) {
    slots.setRelease(slot(), object);
  }

  private static int slot() {
    return (int) Thread.currentThread().threadId() & (SLOTS - 1);
  }
}
