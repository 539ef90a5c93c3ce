package posix.sockets.raw;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static posix.sockets.raw.constants.PollH.FD_SETSIZE;

import java.lang.foreign.MemorySegment;
import posix.sockets.libc.LibcPoll;
import posix.sockets.libc.Structs.pollfd;
import posix.sockets.libc.Structs.timespec;
import posix.sockets.libc.Structs.timeval;
import posix.sockets.raw.Layouts.epoll_event;
import posix.sockets.raw.Layouts.fd_set;
import posix.sockets.raw.Layouts.itimerspec;
import posix.sockets.raw.Layouts.sigset_t;

/**
 * {@code <poll.h>}, {@code <sys/select.h>}, {@code <sys/epoll.h>}, {@code <sys/eventfd.h>}, {@code
 * <sys/signalfd.h>}, {@code <sys/timerfd.h>}: waiting for descriptors.
 */
abstract class PollCalls extends ControlCalls {
  PollCalls() {}

  /**
   * {@code int poll(struct pollfd *fds, nfds_t nfds, int timeout)}. Blocks until one is ready.
   *
   * @param fds {@code nfds} structs, whose {@code revents} the call sets
   * @param nfds how many
   * @param timeout milliseconds; -1 waits without end
   * @return how many are ready, 0 when the time is over, or -1 (EFAULT, EINTR, EINVAL, ENOMEM)
   * @see <a href="https://man7.org/linux/man-pages/man2/poll.2.html">poll(2)</a>
   */
  public static int poll(MemorySegment fds, long nfds, int timeout) {
    Pointers.checkArray(fds, nfds, pollfd.SIZE);
    Pointers.checkWritable(fds, 0);
    var thread = PerThread.get();
    return thread.result(LibcPoll.poll(thread.capture, fds, nfds, timeout));
  }

  /**
   * {@code int ppoll(struct pollfd *fds, nfds_t nfds, const struct timespec *timeout, const
   * sigset_t *mask)}. Blocks until one is ready.
   *
   * @param fds {@code nfds} structs, whose {@code revents} the call sets
   * @param nfds how many
   * @param timeout seconds and nanoseconds; {@link #NULL} waits without end
   * @param mask the signals to block meanwhile, or {@link #NULL}
   * @return how many are ready, 0 when the time is over, or -1 (EFAULT, EINTR, EINVAL, ENOMEM)
   * @see <a href="https://man7.org/linux/man-pages/man2/ppoll.2.html">ppoll(2)</a>
   */
  public static int ppoll(MemorySegment fds, long nfds, MemorySegment timeout, MemorySegment mask) {
    Pointers.checkArray(fds, nfds, pollfd.SIZE);
    Pointers.checkWritable(fds, 0);
    Pointers.checkLength(timeout, timespec.SIZE);
    Pointers.checkLength(mask, sigset_t.SIZE);
    var thread = PerThread.get();
    return thread.result(LibcPoll.ppoll(thread.capture, fds, nfds, timeout, mask));
  }

  /**
   * {@code int select(int nfds, fd_set *in, fd_set *out, fd_set *except, struct timeval *timeout)}.
   * Blocks until one is ready.
   *
   * @param nfds the highest descriptor in the sets, and 1
   * @param in those to read from, or {@link #NULL}; takes those that are ready
   * @param out those to write to, likewise
   * @param except those that may have urgent data, likewise
   * @param timeout seconds and microseconds; {@link #NULL} waits without end; takes what is left
   * @return how many are ready, 0 when the time is over, or -1 (EBADF, EFAULT, EINTR, EINVAL,
   *     ENOMEM)
   * @see <a href="https://man7.org/linux/man-pages/man2/select.2.html">select(2)</a>
   */
  public static int select(
      int nfds, MemorySegment in, MemorySegment out, MemorySegment except, MemorySegment timeout) {
    checkSets(nfds, in, out, except);
    Pointers.checkWritable(timeout, timeval.SIZE);
    var thread = PerThread.get();
    return thread.result(LibcPoll.select(thread.capture, nfds, in, out, except, timeout));
  }

