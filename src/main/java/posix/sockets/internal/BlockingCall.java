package posix.sockets.internal;

import static posix.sockets.raw.constants.ErrnoH.EACCES;
import static posix.sockets.raw.constants.ErrnoH.EAGAIN;
import static posix.sockets.raw.constants.ErrnoH.ECONNABORTED;
import static posix.sockets.raw.constants.ErrnoH.ECONNREFUSED;
import static posix.sockets.raw.constants.ErrnoH.ECONNRESET;
import static posix.sockets.raw.constants.ErrnoH.EHOSTDOWN;
import static posix.sockets.raw.constants.ErrnoH.EHOSTUNREACH;
import static posix.sockets.raw.constants.ErrnoH.EINTR;
import static posix.sockets.raw.constants.ErrnoH.EINVAL;
import static posix.sockets.raw.constants.ErrnoH.ELOOP;
import static posix.sockets.raw.constants.ErrnoH.ENETDOWN;
import static posix.sockets.raw.constants.ErrnoH.ENETUNREACH;
import static posix.sockets.raw.constants.ErrnoH.ENONET;
import static posix.sockets.raw.constants.ErrnoH.ENOPROTOOPT;
import static posix.sockets.raw.constants.ErrnoH.ENOSPC;
import static posix.sockets.raw.constants.ErrnoH.EPROTO;
import static posix.sockets.raw.constants.ErrnoH.ETIMEDOUT;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import posix.sockets.ErrnoException;
import posix.sockets.raw.constants.SocketH;

/**
 * A call that may block: how it is made, and how it waits.
 *
 * <p>On a platform thread it blocks in the kernel, as in C, until a {@link Blocker} wakes it. On a
 * virtual thread, with a deadline, and where the descriptor was made non-blocking for the sake of
 * those two, it is tried and waited for: {@link #waits}. Both are the same loop:
 *
 * <pre>{@code
 * BlockingCall call = descriptor.in.begin(deadline, false);
 * try {
 *   long n;
 *   do {
 *     n = Libc.recv(call.errno, descriptor.fd, buf, length, flags | call.flags());
 *   } while (n < 0 && call.again(descriptor.in, n));
 *   return n;
 * } finally {
 *   descriptor.in.end(call);
 * }
 * }</pre>
 */
public final class BlockingCall extends Waiting {
  /** Those of platform threads: one each, so that what a call touches is in the cache. */
  private static final ThreadLocal<BlockingCall> OF_THREAD =
      new ThreadLocal<>() {
        @Override
        protected BlockingCall initialValue() {
          return new BlockingCall(true);
        }
      };

  // Of a direction's list of those who are in it, which holds all but one who was alone.
  boolean alone;
  BlockingCall next;

  // How the call that is under way is made. Numbers and no enum, and no reference to the direction
  // unless it waits: to store a reference takes the garbage collector's barrier, which costs as
  // much
  // as all the rest of a call's beginning.
  private static final int BLOCKS = 0; // in the kernel
  private static final int WAITS = 1; // it is tried, and waited for
  private static final int ANSWERS = 2; // its caller wants EAGAIN

  private int mode;
  private long in; // the number of the direction that it is in, if it may block; else 0

  private BlockingCall(boolean ofPlatformThread) {
    super(ofPlatformThread);
  }

  /** One for the calls of virtual threads, which keep it while they are parked. */
  static BlockingCall ofVirtualThreads() {
    return new BlockingCall(false);
  }

  /** This platform thread's own, or another one if that is in use further up its stack. */
  public static BlockingCall ofThread() {
    BlockingCall own = OF_THREAD.get();
    return own.claimed ? new BlockingCall(true) : own;
  }

  /** How this platform thread is woken. */
  public Blocker blocker() {
    return blocker;
  }

  /** Begins a call whose caller wants EAGAIN. */
  void begin() {
    mode = ANSWERS;
  }

  /** Begins a call that may block. */
  void begin(Direction direction, long deadline) throws IOException {
    mode = ANSWERS; // until it is clear that it is more
    in = direction.id;
    direction.add(this);
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
    if (deadline == 0 && blocker != null && !direction.descriptor.file.isSecretlyNonBlocking()) {
      mode = BLOCKS;
      blocker.begin();
      return;
    }
    if (deadline != 0 && Timeouts.isOver(deadline)) {
      throw timedOut();
    }
    mode = WAITS;
    expectToWait(direction, deadline);
  }

  /** Ends the call; whether it was one that may block. */
  boolean end() {
    if (in == 0) {
      return false;
    }
    if (mode == BLOCKS) {
      blocker.end();
    } else if (mode == WAITS) {
      endWaiting();
    }
    in = 0;
    return true;
  }

