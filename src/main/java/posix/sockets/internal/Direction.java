package posix.sockets.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.ClosedChannelException;

/**
 * One direction of a descriptor: how many calls are in flight, whether it is closed, and the memory
 * for a call. Reading and writing have one each, so that a reader and a writer do not share a cache
 * line.
 */
public final class Direction {
  private static final int CLOSED = 1;
  private static final int CALL = 2;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Direction.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Descriptor descriptor;
  private CallFrame frame; // made by the first call, of the one that is alone

  /** {@link #CLOSED}, and {@link #CALL} times the calls in flight. */
  @SuppressWarnings("unused") // by its handle
  private volatile int state;

  private boolean drained; // guarded by this

  Direction(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Begins a call: until {@link #exit}, the descriptor stays open.
   *
   * @return the memory for this call, which no other call uses
   * @throws ClosedChannelException when the descriptor is closed
   */
  public CallFrame enter() throws ClosedChannelException {
    boolean alone = count() == 0;
    if (alone && frame != null) {
      return frame;
    }
    try {
      // Somebody else in this direction has the frame, or one of their own; or this is the first.
      var mine = new CallFrame();
      if (alone) {
        frame = mine;
      }
      return mine;
    } catch (OutOfMemoryError e) {
      exit();
      throw e;
    }
  }

  /**
   * Begins a call that brings its own memory: until {@link #exit}, the descriptor stays open.
   *
   * @throws ClosedChannelException when the descriptor is closed
   */
  public void hold() throws ClosedChannelException {
    count();
  }

  /** Counts a call, and tells what the state was before. */
  private int count() throws ClosedChannelException {
    int before = (int) STATE.getAndAdd(this, CALL);
    if ((before & CLOSED) != 0) {
      exit();
      throw new ClosedChannelException();
    }
    return before;
  }

  /** Ends a call. The last one out of a closed direction gives up its hold on the descriptor. */
  public void exit() {
    int before = (int) STATE.getAndAdd(this, -CALL);
    if (before == (CALL | CLOSED)) {
      drain();
    }
  }

  /** Lets no further call begin. */
  void close() {
    int before = (int) STATE.getAndBitwiseOr(this, CLOSED);
    if (before == 0) {
      drain();
    }
  }

  boolean isClosed() {
    return (state & CLOSED) != 0;
  }

  /** A call that came too late counts for a moment, so the last one may leave more than once. */
  private void drain() {
    synchronized (this) {
      if (drained) {
        return;
      }
      drained = true;
    }
    descriptor.drained();
  }
}