  /**
   * {@code int pselect(int nfds, fd_set *in, fd_set *out, fd_set *except, const struct timespec
   * *timeout, const sigset_t *mask)}. Blocks until one is ready.
   *
   * @param nfds the highest descriptor in the sets, and 1
   * @param in those to read from, or {@link #NULL}; takes those that are ready
   * @param out those to write to, likewise
   * @param except those that may have urgent data, likewise
   * @param timeout seconds and nanoseconds; {@link #NULL} waits without end
   * @param mask the signals to block meanwhile, or {@link #NULL}
   * @return how many are ready, 0 when the time is over, or -1 (EBADF, EFAULT, EINTR, EINVAL,
   *     ENOMEM)
   * @see <a href="https://man7.org/linux/man-pages/man2/pselect.2.html">pselect(2)</a>
   */
  public static int pselect(
      int nfds,
      MemorySegment in,
      MemorySegment out,
      MemorySegment except,
      MemorySegment timeout,
      MemorySegment mask) {
    checkSets(nfds, in, out, except);
    Pointers.checkLength(timeout, timespec.SIZE);
    Pointers.checkLength(mask, sigset_t.SIZE);
    var thread = PerThread.get();
    return thread.result(LibcPoll.pselect(thread.capture, nfds, in, out, except, timeout, mask));
  }

  /** The kernel reads and writes whole longs, as many as nfds bits take; it refuses nfds < 0. */
  private static void checkSets(int nfds, MemorySegment... sets) {
    long bytes = nfds < 0 ? 0 : ((long) nfds + Long.SIZE - 1) / Long.SIZE * Long.BYTES;
    for (MemorySegment set : sets) {
      Pointers.checkWritable(set, bytes);
    }
  }

  /**
   * {@code void FD_ZERO(fd_set *set)}.
   *
   * @param set 128 bytes: no descriptor is in the set any more
   * @see <a href="https://man7.org/linux/man-pages/man2/select.2.html">select(2)</a>
   */
  public static void FD_ZERO(MemorySegment set) {
    Pointers.struct(set, fd_set.SIZE).asSlice(0, fd_set.SIZE).fill((byte) 0);
  }

  /**
   * {@code void FD_SET(int fd, fd_set *set)}.
   *
   * @param fd a descriptor below {@code FD_SETSIZE}: it is in the set from now on
   * @param set 128 bytes
   * @throws IndexOutOfBoundsException for a descriptor that no {@code fd_set} has a bit for
   * @see <a href="https://man7.org/linux/man-pages/man2/select.2.html">select(2)</a>
   */
  public static void FD_SET(int fd, MemorySegment set) {
    setWord(fd, set, word(fd, set) | bit(fd));
  }

  /**
   * {@code void FD_CLR(int fd, fd_set *set)}.
   *
   * @param fd a descriptor below {@code FD_SETSIZE}: it is not in the set any more
   * @param set 128 bytes
   * @throws IndexOutOfBoundsException for a descriptor that no {@code fd_set} has a bit for
   * @see <a href="https://man7.org/linux/man-pages/man2/select.2.html">select(2)</a>
   */
  public static void FD_CLR(int fd, MemorySegment set) {
    setWord(fd, set, word(fd, set) & ~bit(fd));
  }

  /**
   * {@code int FD_ISSET(int fd, fd_set *set)}.
   *
   * @param fd a descriptor below {@code FD_SETSIZE}
   * @param set 128 bytes
   * @return whether the descriptor is in the set
   * @throws IndexOutOfBoundsException for a descriptor that no {@code fd_set} has a bit for
   * @see <a href="https://man7.org/linux/man-pages/man2/select.2.html">select(2)</a>
   */
  public static boolean FD_ISSET(int fd, MemorySegment set) {
    return (word(fd, set) & bit(fd)) != 0;
  }

  private static long bit(int fd) {
    return 1L << fd % Long.SIZE;
  }

  private static long word(int fd, MemorySegment set) {
    return Pointers.struct(set, fd_set.SIZE).get(JAVA_LONG_UNALIGNED, wordOffset(fd));
  }

  private static void setWord(int fd, MemorySegment set, long word) {
    Pointers.struct(set, fd_set.SIZE).set(JAVA_LONG_UNALIGNED, wordOffset(fd), word);
  }

  private static long wordOffset(int fd) {
    if (fd < 0 || fd >= FD_SETSIZE) {
      throw new IndexOutOfBoundsException(
          "descriptor " + fd + " in an fd_set, which has bits for 0 to " + (FD_SETSIZE - 1));
    }
    return fd / Long.SIZE * Long.BYTES;
  }

  /**
   * {@code int epoll_create(int size)}.
   *
   * @param size more than 0, and otherwise ignored
   * @return a descriptor, or -1 (EINVAL, EMFILE, ENFILE, ENOMEM)
   * @see <a href="https://man7.org/linux/man-pages/man2/epoll_create.2.html">epoll_create(2)</a>
   */
  public static int epoll_create(int size) {
    var thread = PerThread.get();
    return thread.result(LibcPoll.epoll_create(thread.capture, size));
  }