  /** After the end of a call that others may be about to wake. */
  void leave() {
    if (blocker != null) {
      blocker.leave();
    }
  }

  /** Wakes the thread if it sleeps in the kernel, in a call of a direction that was closed. */
  void wake(Direction closed) {
    synchronized (blocker) {
      if (in == closed.id) { // else it has left it, and may be in another one
        blocker.wake();
      }
    }
  }

  /** Whether the call is tried and waited for, instead of blocking in the kernel. */
  public boolean waits() {
    return mode == WAITS;
  }

  /** What is to be added to the call's flags. */
  public int flags() {
    return waits() ? SocketH.MSG_DONTWAIT : 0;
  }

  /**
   * Before each try of a call without flags: sees to it that it does not block where it must not.
   */
  public void withoutFlags() throws IOException {
    if (waits()) {
      file().makeNonBlocking(this, descriptor().fd);
    }
  }

  /**
   * After a failure: whether the call is to be made again. Waits for that where it has to.
   *
   * @param direction which it is in
   * @param result minus the errno
   * @throws ClosedChannelException when the descriptor was closed meanwhile
   * @throws InterruptedIOException when the thread was interrupted, or the deadline passed: {@link
   *     SocketTimeoutException}
   */
  public boolean again(Direction direction, long result) throws IOException {
    if (result == -EINTR) {
      if (mode != ANSWERS) {
        checkGoingOn(direction);
      }
      return true;
    }
    if (result != -EAGAIN) {
      return false;
    }
    return waits(direction) && await(false);
  }

  /**
   * After EAGAIN or the like: whether the call is waited for. So it is from now on if the socket
   * was made non-blocking in secret since it began.
   *
   * @param direction which it is in
   */
  public boolean waits(Direction direction) {
    if (mode == BLOCKS && direction.descriptor.file.isSecretlyNonBlocking()) {
      waitFromNowOn(direction);
    }
    return mode == WAITS;
  }

  private void waitFromNowOn(Direction direction) {
    blocker.end();
    mode = WAITS;
    expectToWait(direction, 0);
  }

  /**
   * Waits until a connect that goes on by itself may have come to an end.
   *
   * @param direction which it is in
   * @return as {@link #again}
   * @throws IOException as {@link #again}
   */
  public boolean awaitConnection(Direction direction) throws IOException {
    if (mode == WAITS) {
      return await(false);
    }
    waitFromNowOn(direction);
    try {
      return await(false);
    } finally {
      mode = BLOCKS; // as the next connect does
      endWaiting();
      blocker.begin();
    }
  }

  /**
   * The same for a call that may have had a part of what it wants.
   *
   * @param direction which it is in
   * @param result minus the errno
   * @param done how much that is
   * @throws IOException as {@link #again}, if it is nothing
   */
  public boolean goesOn(Direction direction, long result, long done) throws IOException {
    return done == 0 ? again(direction, result) : againAfterSome(direction, result);
  }

  /**
   * The same for a call that has had a part of what it wants: what ends it is no exception then.
   * The next call meets it again; an error that the kernel tells but once is kept for that.
   *
   * @param direction which it is in
   * @param result minus the errno
   */
  public boolean againAfterSome(Direction direction, long result) {
    try {
      boolean again = again(direction, result);
      if (!again && isOfSocket(-result)) {
        direction.descriptor.keepError((int) -result);
      }
      return again;
    } catch (IOException _) {
      return false;
    }
  }

  /**
   * Whether it is an error that a socket has, and has no more when a call has told it: what broke
   * the connection, and what ICMP says.
   */
  public static boolean isOfSocket(long errno) {
    return switch ((int) errno) {
      case ECONNABORTED, ECONNREFUSED, ECONNRESET, ENETDOWN, ETIMEDOUT -> true;
      case EACCES, EHOSTDOWN, EHOSTUNREACH, ENETUNREACH, ENONET, ENOPROTOOPT, EPROTO ->
          true; // ICMP
      default -> false;
    };
  }

  /**
   * {@link #again}, for an epoll instance: where the kernel allows no more waiters of its kind, it
   * is looked at again and again.
   *
   * @param direction which it is in
   * @return whether to look again; false when the time is over
   */
  public boolean awaitEpoll(Direction direction) throws IOException {
    try {
      return again(direction, -EAGAIN);
    } catch (ErrnoException e) {
      switch (e.number()) {
        case EINVAL, ELOOP, ENOSPC -> {
          return pause();
        }
        default -> throw e;
      }
    }
  }
}
