package posix.sockets.internal;

import static posix.sockets.raw.constants.ErrnoH.EINTR;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import posix.sockets.libc.LibcFiles;

/**
 * A file descriptor that is owned here. It is closed once, by {@link #close} or by the last call
 * that was in flight then, and never touched after that: by then the kernel may have given its
 * number to somebody else.
 */
public final class Descriptor {
  /** The kernel's number for it. */
  public final int fd;

  /** Calls that receive: recv, accept. */
  public final Direction in = new Direction(this);

  /** Calls that send, and those that do not block. */
  public final Direction out = new Direction(this);

  /** Calls that only need the descriptor to stay open: poll, and those that pass it on. */
  public final Direction held = new Direction(this);

  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicInteger undrained = new AtomicInteger(3);
  private volatile boolean released;
  private volatile int closeResult;

  /** Takes ownership of an open descriptor. */
  public Descriptor(int fd) {
    this.fd = fd;
  }

  /**
   * Lets no further call begin, and closes the descriptor unless calls are in flight; then the last
   * of them does.
   *
   * @throws posix.sockets.ErrnoException what close answered, if it was done here; the descriptor
   *     is gone all the same
   */
  public void close() throws IOException {
    if (ended.compareAndSet(false, true)) {
      in.close();
      out.close();
      held.close();
      if (closeResult < 0 && closeResult != -EINTR) {
        throw Errors.exception("close", closeResult, null);
      }
    }
  }

  /**
   * Gives up ownership: no further call begins here, and the descriptor stays open.
   *
   * @return its number
   * @throws ClosedChannelException when it is closed or released already
   */
  public int release() throws IOException {
    if (!ended.compareAndSet(false, true)) {
      throw new ClosedChannelException();
    }
    released = true;
    in.close();
    out.close();
    held.close();
    return fd;
  }

  /** Whether it was closed or released. */
  public boolean isClosed() {
    return out.isClosed();
  }

  /** A direction is closed and has no call in flight any more. */
  void drained() {
    if (undrained.decrementAndGet() == 0 && !released) {
      closeResult = LibcFiles.close(new CallFrame().errno, fd);
    }
  }
}