  /**
   * {@code int epoll_create1(int flags)}.
   *
   * @param flags {@code EPOLL_CLOEXEC}
   * @return a descriptor, or -1 (EINVAL, EMFILE, ENFILE, ENOMEM)
   * @see <a href="https://man7.org/linux/man-pages/man2/epoll_create1.2.html">epoll_create1(2)</a>
   */
  public static int epoll_create1(int flags) {
    var thread = PerThread.get();
    return thread.result(LibcPoll.epoll_create1(thread.capture, flags));
  }

  /**
   * {@code int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)}.
   *
   * @param epfd an epoll descriptor
   * @param op {@code EPOLL_CTL_ADD}, {@code EPOLL_CTL_MOD} or {@code EPOLL_CTL_DEL}
   * @param fd the descriptor in question
   * @param event what to wait for and what to be told then; {@link #NULL} for {@code
   *     EPOLL_CTL_DEL}. The struct is 12 bytes on x86_64 and 16 elsewhere.
   * @return 0, or -1 (EBADF, EEXIST, EINVAL, ELOOP, ENOENT, ENOMEM, ENOSPC, EPERM)
   * @see <a href="https://man7.org/linux/man-pages/man2/epoll_ctl.2.html">epoll_ctl(2)</a>
   */
  public static int epoll_ctl(int epfd, int op, int fd, MemorySegment event) {
    Pointers.checkLength(event, epoll_event.SIZE);
    var thread = PerThread.get();
    return thread.result(LibcPoll.epoll_ctl(thread.capture, epfd, op, fd, event));
  }

  /**
   * {@code int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout)}.
   * Blocks until one is ready.
   *
   * @param epfd an epoll descriptor
   * @param events takes what is ready: {@code maxevents} structs, 12 bytes each on x86_64 and 16
   *     elsewhere
   * @param maxevents how many at most, more than 0
   * @param timeout milliseconds; -1 waits without end
   * @return how many are ready, 0 when the time is over, or -1 (EBADF, EFAULT, EINTR, EINVAL)
   * @see <a href="https://man7.org/linux/man-pages/man2/epoll_wait.2.html">epoll_wait(2)</a>
   */
  public static int epoll_wait(int epfd, MemorySegment events, int maxevents, int timeout) {
    Pointers.checkWritableArray(events, maxevents, epoll_event.SIZE);
    var thread = PerThread.get();
    return thread.result(LibcPoll.epoll_wait(thread.capture, epfd, events, maxevents, timeout));
  }

  /**
   * {@code int epoll_pwait(int epfd, struct epoll_event *events, int maxevents, int timeout, const
   * sigset_t *mask)}. Blocks until one is ready.
   *
   * @param epfd an epoll descriptor
   * @param events as {@link #epoll_wait epoll_wait} has them
   * @param maxevents how many at most, more than 0
   * @param timeout milliseconds; -1 waits without end
   * @param mask the signals to block meanwhile, or {@link #NULL}
   * @return as {@link #epoll_wait epoll_wait}
   * @see <a href="https://man7.org/linux/man-pages/man2/epoll_pwait.2.html">epoll_pwait(2)</a>
   */
  public static int epoll_pwait(
      int epfd, MemorySegment events, int maxevents, int timeout, MemorySegment mask) {
    Pointers.checkWritableArray(events, maxevents, epoll_event.SIZE);
    Pointers.checkLength(mask, sigset_t.SIZE);
    var thread = PerThread.get();
    return thread.result(
        LibcPoll.epoll_pwait(thread.capture, epfd, events, maxevents, timeout, mask));
  }

  /**
   * {@code int epoll_pwait2(int epfd, struct epoll_event *events, int maxevents, const struct
   * timespec *timeout, const sigset_t *mask)}. Blocks until one is ready.
   *
   * @param epfd an epoll descriptor
   * @param events as {@link #epoll_wait epoll_wait} has them
   * @param maxevents how many at most, more than 0
   * @param timeout seconds and nanoseconds; {@link #NULL} waits without end
   * @param mask the signals to block meanwhile, or {@link #NULL}
   * @return as {@link #epoll_wait epoll_wait}; ENOSYS before Linux 5.11
   * @see <a href="https://man7.org/linux/man-pages/man2/epoll_pwait2.2.html">epoll_pwait2(2)</a>
   */
  public static int epoll_pwait2(
      int epfd, MemorySegment events, int maxevents, MemorySegment timeout, MemorySegment mask) {
    Pointers.checkWritableArray(events, maxevents, epoll_event.SIZE);
    Pointers.checkLength(timeout, timespec.SIZE);
    Pointers.checkLength(mask, sigset_t.SIZE);
    var thread = PerThread.get();
    return thread.result(
        LibcPoll.epoll_pwait2(thread.capture, epfd, events, maxevents, timeout, mask));
  }

