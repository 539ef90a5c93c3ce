package posix.sockets.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.raw.Posix.*;
import static posix.sockets.raw.Row.fails;
import static posix.sockets.raw.Row.gives;
import static posix.sockets.testing.Fds.NOWHERE;
import static posix.sockets.testing.Fds.notOpen;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import posix.sockets.bindings.itimerspec;
import posix.sockets.bindings.pollfd;
import posix.sockets.bindings.posix_epoll_event;
import posix.sockets.bindings.timespec;
import posix.sockets.bindings.timeval;
import posix.sockets.testing.Fds;

/** The calls that wait for descriptors, and the descriptors that are made to be waited for. */
class PollCallsTest {
  private static final int EVENT = Layouts.epoll_event.SIZE;

  @TestFactory
  Stream<DynamicTest> pollFailures() {
    return Stream.of(
        fails("ppoll, fds is NULL", EFAULT, fds -> ppoll(NULL, 1, now(fds), NULL)),
        fails("ppoll, the mask is nowhere", EFAULT, fds -> ppoll(NULL, 0, now(fds), NOWHERE)),
        fails("ppoll, bad time", EINVAL, fds -> ppoll(NULL, 0, time(fds, 0, -1), NULL)),
        fails("select, nfds -1", EINVAL, fds -> select(-1, NULL, NULL, NULL, zero(fds))),
        fails("select, a set nowhere", EFAULT, fds -> select(1, NOWHERE, NULL, NULL, zero(fds))),
        fails("select, not open", EBADF, PollCallsTest::selectNotOpen),
        fails("select, bad time", EINVAL, fds -> select(0, NULL, NULL, NULL, micros(fds, -1))),
        fails("pselect, nfds -1", EINVAL, fds -> pselect(-1, NULL, NULL, NULL, now(fds), NULL)),
        fails(
            "pselect, a set nowhere",
            EFAULT,
            fds -> pselect(1, NULL, NULL, NOWHERE, now(fds), NULL)),
        fails(
            "pselect, the mask is nowhere",
            EFAULT,
            fds -> pselect(0, NULL, NULL, NULL, now(fds), NOWHERE)));
  }

  private static long selectNotOpen(Fds fds) {
    int fd = 1023;
    errno(0);
    assertThat(fcntl(fd, F_GETFD)).isEqualTo(-1); // nobody has that many
    MemorySegment set = fds.bytes(128);
    int last = fds.own(fcntl(fds.devNull(), F_DUPFD_CLOEXEC, 1000)); // the table is that large
    FD_SET(fd, set);
    assertThat(last).isLessThan(fd);
    return select(fd + 1, set, NULL, NULL, zero(fds));
  }

  @TestFactory
  Stream<DynamicTest> epollFailures() {
    return Stream.of(
        fails("a file cannot be waited for", EPERM, fds -> add(epoll(fds), fds.devNull(), fds)),
        fails("wait, events nowhere", EFAULT, fds -> epoll_wait(ready(fds), NOWHERE, 1, 0)),
        fails("epoll_pwait", EBADF, fds -> epoll_pwait(-1, event(fds), 1, 0, NULL)),
        fails(
            "epoll_pwait, the mask is nowhere",
            EFAULT,
            fds -> epoll_pwait(ready(fds), event(fds), 1, 0, NOWHERE)),
        fails("epoll_pwait2", EBADF, fds -> epoll_pwait2(-1, event(fds), 1, now(fds), NULL)),
        fails(
            "epoll_pwait2, bad time",
            EINVAL,
            fds -> epoll_pwait2(ready(fds), event(fds), 1, time(fds, 0, -1), NULL)));
  }

  @TestFactory
  Stream<DynamicTest> otherFailures() {
    return Stream.of(
        fails("eventfd, unknown flag", EINVAL, fds -> eventfd(0, 2)),
        fails("eventfd_read", EBADF, fds -> eventfd_read(notOpen(), fds.bytes(8))),
        fails("eventfd_read, 0", EAGAIN, fds -> eventfd_read(counter(fds, 0, 0), fds.bytes(8))),
        fails("eventfd_read to nowhere", EFAULT, fds -> eventfd_read(counter(fds, 1, 0), NOWHERE)),
        fails("eventfd_write", EBADF, fds -> eventfd_write(notOpen(), 1)),
        fails("eventfd_write of -1", EINVAL, fds -> eventfd_write(counter(fds, 0, 0), -1)),
        fails("eventfd_write, full", EAGAIN, fds -> eventfd_write(counter(fds, 2, 0), -3)),
        fails("signalfd, not open", EBADF, fds -> signalfd(notOpen(), fds.bytes(128), 0)),
        fails("signalfd, no such", EINVAL, fds -> signalfd(fds.udp(), fds.bytes(128), 0)),
        fails("signalfd, unknown flag", EINVAL, fds -> signalfd(-1, fds.bytes(128), 1)),
        fails("signalfd, the mask is nowhere", EFAULT, fds -> signalfd(-1, NOWHERE, 0)),
        fails("timerfd_create, no clock", EINVAL, fds -> timerfd_create(99, 0)),
        fails("timerfd_create, flags", EINVAL, fds -> timerfd_create(CLOCK_MONOTONIC, 1)),
        fails("timerfd_settime", EBADF, fds -> timerfd_settime(notOpen(), 0, fds.bytes(32), NULL)),
        fails(
            "timerfd_settime, no timer",
            EINVAL,
            fds -> timerfd_settime(fds.udp(), 0, fds.bytes(32), NULL)),
        fails(
            "timerfd_settime from nowhere",
            EFAULT,
            fds -> timerfd_settime(timer(fds), 0, NOWHERE, NULL)),
        fails(
            "timerfd_settime to nowhere",
            EFAULT,
            fds -> timerfd_settime(timer(fds), 0, fds.bytes(32), NOWHERE)));
  }

