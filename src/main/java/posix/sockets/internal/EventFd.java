package posix.sockets.internal;

import java.io.IOException;
import java.lang.foreign.Arena;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcPoll;
import posix.sockets.raw.constants.ErrnoH;
import posix.sockets.raw.constants.PollH;

/** An eventfd, by which one thread ends another's wait: readable once somebody {@link #signal}s. */
public final class EventFd {
  /** Its descriptor. */
  public final Descriptor descriptor;

  private EventFd(int fd) {
    descriptor = new Descriptor(fd, OpenFile.made(0, 0, 0));
  }

  /** A new one that nobody has signalled. */
  public static EventFd open() throws IOException {
    try (var arena = Arena.ofConfined()) {
      int flags = PollH.EFD_CLOEXEC | PollH.EFD_NONBLOCK;
      int fd = LibcPoll.eventfd(arena.allocate(Call.ERRNO), 0, flags);
      return new EventFd(Errors.check("eventfd", fd, null));
    }
  }

  /** Makes it readable; from any thread. */
  public void signal() throws IOException {
    CallFrame frame = descriptor.out.enter();
    try {
      int result = LibcPoll.eventfd_write(frame.errno, descriptor.fd, 1);
      if (result != -ErrnoH.EAGAIN) { // then it is as readable as can be
        Errors.check("eventfd_write", result, null);
      }
    } finally {
      descriptor.out.exit(frame);
    }
  }

  /** Makes it unreadable until the next signal. */
  public void reset() throws IOException {
    CallFrame frame = descriptor.in.enter();
    try {
      int result = LibcPoll.eventfd_read(frame.errno, descriptor.fd, frame.address);
      if (result != -ErrnoH.EAGAIN) { // then nobody has signalled
        Errors.check("eventfd_read", result, null);
      }
    } finally {
      descriptor.in.exit(frame);
    }
  }
}
