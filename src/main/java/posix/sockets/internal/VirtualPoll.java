package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static posix.sockets.raw.constants.ErrnoH.EBADF;
import static posix.sockets.raw.constants.ErrnoH.EEXIST;
import static posix.sockets.raw.constants.ErrnoH.EINTR;
import static posix.sockets.raw.constants.ErrnoH.EINVAL;
import static posix.sockets.raw.constants.ErrnoH.ELOOP;
import static posix.sockets.raw.constants.ErrnoH.ENOSPC;
import static posix.sockets.raw.constants.ErrnoH.EPERM;
import static posix.sockets.raw.constants.PollH.EPOLL_CLOEXEC;
import static posix.sockets.raw.constants.PollH.EPOLL_CTL_ADD;
import static posix.sockets.raw.constants.PollH.EPOLL_CTL_MOD;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcPoll;
import posix.sockets.libc.Structs.pollfd;

/**
 * {@code poll} on a virtual thread, whose carrier must not wait in the kernel: the entries are put
 * into an epoll instance, and that is waited for. The bits of both are the same.
 */
public final class VirtualPoll {
  private VirtualPoll() {}

  /**
   * {@code poll}.
   *
   * @param errno takes errno
   * @param entries an array of pollfd
   * @param count how many
   * @param nanos how long to wait, not 0; {@link Timeouts#FOREVER}
   * @return what poll answered, 0 after the time
   */
  public static int poll(MemorySegment errno, MemorySegment entries, int count, long nanos)
      throws IOException {
    int ready = look(errno, entries, count);
    if (ready != 0) {
      return ready;
    }
    int fd = LibcPoll.epoll_create1(errno, EPOLL_CLOEXEC);
    var epoll = new Descriptor(Errors.check("epoll_create1", fd, null), OpenFile.made(0, 0, 0));
    try {
      BlockingCall call = epoll.in.begin(0, false);
      try {
        boolean complete = addAll(fd, entries, count);
        call.endAt(Timeouts.deadline(nanos));
        boolean goesOn;
        do {
          goesOn = complete ? call.awaitEpoll(epoll.in) : call.pause();
          ready = look(errno, entries, count);
        } while (ready == 0 && goesOn);
        return ready;
      } finally {
        epoll.in.end(call);
      }
    } finally {
      epoll.close();
    }
  }

  /** {@code poll} without waiting; a signal makes even that answer EINTR. */
  public static int look(MemorySegment errno, MemorySegment entries, int count) {
    int ready;
    do {
      ready = LibcPoll.poll(errno, entries, count, 0);
    } while (ready == -EINTR);
    return ready;
  }

  /**
   * Puts all into an epoll instance; whether that succeeded. The kernel sets limits to how many
   * wait for one descriptor, and a bare one may have been closed.
   */
  private static boolean addAll(int epoll, MemorySegment entries, int count) throws IOException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment event = arena.allocate(EpollEvent.SIZE, Long.BYTES);
      MemorySegment errno = arena.allocate(Call.ERRNO);
      for (int i = 0; i < count; i++) {
        int fd = fd(entries, i);
        if (fd >= 0) {
          EpollEvent.set(event, events(entries, i), fd);
          int result = LibcPoll.epoll_ctl(errno, epoll, EPOLL_CTL_ADD, fd, event);
          if (result == -EEXIST) {
            EpollEvent.set(event, eventsOfAll(entries, i, fd), fd);
            result = LibcPoll.epoll_ctl(errno, epoll, EPOLL_CTL_MOD, fd, event);
          }
          switch (-result) {
            case EBADF, EINVAL, ELOOP, ENOSPC -> {
              return false;
            }
            case EPERM -> {} // it is always ready, and poll has said so
            default -> Errors.check("epoll_ctl", result, "fd " + fd);
          }
        }
      }
      return true;
    }
  }

  /** What is waited for by entries of the same descriptor, up to one. */
  private static int eventsOfAll(MemorySegment entries, int last, int fd) {
    int all = 0;
    for (int i = 0; i <= last; i++) {
      if (fd(entries, i) == fd) {
        all |= events(entries, i);
      }
    }
    return all;
  }

  private static int fd(MemorySegment entries, int i) {
    return entries.get(JAVA_INT, (long) i * pollfd.SIZE + pollfd.fd);
  }

  private static int events(MemorySegment entries, int i) {
    return Short.toUnsignedInt(entries.get(JAVA_SHORT, (long) i * pollfd.SIZE + pollfd.events));
  }
}