  @TestFactory
  Stream<DynamicTest> nothingHappens() {
    return Stream.of(
        gives("poll", 0, fds -> poll(pollfd(fds, fds.boundUdp(), POLLIN), 1, 0)),
        gives("ppoll", 0, fds -> ppoll(pollfd(fds, fds.boundUdp(), POLLIN), 1, now(fds), NULL)),
        gives(
            "ppoll with a mask",
            0,
            fds -> ppoll(pollfd(fds, fds.boundUdp(), POLLIN), 1, now(fds), fds.bytes(128))),
        gives("select", 0, fds -> select(0, NULL, NULL, NULL, zero(fds))),
        gives("pselect", 0, fds -> pselect(0, NULL, NULL, NULL, now(fds), fds.bytes(128))),
        gives("epoll_wait", 0, fds -> epoll_wait(epoll(fds), event(fds), 1, 0)),
        gives("epoll_pwait", 0, fds -> epoll_pwait(epoll(fds), event(fds), 1, 0, fds.bytes(128))),
        gives(
            "epoll_pwait2",
            0,
            fds -> epoll_pwait2(epoll(fds), event(fds), 1, now(fds), fds.bytes(128))));
  }

  @Test
  void pollSaysWhatIsReady() {
    try (var fds = new Fds()) {
      int[] pair = fds.unixPair(SOCK_STREAM);
      MemorySegment entries = fds.arena.allocate(pollfd.layout(), 3);
      int[] descriptors = {pair[0], pair[1], notOpen()};
      for (int i = 0; i < 3; i++) {
        pollfd.fd(pollfd.asSlice(entries, i), descriptors[i]);
        pollfd.events(pollfd.asSlice(entries, i), (short) (POLLIN | POLLOUT));
      }
      assertThat(write(pair[0], fds.data("x"), 1)).isEqualTo(1);
      assertThat(poll(entries, 3, 1000)).isEqualTo(3);
      int[] expected = {POLLOUT, POLLIN | POLLOUT, POLLNVAL};
      for (int i = 0; i < 3; i++) {
        assertThat((int) pollfd.revents(pollfd.asSlice(entries, i))).isEqualTo(expected[i]);
      }
      entries.asSlice(8, 8).fill((byte) 0);
      pollfd.fd(pollfd.asSlice(entries, 1), pair[1]);
      pollfd.events(pollfd.asSlice(entries, 1), (short) POLLIN);
      assertThat(ppoll(entries.asSlice(8), 1, time(fds, 5, 0), fds.bytes(128))).isEqualTo(1);
    }
  }

  @Test
  void selectSaysWhatIsReady() {
    try (var fds = new Fds()) {
      int[] pair = fds.unixPair(SOCK_STREAM);
      int nfds = Math.max(pair[0], pair[1]) + 1;
      MemorySegment in = fds.bytes(128);
      MemorySegment out = fds.bytes(128);
      FD_SET(pair[0], in);
      FD_SET(pair[1], in);
      FD_SET(pair[0], out);
      assertThat(write(pair[0], fds.data("x"), 1)).isEqualTo(1);
      MemorySegment timeout = micros(fds, 900_000);
      timeval.tv_sec(timeout, 600);
      assertThat(select(nfds, in, out, NULL, timeout)).isEqualTo(2);
      long left = timeval.tv_sec(timeout) * 1_000_000 + timeval.tv_usec(timeout);
      assertThat(left).isBetween(1L, 600_900_000L);
      assertThat(FD_ISSET(pair[0], in)).isFalse();
      assertThat(FD_ISSET(pair[1], in)).isTrue();
      assertThat(FD_ISSET(pair[0], out)).isTrue();
      FD_CLR(pair[1], in);
      assertThat(pselect(nfds, in, out, fds.bytes(128), now(fds), NULL)).isEqualTo(1);
      FD_ZERO(out);
      assertThat(pselect(nfds, in, out, NULL, now(fds), fds.bytes(128))).isZero();
    }
  }

