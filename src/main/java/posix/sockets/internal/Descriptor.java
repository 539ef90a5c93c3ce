package posix.sockets.internal;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file descriptor that is owned here. It is closed once, by {@link #close} or by the last call
 * that was in flight then, and never touched after that: by then the kernel may have given its
 * number to somebody else. Calls in flight are woken, and nothing else is done to the socket, which
 * others may share. One that is dropped is closed by a cleaner.
 */
public final class Descriptor {
  private static final AtomicLong IDS = new AtomicLong(1);

  private static final int OPEN = 0;
  private static final int CLOSED = 1;
  private static final int RELEASED = 2;

  // A bit for each direction.
  private static final int IN = 1;
  private static final int OUT = 2;
  private static final int HELD = 4;

  private static final VarHandle UNDRAINED;

  static {
    try {
      UNDRAINED = MethodHandles.lookup().findVarHandle(Descriptor.class, "undrained", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long id = IDS.getAndAdd(3); // one for each direction

  /** The kernel's number for it. */
  public final int fd;

  /** Calls that receive: recv, accept. */
  public final Direction in = new Direction(this, true, id, IN);

  /** Calls that send, and those that do not block. */
  public final Direction out = new Direction(this, false, id + 1, OUT);

  /** Calls that only need the descriptor to stay open: poll, and those that pass it on. */
  public final Direction held = new Direction(this, true, id + 2, HELD);

  /** What it shares with its duplicates. */
  public final OpenFile file;

  private final OwnedFd owned;
  private final Cleaner.Cleanable cleanable;

  /** {@link #OPEN}, {@link #CLOSED} or {@link #RELEASED}: what the first who ended it wanted. */
  private final AtomicInteger fate = new AtomicInteger(OPEN);

  /** An error that a call met after it had transferred a part; the next one tells. 0 for none. */
  private final AtomicInteger keptError = new AtomicInteger();

  /** The directions that are open, or have a call in flight. */
  private volatile int undrained = IN | OUT | HELD;

  private volatile int closeResult;
  private boolean givenAway; // by release, which waits for that; guarded by this
  private List<WeakReference<EventFd>> watchers; // guarded by this

  /** Takes ownership of an open descriptor. */
  public Descriptor(int fd, OpenFile file) {
    this.fd = fd;
    this.file = file;
    owned = new OwnedFd(fd, file);
    try {
      cleanable = Leaks.cleaner().register(this, owned);
    } catch (Throwable t) { // there is no thread, or no memory
      owned.close();
      throw t;
    }
  }

  private Descriptor(int fd) {
    this.fd = fd;
    file = OpenFile.adopted();
    owned = null;
    cleanable = null;
  }

  /** An open descriptor that belongs to somebody else, and is not closed here. */
  public static Descriptor borrowed(int fd) {
    return new Descriptor(fd);
  }

  /**
   * Lets no further call begin, wakes those in flight, and closes the descriptor unless there are
   * any; then the last of them does.
   *
   * @throws posix.sockets.ErrnoException what close answered, if it was done here; the descriptor
   *     is gone all the same
   */
  public void close() throws IOException {
    boolean first = fate.compareAndSet(OPEN, CLOSED);
    shut(); // whoever comes second does not return before nobody can get in any more
    if (first && closeResult < 0) {
      throw Errors.exception("close", closeResult, null);
    }
  }

  /**
   * Gives up ownership: no further call begins here, those in flight are ended, and the descriptor
   * stays open.
   *
   * @return its number
   * @throws ClosedChannelException when it is closed or released already
   */
  public int release() throws IOException {
    boolean first = fate.compareAndSet(OPEN, RELEASED);
    shut();
    if (!first) {
      throw new ClosedChannelException();
    }
    awaitGivenAway();
    return fd;
  }

  private void shut() {
    in.close();
    out.close();
    held.close();
    if (undrained != 0) {
      try {
        Retry.until(this::wake);
      } finally {
        wakeWatchers();
      }
    }
  }

  /** Wakes the calls in flight. One that is about to block may be missed. */
  private boolean wake() {
    Readiness waited = readiness();
    if (waited != null) {
      waited.wakeAll();
    }
    in.wake();
    out.wake();
    return !in.isBusy() && !out.isBusy();
  }

  private synchronized void wakeWatchers() {
    if (watchers == null) {
      return;
    }
    for (WeakReference<EventFd> watcher : watchers) {
      EventFd wake = watcher.get();
      if (wake != null) {
        try {
          wake.signal();
        } catch (IOException _) {
          // it is closed: there is nobody to wake
        }
      }
    }
  }

  /** Adds somebody who is to be woken when this is closed, as often as they ask for it. */
  public synchronized void watch(EventFd watcher) {
    if (watchers == null) {
      watchers = new ArrayList<>(1);
    }
    watchers.removeIf(dropped -> dropped.refersTo(null));
    watchers.add(new WeakReference<>(watcher));
  }

  /** Takes somebody out who was added once. */
  public synchronized void unwatch(EventFd watcher) {
    for (int i = 0; watchers != null && i < watchers.size(); i++) {
      if (watchers.get(i).refersTo(watcher)) {
        watchers.remove(i);
        return;
      }
    }
  }

  /** Keeps an error of the socket's that the kernel tells once, for the next call. */
  void keepError(int errno) {
    keptError.set(errno);
  }

  /** The error that was kept, once; 0 if there is none. For a call that has begun. */
  public int takeError() {
    return keptError.get() == 0 ? 0 : keptError.getAndSet(0);
  }

  /** Whether it was closed or released. */
  public boolean isClosed() {
    return out.isClosed();
  }

  /** What the poller says of it; null as long as nobody has waited for it. */
  Readiness readiness() {
    return owned.readiness;
  }

  /** What the poller says of it, from now on. For a call in flight. */
  Readiness register(CallFrame call) throws IOException {
    return owned.register(call);
  }

  /** A direction is closed and has no call in flight any more. It may say so more than once. */
  void drained(int direction) {
    int before = (int) UNDRAINED.getAndBitwiseAnd(this, ~direction);
    if (before != direction || owned == null) {
      return;
    }
    if (fate.get() == RELEASED) {
      try {
        owned.giveAway();
        cleanable.clean(); // does nothing now but take it out of the cleaner's list
      } finally {
        synchronized (this) {
          givenAway = true;
          notifyAll();
        }
      }
    } else {
      closeResult = owned.close();
      cleanable.clean(); // as above
    }
  }

  private synchronized void awaitGivenAway() {
    boolean interrupted = false;
    while (!givenAway) {
      try {
        wait();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
