package posix.sockets.internal;

import static posix.sockets.raw.constants.ErrnoH.EINTR;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import posix.sockets.ErrnoException;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcFiles;

/**
 * A number of the kernel's that has to be closed, once. It outlives its {@link Descriptor}, so that
 * a cleaner can close it when that is dropped.
 */
final class OwnedFd implements Runnable {
  private static final long ROOM = 64;

  private final int fd;
  private final OpenFile file;
  private final Throwable origin; // where it was made, or null
  private final AtomicBoolean gone = new AtomicBoolean();

  /** What the poller knows of it; null as long as nobody has waited for it. */
  volatile Readiness readiness;

  OwnedFd(int fd, OpenFile file) {
    this.fd = fd;
    this.file = file;
    origin = Leaks.origin();
    file.hold();
  }

  /** What the poller says of it from now on. For a call in flight, which keeps it open. */
  Readiness register(CallFrame call) throws ErrnoException {
    Readiness known = readiness;
    return known != null ? known : registerNow(call);
  }

  private synchronized Readiness registerNow(CallFrame call) throws ErrnoException {
    if (readiness == null) {
      readiness = Poller.register(fd, call);
    }
    return readiness;
  }

  /**
   * Closes it.
   *
   * @return what close answered; EINTR, after which it is closed as well, is no failure
   */
  int close() {
    return end(false);
  }

  /** Leaves it open, for somebody else. */
  void giveAway() {
    end(true);
  }

  /** Its descriptor was dropped. */
  @Override
  public void run() {
    if (!gone.get()) {
      Leaks.report(fd, origin);
      if (file.mayLinger()) {
        OffThread.run(() -> end(false)); // the cleaner must not wait for it
      } else {
        end(false);
      }
    }
  }

  private int end(boolean givenAway) {
    if (gone.get()) {
      return 0;
    }
    // All memory first: without, it fails before anything is done, and the cleaner tries again.
    try (var memory = CallMemory.take()) {
      MemorySegment errno = memory.allocate(Call.ERRNO);
      boolean lingers =
          Thread.currentThread().isVirtual()
              && !givenAway
              && file.lingers(errno, memory.allocate(ROOM), fd);
      MemorySegment errnoElsewhere = lingers ? Arena.ofAuto().allocate(Call.ERRNO) : null;
      if (!gone.compareAndSet(false, true)) {
        return 0;
      }
      if (readiness != null) {
        Poller.forget(errno, fd, readiness, givenAway || file.outlivesOne());
      }
      file.leave(errno, fd, givenAway);
      if (givenAway) {
        return 0;
      }
      int result = lingers ? OffThread.close(errnoElsewhere, fd) : LibcFiles.close(errno, fd);
      return result == -EINTR ? 0 : result;
    }
  }
}