  @Test
  void epollSaysWhatIsReady() {
    try (var fds = new Fds()) {
      int epfd = fds.own(epoll_create(1));
      int[] pair = fds.unixPair(SOCK_STREAM);
      MemorySegment event = event(fds);
      for (int i = 0; i < 2; i++) {
        posix_epoll_event.events(event, EPOLLIN);
        posix_epoll_event.data(event, 0x1122334455667788L + i);
        assertThat(epoll_ctl(epfd, EPOLL_CTL_ADD, pair[i], event)).isZero();
      }
      assertThat(write(pair[0], fds.data("x"), 1)).isEqualTo(1);
      MemorySegment events = fds.bytes(4L * EVENT);
      assertThat(epoll_wait(epfd, events, 4, 1000)).isEqualTo(1);
      assertThat(posix_epoll_event.events(events)).isEqualTo(EPOLLIN);
      assertThat(posix_epoll_event.data(events)).isEqualTo(0x1122334455667789L);
      assertThat(write(pair[1], fds.data("x"), 1)).isEqualTo(1);
      assertThat(epoll_pwait(epfd, events, 4, 1000, NULL)).isEqualTo(2);
      assertThat(epoll_pwait2(epfd, events, 1, time(fds, 1, 0), NULL)).isEqualTo(1);
      posix_epoll_event.events(event, 0);
      assertThat(epoll_ctl(epfd, EPOLL_CTL_MOD, pair[0], event)).isZero();
      assertThat(epoll_ctl(epfd, EPOLL_CTL_DEL, pair[1], NULL)).isZero();
      assertThat(epoll_wait(epfd, events, 4, 0)).isZero();
    }
  }

  @Test
  void eventfdCounts() {
    try (var fds = new Fds()) {
      int fd = counter(fds, 3, 0);
      MemorySegment value = fds.bytes(8);
      assertThat(eventfd_write(fd, 4)).isZero();
      assertThat(eventfd_read(fd, value)).isZero();
      assertThat(value.get(JAVA_LONG, 0)).isEqualTo(7);
      assertThat(eventfd_write(fd, -2)).isZero(); // the largest that it takes
      assertThat(eventfd_read(fd, value)).isZero();
      assertThat(value.get(JAVA_LONG, 0)).isEqualTo(-2);
      int semaphore = counter(fds, 2, EFD_SEMAPHORE);
      for (int i = 0; i < 2; i++) {
        assertThat(eventfd_read(semaphore, value)).isZero();
        assertThat(value.get(JAVA_LONG, 0)).isEqualTo(1);
      }
      assertThat(eventfd_read(semaphore, value)).isEqualTo(-1);
    }
  }

  @Test
  void timersExpire() {
    try (var fds = new Fds()) {
      int fd = timer(fds);
      MemorySegment value = fds.arena.allocate(itimerspec.layout());
      MemorySegment old = fds.arena.allocate(itimerspec.layout());
      timespec.tv_nsec(itimerspec.it_value(value), 1_000_000);
      timespec.tv_sec(itimerspec.it_interval(value), 3600);
      assertThat(timerfd_settime(fd, 0, value, NULL)).isZero();
      assertThat(poll(pollfd(fds, fd, POLLIN), 1, 30_000)).isEqualTo(1);
      MemorySegment expired = fds.bytes(8);
      assertThat(read(fd, expired, 8)).isEqualTo(8);
      assertThat(expired.get(JAVA_LONG, 0)).isEqualTo(1);
      assertThat(timerfd_settime(fd, 0, fds.bytes(32), old)).isZero();
      assertThat(timespec.tv_sec(itimerspec.it_interval(old))).isEqualTo(3600);
      errno(0);
      assertThat(read(fd, expired, 8)).isEqualTo(-1); // disarmed
      assertThat(errno()).isEqualTo(EAGAIN);
    }
  }

  /** No signal is raised: every thread of the JVM would have to block it first. */
  @Test
  void signalfdsAreMadeAndChanged() {
    try (var fds = new Fds()) {
      MemorySegment mask = fds.bytes(128);
      mask.set(JAVA_BYTE, (SIGUSR1 - 1) / 8, (byte) (1 << (SIGUSR1 - 1) % 8));
      int fd = fds.own(signalfd(-1, mask, SFD_CLOEXEC | SFD_NONBLOCK));
      assertThat(signalfd(fd, mask, 0)).isEqualTo(fd);
      errno(0);
      assertThat(read(fd, fds.bytes(128), 128)).isEqualTo(-1);
      assertThat(errno()).isEqualTo(EAGAIN);
    }
  }

