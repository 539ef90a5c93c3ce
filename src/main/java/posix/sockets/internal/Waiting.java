package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static posix.sockets.raw.constants.ErrnoH.EINTR;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.LockSupport;
import posix.sockets.libc.Libc;
import posix.sockets.libc.LibcPoll;
import posix.sockets.libc.Structs.pollfd;
import posix.sockets.libc.Structs.timespec;
import posix.sockets.raw.constants.PollH;
import posix.sockets.raw.constants.SocketH;

/**
 * How a call waits that was tried and has met EAGAIN: a platform thread in {@code ppoll}, a virtual
 * one until the {@link Poller} tells of an edge, both no longer than they may.
 */
public abstract sealed class Waiting extends CallFrame permits BlockingCall {
  private static final long PAUSE_NANOS = 2_000_000;
  private static final int TIMESPEC = 8; // in the scratch memory, behind a pollfd

  /** The platform thread that it belongs to; null for one that virtual threads take in turns. */
  final Thread thread;

  /** How that is woken, or null. */
  final Blocker blocker;

  // Of the list of those who wait for an edge; guarded by it.
  Waiting nextWaiter;
  volatile boolean queued;
  Thread waiter;

  private Direction direction; // which the call is in; null while none waits
  private long deadline;

  /** Whether the next three are known. */
  private boolean asked;

  /** The earlier one of the deadline and the socket's own timeout; 0 for neither. */
  private long end;

  /** Whether that is the socket's own, which answers EAGAIN. */
  private boolean ownEnd;

  /** Whether it may be a receiver's queue that is full. */
  private boolean nearby;

  /** The edges that there had been before the last try. */
  private int seen;

  /** Whether it has been among those who wait for an edge, and may have had one. */
  private boolean woken;

  /** The edges that there had been when one was last passed on. */
  private int passed;

  /** Whether the peer has ended, so that there is one more try, and no wait. */
  private boolean peerEnded;

  /** Whether poll said that there is something. If the try says no, an edge is waited for. */
  private boolean polledInVain;

  Waiting(boolean ofPlatformThread) {
    thread = ofPlatformThread ? Thread.currentThread() : null;
    blocker = ofPlatformThread ? new Blocker(errno) : null;
  }

  /** Begins a call that is tried and waited for. */
  final void expectToWait(Direction direction, long deadline) {
    this.direction = direction;
    this.deadline = deadline;
    asked = false;
    polledInVain = false;
    peerEnded = false;
    woken = false;
    look();
    passed = seen - 1;
  }

  /** Ends it. */
  final void endWaiting() {
    if (woken) {
      // An edge wakes one of those who wait, and may have meant more than one.
      side(descriptor().readiness()).wakeOne();
    }
    direction = null; // a thread must not keep a socket that was dropped
  }

  final Descriptor descriptor() {
    return direction.descriptor;
  }

  final OpenFile file() {
    return direction.descriptor.file;
  }

  /**
   * Waits until there may be more than there was at the last try, which had a part of what it
   * wants.
   *
   * @return false if nothing more is to come, or if something ended the wait
   */
  public boolean awaitMoreAfterSome() {
    if (peerEnded) {
      return false;
    }
    try {
      peerEnded = hasPeerEnded();
      if (peerEnded) {
        return true; // what came before the end is there by now
      }
      passOn();
      return await(true);
    } catch (IOException _) {
      return false;
    }
  }

  /** Lets another one look at what this call has left; once for each edge. */
  private void passOn() {
    if (woken && passed != seen) {
      passed = seen;
      side(descriptor().readiness()).wakeOne();
    }
  }

  private boolean hasPeerEnded() {
    scratch.set(JAVA_INT, pollfd.fd, descriptor().fd);
    scratch.set(JAVA_SHORT, pollfd.events, (short) PollH.POLLRDHUP);
    return LibcPoll.poll(errno, scratch, 1, 0) > 0
        && (scratch.get(JAVA_SHORT, pollfd.revents) & (PollH.POLLRDHUP | PollH.POLLHUP)) != 0;
  }

  /**
   * For a call with a timeout of its own, after which it has an answer: {@link #again} is false
   * then.
   *
   * @param time when, by {@link Timeouts#deadline}; 0 for never
   */
  public void endAt(long time) {
    asked = true;
    end = time;
    ownEnd = true;
    nearby = false;
  }

  /**
   * Waits a little: where nothing in the kernel says when to try again, such as for a connect of
   * AF_UNIX to a listener whose queue is full.
   *
   * @return as {@link #again}
   * @throws IOException as {@link #again}
   */
  public boolean pause() throws IOException {
    checkGoingOn(direction);
    if (!mayWait() || isOver()) {
      return false;
    }
    LockSupport.parkNanos(PAUSE_NANOS);
    checkGoingOn(direction);
    return !isOver();
  }

  /** Whether it is a stream. */
  public boolean isStream() {
    return intOption(SocketH.SO_TYPE) == SocketH.SOCK_STREAM;
  }

