package posix.sockets.internal;

import java.io.IOException;
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
  private static final VarHandle FREE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Direction.class, "state", int.class);
      FREE = MethodHandles.lookup().findVarHandle(Direction.class, "free", BlockingCall.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** What it is a direction of. */
  final Descriptor descriptor;

  /** Its number, which no other has. */
  final long id;

  private final boolean receives;

  /** The call of the platform thread that is alone, or was so last; it may have to be woken. */
  private BlockingCall last;

  /** Those of platform threads that are not alone, and may have to be woken; guarded by this. */
  private BlockingCall sleepers;

  /** A frame for virtual threads that nobody uses, or null. */
  @SuppressWarnings("unused") // by its handle
  private volatile BlockingCall free;

  /** {@link #CLOSED}, and {@link #CALL} times the calls in flight. */
  @SuppressWarnings("unused") // by its handle
  private volatile int state;

  private final int bit; // its own among its descriptor's

  Direction(Descriptor descriptor, boolean receives, long id, int bit) {
    this.id = id;
    this.bit = bit;
    this.descriptor = descriptor;
    this.receives = receives;
  }

  /**
   * Begins a call that does not block: until {@link #exit(CallFrame)}, the descriptor stays open.
   *
   * @return the memory for this call, which no other call uses
   * @throws ClosedChannelException when the descriptor is closed
   */
  public CallFrame enter() throws ClosedChannelException {
    return claim();
  }

  /**
   * Begins a call that may block: until {@link #end}, the descriptor stays open, and the call is
   * woken by whoever closes it.
   *
   * @param deadline when it has to end, by {@link Timeouts#deadline}; 0 for never
   * @param answers whether it is told not to block, and its caller wants EAGAIN
   * @return the memory for this call, and how it has to be made
   * @throws ClosedChannelException when the descriptor is closed
   * @throws java.io.InterruptedIOException when the thread is interrupted, or the deadline over
   */
  public BlockingCall begin(long deadline, boolean answers) throws IOException {
    BlockingCall call = claim();
    if (answers) {
      call.begin();
      return call;
    }
    try {
      call.begin(this, deadline);
      return call;
    } catch (Throwable t) {
      end(call);
      throw t;
    }
  }

  /**
   * Begins a call that brings its own memory: until {@link #exit()}, the descriptor stays open.
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

  /** Counts a call, and takes memory for it that no other call uses. */
  private BlockingCall claim() throws ClosedChannelException {
    boolean alone = count() == 0;
    try {
      Thread thread = Thread.currentThread();
      BlockingCall call = last;
      if (call == null || call.thread != thread || call.claimed) {
        call = thread.isVirtual() ? take() : BlockingCall.ofThread();
        if (alone && call.thread != null) {
          last = call;
        }
      }
      call.claimed = true;
      call.alone = alone;
      return call;
    } catch (Throwable t) { // there is no memory
      exit();
      throw t;
    }
  }

  /**
   * Takes a frame for a virtual thread. Mostly it is the one that the last call left, in whichever
   * direction that was: it is in the cache, and parked threads keep theirs.
   */
  private BlockingCall take() {
    var here = (BlockingCall) FREE.getAndSet(this, (BlockingCall) null);
    if (here != null) {
      return here;
    }
    Direction other = receives ? descriptor.out : descriptor.in;
    var there = (BlockingCall) FREE.getAndSet(other, (BlockingCall) null);
    return there != null ? there : BlockingCall.ofVirtualThreads();
  }

  private void giveBack(BlockingCall call) {
    call.claimed = false;
    if (call.thread == null) {
      free = call;
    }
  }

  /** Puts a call where whoever closes finds it. */
  void add(BlockingCall call) {
    if (!isListed(call)) {
      return;
    }
    synchronized (this) {
      call.next = sleepers;
      sleepers = call;
    }
  }

  /** One that is alone is found already, and a virtual thread is woken by the edge it waits for. */
  private static boolean isListed(BlockingCall call) {
    return !call.alone && call.thread != null;
  }

  private void remove(BlockingCall call) {
    if (!isListed(call)) {
      return;
    }
    synchronized (this) {
      if (sleepers == call) {
        sleepers = call.next;
      } else {
        BlockingCall before = sleepers;
        while (before.next != call) {
          before = before.next;
        }
        before.next = call.next;
      }
      call.next = null;
    }
  }

  /** Ends a call that began by {@link #begin}. */
  public void end(BlockingCall call) {
    boolean mayHaveBlocked = call.end();
    if (mayHaveBlocked) {
      remove(call);
    }
    giveBack(call);
    int before = (int) STATE.getAndAdd(this, -CALL);
    if ((before & CLOSED) != 0) {
      if (mayHaveBlocked) {
        call.leave();
      }
      if (before == (CALL | CLOSED)) {
        drain();
      }
    }
  }

  /** Ends a call that began by {@link #enter}. */
  public void exit(CallFrame frame) {
    giveBack((BlockingCall) frame);
    exit();
  }

  /** Ends a call that began by {@link #hold}. */
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

  /** Whether calls are in flight. */
  boolean isBusy() {
    return state >= CALL;
  }

  /** Whether its calls receive, or accept; else they send, or connect. */
  boolean receives() {
    return receives;
  }

  /** Wakes those who sleep in the kernel. One who is about to is missed. */
  void wake() {
    BlockingCall alone = last;
    if (alone != null) {
      alone.wake(this);
    }
    synchronized (this) {
      for (BlockingCall call = sleepers; call != null; call = call.next) {
        call.wake(this);
      }
    }
  }

  /** A call that came too late counts for a moment, so the last one may leave more than once. */
  private void drain() {
    descriptor.drained(bit);
  }
}