  @Test
  void shortSegmentsAreRefusedBeforeTheCall() {
    try (var fds = new Fds()) {
      int epfd = epoll(fds);
      MemorySegment small = fds.bytes(7);
      MemorySegment set = fds.bytes(128);
      List<Runnable> calls =
          List.of(
              () -> poll(small, 1, 0),
              () -> poll(fds.bytes(8), -1, 0),
              () -> ppoll(small, 1, now(fds), NULL),
              () -> ppoll(NULL, 0, small, NULL),
              () -> ppoll(NULL, 0, now(fds), small),
              () -> select(1025, set, NULL, NULL, zero(fds)),
              () -> select(1, NULL, small, NULL, zero(fds)),
              () -> select(65, NULL, NULL, fds.bytes(8), zero(fds)),
              () -> select(0, NULL, NULL, NULL, small),
              () -> pselect(1025, NULL, NULL, set, now(fds), NULL),
              () -> pselect(0, NULL, NULL, NULL, small, NULL),
              () -> pselect(0, NULL, NULL, NULL, now(fds), small),
              () -> epoll_ctl(epfd, EPOLL_CTL_ADD, 0, fds.bytes(EVENT - 1)),
              () -> epoll_wait(epfd, fds.bytes(2 * EVENT - 1), 2, 0),
              () -> epoll_pwait(epfd, fds.bytes(2 * EVENT - 1), 2, 0, NULL),
              () -> epoll_pwait(epfd, event(fds), 1, 0, small),
              () -> epoll_pwait2(epfd, fds.bytes(2 * EVENT - 1), 2, now(fds), NULL),
              () -> epoll_pwait2(epfd, event(fds), 1, small, NULL),
              () -> epoll_pwait2(epfd, event(fds), 1, now(fds), small),
              () -> eventfd_read(epfd, small),
              () -> signalfd(-1, small, 0),
              () -> timerfd_settime(epfd, 0, small, NULL),
              () -> timerfd_settime(epfd, 0, fds.bytes(32), small));
      for (Runnable call : calls) {
        assertThatThrownBy(call::run).isInstanceOf(IndexOutOfBoundsException.class);
      }
      MemorySegment readOnly = fds.bytes(128).asReadOnly();
      calls =
          List.of(
              () -> poll(readOnly, 1, 0),
              () -> ppoll(readOnly, 1, now(fds), NULL),
              () -> select(1, readOnly, NULL, NULL, zero(fds)),
              () -> select(0, NULL, NULL, NULL, readOnly),
              () -> pselect(1, NULL, NULL, readOnly, now(fds), NULL),
              () -> epoll_wait(epfd, readOnly, 1, 0),
              () -> eventfd_read(epfd, readOnly),
              () -> timerfd_settime(epfd, 0, fds.bytes(32), readOnly));
      for (Runnable call : calls) {
        assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  private static MemorySegment pollfd(Fds fds, int fd, int events) {
    MemorySegment entry = fds.arena.allocate(pollfd.layout());
    pollfd.fd(entry, fd);
    pollfd.events(entry, (short) events);
    return entry;
  }

  private static MemorySegment time(Fds fds, long seconds, long nanos) {
    MemorySegment time = fds.arena.allocate(timespec.layout());
    timespec.tv_sec(time, seconds);
    timespec.tv_nsec(time, nanos);
    return time;
  }

  private static MemorySegment now(Fds fds) {
    return time(fds, 0, 0);
  }

  private static MemorySegment micros(Fds fds, long micros) {
    MemorySegment time = fds.arena.allocate(timeval.layout());
    timeval.tv_usec(time, micros);
    return time;
  }

  private static MemorySegment zero(Fds fds) {
    return micros(fds, 0);
  }

  private static int epoll(Fds fds) {
    return fds.own(epoll_create1(EPOLL_CLOEXEC));
  }

  private static MemorySegment event(Fds fds) {
    return fds.bytes(EVENT);
  }

  private static int add(int epfd, int fd, Fds fds) {
    return epoll_ctl(epfd, EPOLL_CTL_ADD, fd, event(fds));
  }

  /** An epoll descriptor that has something to say. */
  private static int ready(Fds fds) {
    int epfd = epoll(fds);
    MemorySegment event = event(fds);
    posix_epoll_event.events(event, EPOLLOUT);
    assertThat(epoll_ctl(epfd, EPOLL_CTL_ADD, fds.udp(), event)).isZero();
    return epfd;
  }

  private static int counter(Fds fds, int count, int flags) {
    return fds.own(eventfd(count, flags | EFD_NONBLOCK | EFD_CLOEXEC));
  }

  private static int timer(Fds fds) {
    return fds.own(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC));
  }
}
