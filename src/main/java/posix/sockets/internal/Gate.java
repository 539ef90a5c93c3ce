package posix.sockets.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.ClosedChannelException;

/**
 * How many calls are in flight, and whether it is closed: like {@link Direction}, for an object
 * whose calls bring memory of their own. Whoever is told so by {@link #exit} or {@link #close} is
 * the last one, and ends what the gate guards; nobody else is in it then, or ever will be.
 */
public final class Gate {
  private static final int CLOSED = 1;
  private static final int CALL = 2;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Gate.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** {@link #CLOSED}, and {@link #CALL} times the calls in flight. */
  private volatile int state;

  /** Open, with nobody in it. */
  public Gate() {}

  /**
   * Begins a call.
   *
   * @throws ClosedChannelException when it is closed
   */
  public void enter() throws ClosedChannelException {
    int before;
    do {
      before = state;
      if ((before & CLOSED) != 0) {
        throw new ClosedChannelException();
      }
    } while (!STATE.weakCompareAndSet(this, before, before + CALL));
  }

  /**
   * Begins a call that must be the only one.
   *
   * @throws ClosedChannelException when it is closed
   * @throws IllegalStateException when a call is in flight
   */
  public void enterAlone() throws ClosedChannelException {
    if (!STATE.compareAndSet(this, 0, CALL)) {
      if (isClosed()) {
        throw new ClosedChannelException();
      }
      throw inUse();
    }
  }

  /**
   * Ends a call.
   *
   * @return whether it was the last one, and the gate is closed
   */
  public boolean exit() {
    return (int) STATE.getAndAdd(this, -CALL) == (CALL | CLOSED);
  }

  /** What {@link #close} found. */
  public enum Closing {
    /** It was closed already. */
    AGAIN,
    /** Calls are in flight: the last of them will be told by {@link #exit}. */
    BUSY,
    /** Nobody was in it. */
    LAST
  }

  /** Lets no further call begin. */
  public Closing close() {
    int before = (int) STATE.getAndBitwiseOr(this, CLOSED);
    if ((before & CLOSED) != 0) {
      return Closing.AGAIN;
    }
    return before == 0 ? Closing.LAST : Closing.BUSY;
  }

  /** Whether it is closed. */
  public boolean isClosed() {
    return (state & CLOSED) != 0;
  }

  private static IllegalStateException inUse() {
    return new IllegalStateException("another thread is in a call of this object");
  }
}
