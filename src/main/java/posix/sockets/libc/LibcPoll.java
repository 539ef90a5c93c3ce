package posix.sockets.libc;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * {@code <poll.h>}, {@code <sys/select.h>}, {@code <sys/epoll.h>}, {@code <sys/eventfd.h>}, {@code
 * <sys/signalfd.h>}, {@code <sys/timerfd.h>}: waiting for descriptors. What a call returns, and
 * what its first argument is, {@link Call} says.
 */
public final class LibcPoll {
  private LibcPoll() {}

  private static final class PollCall {
    static final MethodHandle HANDLE = Link.capturing("poll", "l_pll");
  }

  /** {@code int poll(struct pollfd *fds, nfds_t nfds, int timeout)}. */
  public static int poll(MemorySegment errno, MemorySegment fds, long nfds, int timeout) {
    try {
      return Call.result(
          (int) (long) PollCall.HANDLE.invokeExact(errno, fds, nfds, (long) timeout), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class PpollCall {
    static final MethodHandle HANDLE = Link.capturing("ppoll", "l_plpp");
  }

  /**
   * {@code int ppoll(struct pollfd *fds, nfds_t nfds, const struct timespec *timeout, const
   * sigset_t *mask)}.
   */
  public static int ppoll(
      MemorySegment errno,
      MemorySegment fds,
      long nfds,
      MemorySegment timeout,
      MemorySegment mask) {
    try {
      return Call.result(
          (int) (long) PpollCall.HANDLE.invokeExact(errno, fds, nfds, timeout, mask), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class SelectCall {
    static final MethodHandle HANDLE = Link.capturing("select", "l_lpppp");
  }

  /**
   * {@code int select(int nfds, fd_set *in, fd_set *out, fd_set *except, struct timeval *timeout)}.
   */
  public static int select(
      MemorySegment errno,
      int nfds,
      MemorySegment in,
      MemorySegment out,
      MemorySegment except,
      MemorySegment timeout) {
    try {
      return Call.result(
          (int) (long) SelectCall.HANDLE.invokeExact(errno, (long) nfds, in, out, except, timeout),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class PselectCall {
    static final MethodHandle HANDLE = Link.capturing("pselect", "l_lppppp");
  }

  /**
   * {@code int pselect(int nfds, fd_set *in, fd_set *out, fd_set *except, const struct timespec
   * *timeout, const sigset_t *mask)}.
   */
  public static int pselect(
      MemorySegment errno,
      int nfds,
      MemorySegment in,
      MemorySegment out,
      MemorySegment except,
      MemorySegment timeout,
      MemorySegment mask) {
    try {
      return Call.result(
          (int)
              (long)
                  PselectCall.HANDLE.invokeExact(
                      errno, (long) nfds, in, out, except, timeout, mask),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class EpollCreateCall {
    static final MethodHandle HANDLE = Link.common("epoll_create");
  }

  /** {@code int epoll_create(int size)}. */
  public static int epoll_create(MemorySegment errno, int size) {
    return Call.numbers(EpollCreateCall.HANDLE, errno, size, 0, 0);
  }

  private static final class EpollCreate1Call {
    static final MethodHandle HANDLE = Link.common("epoll_create1");
  }

  /** {@code int epoll_create1(int flags)}. */
  public static int epoll_create1(MemorySegment errno, int flags) {
    return Call.numbers(EpollCreate1Call.HANDLE, errno, flags, 0, 0);
  }

  private static final class EpollCtlCall {
    static final MethodHandle HANDLE = Link.common("epoll_ctl");
  }

  /** {@code int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)}. */
  public static int epoll_ctl(MemorySegment errno, int epfd, int op, int fd, MemorySegment event) {
    try {
      return Call.result(
          (int)
              (long)
                  EpollCtlCall.HANDLE.invokeExact(
                      errno,
                      (long) epfd,
                      Call.pointer(op),
                      (long) fd,
                      event.address(),
                      event,
                      MemorySegment.NULL),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class EpollWaitCall {
    static final MethodHandle HANDLE = Link.common("epoll_wait");
  }

  /** {@code int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout)}. */
  public static int epoll_wait(
      MemorySegment errno, int epfd, MemorySegment events, int maxevents, int timeout) {
    try {
      return Call.result(
          (int)
              (long)
                  EpollWaitCall.HANDLE.invokeExact(
                      errno,
                      (long) epfd,
                      events,
                      (long) maxevents,
                      (long) timeout,
                      MemorySegment.NULL,
                      MemorySegment.NULL),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class EpollPwaitCall {
    static final MethodHandle HANDLE = Link.common("epoll_pwait");
  }

  /**
   * {@code int epoll_pwait(int epfd, struct epoll_event *events, int maxevents, int timeout, const
   * sigset_t *mask)}.
   */
  public static int epoll_pwait(
      MemorySegment errno,
      int epfd,
      MemorySegment events,
      int maxevents,
      int timeout,
      MemorySegment mask) {
    try {
      return Call.result(
          (int)
              (long)
                  EpollPwaitCall.HANDLE.invokeExact(
                      errno,
                      (long) epfd,
                      events,
                      (long) maxevents,
                      (long) timeout,
                      mask,
                      MemorySegment.NULL),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class EpollPwait2Call {
    static final MethodHandle HANDLE = Link.common("epoll_pwait2");
  }

  /**
   * {@code int epoll_pwait2(int epfd, struct epoll_event *events, int maxevents, const struct
   * timespec *timeout, const sigset_t *mask)}.
   */
  public static int epoll_pwait2(
      MemorySegment errno,
      int epfd,
      MemorySegment events,
      int maxevents,
      MemorySegment timeout,
      MemorySegment mask) {
    try {
      return Call.result(
          (int)
              (long)
                  EpollPwait2Call.HANDLE.invokeExact(
                      errno,
                      (long) epfd,
                      events,
                      (long) maxevents,
                      timeout.address(),
                      mask,
                      timeout),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class EventfdCall {
    static final MethodHandle HANDLE = Link.common("eventfd");
  }

  /** {@code int eventfd(unsigned int count, int flags)}. */
  public static int eventfd(MemorySegment errno, int count, int flags) {
    return Call.numbers(EventfdCall.HANDLE, errno, count, flags, 0);
  }

  private static final class EventfdReadCall {
    static final MethodHandle HANDLE = Link.common("eventfd_read");
  }

  /** {@code int eventfd_read(int fd, eventfd_t *value)}. */
  public static int eventfd_read(MemorySegment errno, int fd, MemorySegment value) {
    try {
      return Call.result(
          (int)
              (long)
                  EventfdReadCall.HANDLE.invokeExact(
                      errno, (long) fd, value, 0L, 0L, MemorySegment.NULL, MemorySegment.NULL),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class EventfdWriteCall {
    static final MethodHandle HANDLE = Link.common("eventfd_write");
  }

  /** {@code int eventfd_write(int fd, eventfd_t value)}. */
  public static int eventfd_write(MemorySegment errno, int fd, long value) {
    return Call.numbers(EventfdWriteCall.HANDLE, errno, fd, value, 0);
  }

  private static final class SignalfdCall {
    static final MethodHandle HANDLE = Link.common("signalfd");
  }

  /** {@code int signalfd(int fd, const sigset_t *mask, int flags)}. */
  public static int signalfd(MemorySegment errno, int fd, MemorySegment mask, int flags) {
    try {
      return Call.result(
          (int)
              (long)
                  SignalfdCall.HANDLE.invokeExact(
                      errno,
                      (long) fd,
                      mask,
                      (long) flags,
                      0L,
                      MemorySegment.NULL,
                      MemorySegment.NULL),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class TimerfdCreateCall {
    static final MethodHandle HANDLE = Link.common("timerfd_create");
  }

  /** {@code int timerfd_create(clockid_t clock, int flags)}. */
  public static int timerfd_create(MemorySegment errno, int clock, int flags) {
    return Call.numbers(TimerfdCreateCall.HANDLE, errno, clock, flags, 0);
  }

  private static final class TimerfdSettimeCall {
    static final MethodHandle HANDLE = Link.common("timerfd_settime");
  }

  /**
   * {@code int timerfd_settime(int fd, int flags, const struct itimerspec *value, struct itimerspec
   * *old)}.
   */
  public static int timerfd_settime(
      MemorySegment errno, int fd, int flags, MemorySegment value, MemorySegment old) {
    try {
      return Call.result(
          (int)
              (long)
                  TimerfdSettimeCall.HANDLE.invokeExact(
                      errno,
                      (long) fd,
                      Call.pointer(flags),
                      value.address(),
                      old.address(),
                      value,
                      old),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }
}
