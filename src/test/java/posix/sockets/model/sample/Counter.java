package posix.sockets.model.sample;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** Ways to count, some of them wrong. */
final class Counter {
  private final AtomicInteger atomic = new AtomicInteger();
  private int locked;
  private int plain;
  private volatile int fickle;

  synchronized int methodLocked() {
    locked++;
    return locked;
  }

  synchronized void failing() {
    locked++;
    throw new IllegalStateException();
  }

  void blockLocked() {
    synchronized (this) {
      methodLocked();
    }
  }

  void atomic() {
    atomic.incrementAndGet();
  }

  void plain() {
    plain++;
  }

  @SuppressWarnings("NonAtomicOperationOnVolatileField")
  void fickle() {
    fickle++;
  }

  synchronized void awaitOne() throws InterruptedException {
    while (locked == 0) {
      wait();
    }
  }

  synchronized void tell() {
    locked++;
    notifyAll();
  }

  /** Tells nobody. */
  synchronized void keepSilent() {
    locked++;
  }

  /** Looks before it has the monitor. */
  @SuppressWarnings("WaitNotInLoop")
  void awaitOneTooLate() throws InterruptedException {
    if (atomic.get() == 0) {
      synchronized (this) {
        wait();
      }
    }
  }

  synchronized void tellAtomic() {
    atomic.incrementAndGet();
    notifyAll();
  }

  int sum() {
    return atomic.get() + locked + plain + fickle;
  }

  /** What is not modelled. */
  static final class Strange {
    private final ReentrantLock lock = new ReentrantLock();

    void lock() {
      lock.lock();
    }
  }
}