  /** An option that is a number; -1 where there is none. */
  int intOption(int optname) {
    MemorySegment value = scratch.asSlice(0, Integer.BYTES);
    MemorySegment size = scratch.asSlice(Integer.BYTES, Integer.BYTES);
    size.set(JAVA_INT, 0, Integer.BYTES);
    int level = SocketH.SOL_SOCKET;
    int result = Libc.getsockopt(errno, descriptor().fd, level, optname, value, size);
    return result < 0 ? -1 : value.get(JAVA_INT, 0);
  }

  final boolean await(boolean more) throws IOException {
    checkGoingOn(direction);
    if (!mayWait() || isOver()) {
      return false;
    }
    if (blocker == null || more || polledInVain || nearby) {
      awaitEdge();
    } else {
      poll();
    }
    look();
    return !isOver();
  }

  /** Throws what ends a call that was about to go on. */
  static void checkGoingOn(Direction direction) throws IOException {
    if (direction.isClosed()) {
      throw new ClosedChannelException();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
  }

  /**
   * Whether the socket's owner wants a call to wait that the kernel answered with EAGAIN; and until
   * when.
   */
  private boolean mayWait() throws IOException {
    if (!asked) {
      OpenFile file = file();
      if (file.isNonBlocking(this, descriptor().fd)) {
        return false;
      }
      long own = Timeouts.deadline(file.timeout(this, descriptor().fd, direction.receives()));
      ownEnd = own != 0 && (deadline == 0 || own - deadline < 0);
      end = ownEnd ? own : deadline;
      nearby = !direction.receives() && file.sendsIntoQueues(this);
      asked = true;
    }
    return true;
  }

  /** Whether the socket's own time is over: an answer. Where it is the deadline's, that throws. */
  private boolean isOver() throws IOException {
    if (end == 0 || !Timeouts.isOver(end)) {
      return false;
    }
    if (!ownEnd) {
      throw timedOut();
    }
    return true;
  }

  /** Waits in the kernel. */
  private void poll() throws IOException {
    short wanted = (short) (direction.receives() ? PollH.POLLIN : PollH.POLLOUT);
    scratch.set(JAVA_INT, pollfd.fd, descriptor().fd);
    scratch.set(JAVA_SHORT, pollfd.events, wanted);
    MemorySegment time = MemorySegment.NULL;
    if (end != 0) {
      long left = Timeouts.left(end);
      time = scratch.asSlice(TIMESPEC, timespec.SIZE);
      time.set(JAVA_LONG, timespec.tv_sec, left / 1_000_000_000);
      time.set(JAVA_LONG, timespec.tv_nsec, left % 1_000_000_000);
    }
    int ready;
    blocker.begin();
    try {
      ready = LibcPoll.ppoll(errno, scratch, 1, time, MemorySegment.NULL);
    } finally {
      blocker.end();
    }
    if (ready != -EINTR) {
      Errors.check("ppoll", ready, null);
      polledInVain = ready > 0;
    }
  }

  /** Waits until an edge comes that the last try cannot have seen. */
  private void awaitEdge() throws IOException {
    Readiness.Side side = side(descriptor().register(this));
    waiter = Thread.currentThread();
    if (!side.add(this, seen)) {
      return;
    }
    woken = true;
    try {
      while (queued) {
        checkGoingOn(direction);
        if (isOver()) {
          return;
        }
        if (nearby) { // a sender who is not connected to the receiver is not told of room there
          LockSupport.parkNanos(PAUSE_NANOS);
          return;
        }
        if (end == 0) {
          LockSupport.park();
        } else {
          LockSupport.parkNanos(Timeouts.left(end));
        }
      }
    } finally {
      if (queued) {
        side.remove(this);
      }
      waiter = null;
    }
  }

  private void look() {
    Readiness readiness = descriptor().readiness();
    seen = readiness == null ? 0 : side(readiness).edges();
  }

  private Readiness.Side side(Readiness readiness) {
    return direction.receives() ? readiness.in : readiness.out;
  }

  /**
   * Before a receive from a stream: waits if the last one has emptied it and nothing came since. To
   * try would be in vain.
   *
   * @return as {@link #again}
   * @throws IOException as {@link #again}
   */
  public boolean awaitIfDrained() throws IOException {
    Readiness readiness = descriptor().readiness();
    if (readiness == null || !readiness.isDrained(seen) || !mayWait()) {
      return true;
    }
    return await(false);
  }

  /** After a receive that got less than it asked for: the stream was empty then. */
  public void drained() {
    Readiness readiness = descriptor().readiness();
    if (readiness != null && file().isPlainTcp()) {
      readiness.drained(seen);
    }
  }

  /** What ends a call of a thread that was interrupted. */
  public static InterruptedIOException interrupted() {
    return new InterruptedIOException("the thread was interrupted");
  }

  /** What ends a call whose deadline has passed. */
  public static SocketTimeoutException timedOut() {
    return new SocketTimeoutException("the deadline has passed");
  }
}
