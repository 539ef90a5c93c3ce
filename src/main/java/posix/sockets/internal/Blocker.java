package posix.sockets.internal;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Set;
import posix.sockets.libc.LibcThreads;

/**
 * A platform thread in a system call that may block, and how it is woken: by a signal, which makes
 * the call answer EINTR. Whoever wakes says first, elsewhere, why the call must not be made again.
 *
 * <p>No signal reaches the thread outside of the call: who sends one holds this object's lock, and
 * the thread takes it before it goes on, once there may be such a one ({@link #leave}).
 */
public final class Blocker {
  private static final VarHandle TID;

  static {
    try {
      TID = MethodHandles.lookup().findVarHandle(Blocker.class, "tid", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Thread thread = Thread.currentThread();
  private final int number; // the kernel's, of that thread
  private final Interruption interruption = new Interruption(this);

  /** The thread's number while it is in a call; else 0. */
  @SuppressWarnings("unused") // by its handle
  private int tid;

  private int call; // counts the calls, so that none is taken for an earlier one

  /**
   * For the calls of the thread that makes it.
   *
   * @param errno takes errno
   */
  Blocker(MemorySegment errno) {
    WakeSignal.prepare(); // if that fails, then before anything blocks
    number = LibcThreads.gettid(errno);
  }

  /** Before a call. */
  public void begin() {
    call++;
    TID.setRelease(this, number);
    interruption.before();
  }

  /** After a call. */
  public void end() {
    interruption.after();
    TID.setRelease(this, 0);
    if (thread.isInterrupted()) {
      leave();
    }
  }

  /** Waits for whoever is about to send a signal. */
  void leave() {
    synchronized (this) {
      // nothing else: now the signal has been sent
    }
  }

  /** Wakes the thread that is in the call, if one is. One that is only just about to is missed. */
  synchronized void wake() {
    int to = (int) TID.getAcquire(this);
    if (to != 0) {
      WakeSignal.send(to);
    }
  }

  /** Wakes the thread that is in the call, if one is, until it has left it. */
  private void wakeUntilItLeaves() {
    int interrupted;
    synchronized (this) {
      if ((int) TID.getAcquire(this) == 0 || !thread.isInterrupted()) {
        return; // it has left the call that the interrupt was for
      }
      interrupted = call;
    }
    Retry.until(() -> {
      synchronized (this) {
        boolean there =
            (int) TID.getAcquire(this) != 0 && call == interrupted && thread.isInterrupted();
        if (there) {
          wake();
        }
        return !there;
      }
    });
  }

  /**
   * How a blocked thread hears {@link Thread#interrupt}. The JDK tells a selector, by {@link
   * #wakeup}; this one selects nothing.
   */
  private static final class Interruption extends AbstractSelector {
    private final Blocker blocker;

    Interruption(Blocker blocker) {
      super(null);
      this.blocker = blocker;
    }

    void before() {
      begin();
    }

    void after() {
      end();
    }

    @Override
    public Selector wakeup() {
      blocker.wakeUntilItLeaves();
      return this;
    }

    @Override
    protected void implCloseSelector() {}

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Set<SelectionKey> keys() {
      return Set.of();
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
      return Set.of();
    }

    @Override
    public int selectNow() {
      return 0;
    }

    @Override
    public int select(long timeout) {
      return 0;
    }

    @Override
    public int select() {
      return 0;
    }
  }
}