  /**
   * {@code int eventfd(unsigned int count, int flags)}.
   *
   * @param count the counter's first value
   * @param flags {@code EFD_CLOEXEC}, {@code EFD_NONBLOCK}, {@code EFD_SEMAPHORE}
   * @return a descriptor, or -1 (EINVAL, EMFILE, ENFILE, ENODEV, ENOMEM)
   * @see <a href="https://man7.org/linux/man-pages/man2/eventfd.2.html">eventfd(2)</a>
   */
  public static int eventfd(int count, int flags) {
    var thread = PerThread.get();
    return thread.result(LibcPoll.eventfd(thread.capture, count, flags));
  }

  /**
   * {@code int eventfd_read(int fd, eventfd_t *value)}. Blocks until the counter is more than 0.
   *
   * @param fd an eventfd
   * @param value a long: takes the counter, which is 0 then; or 1 of it with {@code EFD_SEMAPHORE}
   * @return 0, or -1 (EAGAIN, EBADF, EFAULT, EINTR)
   * @see <a href="https://man7.org/linux/man-pages/man3/eventfd_read.3.html">eventfd_read(3)</a>
   */
  public static int eventfd_read(int fd, MemorySegment value) {
    Pointers.checkWritable(value, Long.BYTES);
    var thread = PerThread.get();
    return thread.result(LibcPoll.eventfd_read(thread.capture, fd, value));
  }

  /**
   * {@code int eventfd_write(int fd, eventfd_t value)}. Blocks while the counter would go beyond
   * its maximum, which is -2 as an unsigned long.
   *
   * @param fd an eventfd
   * @param value what to add to the counter
   * @return 0, or -1 (EAGAIN, EBADF, EINTR, EINVAL)
   * @see <a href="https://man7.org/linux/man-pages/man3/eventfd_write.3.html">eventfd_write(3)</a>
   */
  public static int eventfd_write(int fd, long value) {
    var thread = PerThread.get();
    return thread.result(LibcPoll.eventfd_write(thread.capture, fd, value));
  }

  /**
   * {@code int signalfd(int fd, const sigset_t *mask, int flags)}. It sees only signals that are
   * blocked in every thread, and those that the JVM handles are not.
   *
   * @param fd -1 for a new descriptor, or a signalfd whose mask to replace
   * @param mask 128 bytes: bit N - 1 stands for signal N
   * @param flags {@code SFD_CLOEXEC}, {@code SFD_NONBLOCK}
   * @return a descriptor, or -1 (EBADF, EINVAL, EMFILE, ENFILE, ENODEV, ENOMEM)
   * @see <a href="https://man7.org/linux/man-pages/man2/signalfd.2.html">signalfd(2)</a>
   */
  public static int signalfd(int fd, MemorySegment mask, int flags) {
    Pointers.checkLength(mask, sigset_t.SIZE);
    var thread = PerThread.get();
    return thread.result(LibcPoll.signalfd(thread.capture, fd, mask, flags));
  }

  /**
   * {@code int timerfd_create(clockid_t clock, int flags)}.
   *
   * @param clock {@code CLOCK_MONOTONIC}, {@code CLOCK_REALTIME} or {@code CLOCK_BOOTTIME}
   * @param flags {@code TFD_CLOEXEC}, {@code TFD_NONBLOCK}
   * @return a descriptor, or -1 (EINVAL, EMFILE, ENFILE, ENODEV, ENOMEM, EPERM)
   * @see <a href="https://man7.org/linux/man-pages/man2/timerfd_create.2.html">
   *     timerfd_create(2)</a>
   */
  public static int timerfd_create(int clock, int flags) {
    var thread = PerThread.get();
    return thread.result(LibcPoll.timerfd_create(thread.capture, clock, flags));
  }

  /**
   * {@code int timerfd_settime(int fd, int flags, const struct itimerspec *value, struct itimerspec
   * *old)}.
   *
   * @param fd a timerfd
   * @param flags {@code TFD_TIMER_ABSTIME}, {@code TFD_TIMER_CANCEL_ON_SET}
   * @param value when to expire, and every how long after that; a first time of 0 disarms
   * @param old takes what was set before, or {@link #NULL}
   * @return 0, or -1 (EBADF, ECANCELED, EFAULT, EINVAL)
   * @see <a href="https://man7.org/linux/man-pages/man2/timerfd_settime.2.html">
   *     timerfd_settime(2)</a>
   */
  public static int timerfd_settime(int fd, int flags, MemorySegment value, MemorySegment old) {
    Pointers.checkLength(value, itimerspec.SIZE);
    Pointers.checkWritable(old, itimerspec.SIZE);
    var thread = PerThread.get();
    return thread.result(LibcPoll.timerfd_settime(thread.capture, fd, flags, value, old));
  }
}
