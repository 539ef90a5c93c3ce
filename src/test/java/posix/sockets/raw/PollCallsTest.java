package posix.sockets.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.raw.Kit.NOWHERE;
import static posix.sockets.raw.Kit.fails;
import static posix.sockets.raw.Kit.gives;
import static posix.sockets.raw.Posix.*;

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

/** The calls that wait for descriptors, and the descriptors that are made to be waited for. */
class PollCallsTest {
  private static final int EVENT = Layouts.epoll_event.SIZE;

  @TestFactory
  Stream<DynamicTest> pollFailures() {
    return Stream.of(
        fails("POL3: poll, fds is NULL", EFAULT, kit -> poll(NULL, 1, 0)),
        fails("POL4: poll, nfds 2^32 - 1", EINVAL, kit -> poll(NULL, 0xffff_ffffL, 0)),
        fails("ppoll, fds is NULL", EFAULT, kit -> ppoll(NULL, 1, now(kit), NULL)),
        fails("ppoll, the mask is nowhere", EFAULT, kit -> ppoll(NULL, 0, now(kit), NOWHERE)),
        fails("ppoll, bad time", EINVAL, kit -> ppoll(NULL, 0, time(kit, 0, -1), NULL)),
        fails("select, nfds -1", EINVAL, kit -> select(-1, NULL, NULL, NULL, zero(kit))),
        fails("select, a set nowhere", EFAULT, kit -> select(1, NOWHERE, NULL, NULL, zero(kit))),
        fails("select, not open", EBADF, PollCallsTest::selectNotOpen),
        fails("select, bad time", EINVAL, kit -> select(0, NULL, NULL, NULL, micros(kit, -1))),
        fails("pselect, nfds -1", EINVAL, kit -> pselect(-1, NULL, NULL, NULL, now(kit), NULL)),
        fails(
            "pselect, a set nowhere",
            EFAULT,
            kit -> pselect(1, NULL, NULL, NOWHERE, now(kit), NULL)),
        fails(
            "pselect, the mask is nowhere",
            EFAULT,
            kit -> pselect(0, NULL, NULL, NULL, now(kit), NOWHERE)));
  }

  private static long selectNotOpen(Kit kit) {
    int fd = 1023;
    errno(0);
    assertThat(fcntl(fd, F_GETFD)).isEqualTo(-1); // nobody has that many
    MemorySegment set = kit.bytes(128);
    int last = kit.own(fcntl(kit.devNull(), F_DUPFD_CLOEXEC, 1000)); // the table is that large
    FD_SET(fd, set);
    assertThat(last).isLessThan(fd);
    return select(fd + 1, set, NULL, NULL, zero(kit));
  }

  @TestFactory
  Stream<DynamicTest> epollFailures() {
    return Stream.of(
        fails("EPO1: epoll_create(0)", EINVAL, kit -> epoll_create(0)),
        fails("EPO2: epoll_create1(-1)", EINVAL, kit -> epoll_create1(-1)),
        fails("EPO3: epfd -1", EBADF, kit -> add(-1, kit.udp(), kit)),
        fails("EPO5: fd -1", EBADF, kit -> add(epoll(kit), -1, kit)),
        fails("EPO6: op -1", EINVAL, kit -> epoll_ctl(epoll(kit), -1, kit.udp(), event(kit))),
        fails("EPO7: itself", EINVAL, PollCallsTest::addItself),
        fails(
            "EPO8: event is NULL",
            EFAULT,
            kit -> epoll_ctl(epoll(kit), EPOLL_CTL_ADD, kit.udp(), NULL)),
        fails(
            "EPO9: DEL of none",
            ENOENT,
            kit -> epoll_ctl(epoll(kit), EPOLL_CTL_DEL, kit.udp(), NULL)),
        fails(
            "EPO10: MOD of none",
            ENOENT,
            kit -> epoll_ctl(epoll(kit), EPOLL_CTL_MOD, kit.udp(), event(kit))),
        fails("EPO11: ADD twice", EEXIST, PollCallsTest::addTwice),
        fails("EPO12: wait, epfd -1", EBADF, kit -> epoll_wait(-1, event(kit), 1, 0)),
        fails("EPO13: wait, no epoll", EINVAL, kit -> epoll_wait(kit.udp(), event(kit), 1, 0)),
        fails("EPO14: wait for 0", EINVAL, kit -> epoll_wait(epoll(kit), event(kit), 0, 0)),
        fails("EPO15: wait for -1", EINVAL, kit -> epoll_wait(epoll(kit), event(kit), -1, 0)),
        fails("a file cannot be waited for", EPERM, kit -> add(epoll(kit), kit.devNull(), kit)),
        fails("wait, events nowhere", EFAULT, kit -> epoll_wait(ready(kit), NOWHERE, 1, 0)),
        fails("epoll_pwait", EBADF, kit -> epoll_pwait(-1, event(kit), 1, 0, NULL)),
        fails(
            "epoll_pwait, the mask is nowhere",
            EFAULT,
            kit -> epoll_pwait(ready(kit), event(kit), 1, 0, NOWHERE)),
        fails("epoll_pwait2", EBADF, kit -> epoll_pwait2(-1, event(kit), 1, now(kit), NULL)),
        fails(
            "epoll_pwait2, bad time",
            EINVAL,
            kit -> epoll_pwait2(ready(kit), event(kit), 1, time(kit, 0, -1), NULL)));
  }

  private static long addItself(Kit kit) {
    int epfd = epoll(kit);
    return add(epfd, epfd, kit);
  }

  private static long addTwice(Kit kit) {
    int epfd = epoll(kit);
    int fd = kit.udp();
    assertThat(add(epfd, fd, kit)).isZero();
    return add(epfd, fd, kit);
  }

  @TestFactory
  Stream<DynamicTest> otherFailures() {
    return Stream.of(
        fails("eventfd, unknown flag", EINVAL, kit -> eventfd(0, 2)),
        fails("eventfd_read", EBADF, kit -> eventfd_read(kit.notOpen(), kit.bytes(8))),
        fails("eventfd_read, 0", EAGAIN, kit -> eventfd_read(counter(kit, 0, 0), kit.bytes(8))),
        fails("eventfd_read to nowhere", EFAULT, kit -> eventfd_read(counter(kit, 1, 0), NOWHERE)),
        fails("eventfd_write", EBADF, kit -> eventfd_write(kit.notOpen(), 1)),
        fails("eventfd_write of -1", EINVAL, kit -> eventfd_write(counter(kit, 0, 0), -1)),
        fails("eventfd_write, full", EAGAIN, kit -> eventfd_write(counter(kit, 2, 0), -3)),
        fails("signalfd, not open", EBADF, kit -> signalfd(kit.notOpen(), kit.bytes(128), 0)),
        fails("signalfd, no such", EINVAL, kit -> signalfd(kit.udp(), kit.bytes(128), 0)),
        fails("signalfd, unknown flag", EINVAL, kit -> signalfd(-1, kit.bytes(128), 1)),
        fails("signalfd, the mask is nowhere", EFAULT, kit -> signalfd(-1, NOWHERE, 0)),
        fails("timerfd_create, no clock", EINVAL, kit -> timerfd_create(99, 0)),
        fails("timerfd_create, flags", EINVAL, kit -> timerfd_create(CLOCK_MONOTONIC, 1)),
        fails(
            "timerfd_settime",
            EBADF,
            kit -> timerfd_settime(kit.notOpen(), 0, kit.bytes(32), NULL)),
        fails(
            "timerfd_settime, no timer",
            EINVAL,
            kit -> timerfd_settime(kit.udp(), 0, kit.bytes(32), NULL)),
        fails(
            "timerfd_settime from nowhere",
            EFAULT,
            kit -> timerfd_settime(timer(kit), 0, NOWHERE, NULL)),
        fails(
            "timerfd_settime to nowhere",
            EFAULT,
            kit -> timerfd_settime(timer(kit), 0, kit.bytes(32), NOWHERE)));
  }

  @TestFactory
  Stream<DynamicTest> nothingHappens() {
    return Stream.of(
        gives("poll", 0, kit -> poll(pollfd(kit, kit.boundUdp(), POLLIN), 1, 0)),
        gives("ppoll", 0, kit -> ppoll(pollfd(kit, kit.boundUdp(), POLLIN), 1, now(kit), NULL)),
        gives(
            "ppoll with a mask",
            0,
            kit -> ppoll(pollfd(kit, kit.boundUdp(), POLLIN), 1, now(kit), kit.bytes(128))),
        gives("select", 0, kit -> select(0, NULL, NULL, NULL, zero(kit))),
        gives("pselect", 0, kit -> pselect(0, NULL, NULL, NULL, now(kit), kit.bytes(128))),
        gives("epoll_wait", 0, kit -> epoll_wait(epoll(kit), event(kit), 1, 0)),
        gives("epoll_pwait", 0, kit -> epoll_pwait(epoll(kit), event(kit), 1, 0, kit.bytes(128))),
        gives(
            "epoll_pwait2",
            0,
            kit -> epoll_pwait2(epoll(kit), event(kit), 1, now(kit), kit.bytes(128))));
  }

  @Test
  void pollSaysWhatIsReady() {
    try (var kit = new Kit()) {
      int[] pair = kit.pair(SOCK_STREAM);
      MemorySegment fds = kit.arena.allocate(pollfd.layout(), 3);
      int[] descriptors = {pair[0], pair[1], kit.notOpen()};
      for (int i = 0; i < 3; i++) {
        pollfd.fd(pollfd.asSlice(fds, i), descriptors[i]);
        pollfd.events(pollfd.asSlice(fds, i), (short) (POLLIN | POLLOUT));
      }
      assertThat(write(pair[0], kit.data("x"), 1)).isEqualTo(1);
      assertThat(poll(fds, 3, 1000)).isEqualTo(3);
      int[] expected = {POLLOUT, POLLIN | POLLOUT, POLLNVAL};
      for (int i = 0; i < 3; i++) {
        assertThat((int) pollfd.revents(pollfd.asSlice(fds, i))).isEqualTo(expected[i]);
      }
      fds.asSlice(8, 8).fill((byte) 0);
      pollfd.fd(pollfd.asSlice(fds, 1), pair[1]);
      pollfd.events(pollfd.asSlice(fds, 1), (short) POLLIN);
      assertThat(ppoll(fds.asSlice(8), 1, time(kit, 5, 0), kit.bytes(128))).isEqualTo(1);
    }
  }

  @Test
  void selectSaysWhatIsReady() {
    try (var kit = new Kit()) {
      int[] pair = kit.pair(SOCK_STREAM);
      int nfds = Math.max(pair[0], pair[1]) + 1;
      MemorySegment in = kit.bytes(128);
      MemorySegment out = kit.bytes(128);
      FD_SET(pair[0], in);
      FD_SET(pair[1], in);
      FD_SET(pair[0], out);
      assertThat(write(pair[0], kit.data("x"), 1)).isEqualTo(1);
      MemorySegment timeout = micros(kit, 900_000);
      timeval.tv_sec(timeout, 600);
      assertThat(select(nfds, in, out, NULL, timeout)).isEqualTo(2);
      long left = timeval.tv_sec(timeout) * 1_000_000 + timeval.tv_usec(timeout);
      assertThat(left).isBetween(1L, 600_900_000L);
      assertThat(FD_ISSET(pair[0], in)).isFalse();
      assertThat(FD_ISSET(pair[1], in)).isTrue();
      assertThat(FD_ISSET(pair[0], out)).isTrue();
      FD_CLR(pair[1], in);
      assertThat(pselect(nfds, in, out, kit.bytes(128), now(kit), NULL)).isEqualTo(1);
      FD_ZERO(out);
      assertThat(pselect(nfds, in, out, NULL, now(kit), kit.bytes(128))).isZero();
    }
  }

  @Test
  void epollSaysWhatIsReady() {
    try (var kit = new Kit()) {
      int epfd = kit.own(epoll_create(1));
      int[] pair = kit.pair(SOCK_STREAM);
      MemorySegment event = event(kit);
      for (int i = 0; i < 2; i++) {
        posix_epoll_event.events(event, EPOLLIN);
        posix_epoll_event.data(event, 0x1122334455667788L + i);
        assertThat(epoll_ctl(epfd, EPOLL_CTL_ADD, pair[i], event)).isZero();
      }
      assertThat(write(pair[0], kit.data("x"), 1)).isEqualTo(1);
      MemorySegment events = kit.bytes(4L * EVENT);
      assertThat(epoll_wait(epfd, events, 4, 1000)).isEqualTo(1);
      assertThat(posix_epoll_event.events(events)).isEqualTo(EPOLLIN);
      assertThat(posix_epoll_event.data(events)).isEqualTo(0x1122334455667789L);
      assertThat(write(pair[1], kit.data("x"), 1)).isEqualTo(1);
      assertThat(epoll_pwait(epfd, events, 4, 1000, NULL)).isEqualTo(2);
      assertThat(epoll_pwait2(epfd, events, 1, time(kit, 1, 0), NULL)).isEqualTo(1);
      posix_epoll_event.events(event, 0);
      assertThat(epoll_ctl(epfd, EPOLL_CTL_MOD, pair[0], event)).isZero();
      assertThat(epoll_ctl(epfd, EPOLL_CTL_DEL, pair[1], NULL)).isZero();
      assertThat(epoll_wait(epfd, events, 4, 0)).isZero();
    }
  }

  @Test
  void eventfdCounts() {
    try (var kit = new Kit()) {
      int fd = counter(kit, 3, 0);
      MemorySegment value = kit.bytes(8);
      assertThat(eventfd_write(fd, 4)).isZero();
      assertThat(eventfd_read(fd, value)).isZero();
      assertThat(value.get(JAVA_LONG, 0)).isEqualTo(7);
      assertThat(eventfd_write(fd, -2)).isZero(); // the largest that it takes
      assertThat(eventfd_read(fd, value)).isZero();
      assertThat(value.get(JAVA_LONG, 0)).isEqualTo(-2);
      int semaphore = counter(kit, 2, EFD_SEMAPHORE);
      for (int i = 0; i < 2; i++) {
        assertThat(eventfd_read(semaphore, value)).isZero();
        assertThat(value.get(JAVA_LONG, 0)).isEqualTo(1);
      }
      assertThat(eventfd_read(semaphore, value)).isEqualTo(-1);
    }
  }

  @Test
  void timersExpire() {
    try (var kit = new Kit()) {
      int fd = timer(kit);
      MemorySegment value = kit.arena.allocate(itimerspec.layout());
      MemorySegment old = kit.arena.allocate(itimerspec.layout());
      timespec.tv_nsec(itimerspec.it_value(value), 1_000_000);
      timespec.tv_sec(itimerspec.it_interval(value), 3600);
      assertThat(timerfd_settime(fd, 0, value, NULL)).isZero();
      assertThat(poll(pollfd(kit, fd, POLLIN), 1, 30_000)).isEqualTo(1);
      MemorySegment expired = kit.bytes(8);
      assertThat(read(fd, expired, 8)).isEqualTo(8);
      assertThat(expired.get(JAVA_LONG, 0)).isEqualTo(1);
      assertThat(timerfd_settime(fd, 0, kit.bytes(32), old)).isZero();
      assertThat(timespec.tv_sec(itimerspec.it_interval(old))).isEqualTo(3600);
      errno(0);
      assertThat(read(fd, expired, 8)).isEqualTo(-1); // disarmed
      assertThat(errno()).isEqualTo(EAGAIN);
    }
  }

  /** No signal is raised: every thread of the JVM would have to block it first. */
  @Test
  void signalfdsAreMadeAndChanged() {
    try (var kit = new Kit()) {
      MemorySegment mask = kit.bytes(128);
      mask.set(JAVA_BYTE, (SIGUSR1 - 1) / 8, (byte) (1 << (SIGUSR1 - 1) % 8));
      int fd = kit.own(signalfd(-1, mask, SFD_CLOEXEC | SFD_NONBLOCK));
      assertThat(signalfd(fd, mask, 0)).isEqualTo(fd);
      errno(0);
      assertThat(read(fd, kit.bytes(128), 128)).isEqualTo(-1);
      assertThat(errno()).isEqualTo(EAGAIN);
    }
  }

  @Test
  void shortSegmentsAreRefusedBeforeTheCall() {
    try (var kit = new Kit()) {
      int epfd = epoll(kit);
      MemorySegment small = kit.bytes(7);
      MemorySegment set = kit.bytes(128);
      List<Runnable> calls =
          List.of(
              () -> poll(small, 1, 0),
              () -> poll(kit.bytes(8), -1, 0),
              () -> ppoll(small, 1, now(kit), NULL),
              () -> ppoll(NULL, 0, small, NULL),
              () -> ppoll(NULL, 0, now(kit), small),
              () -> select(1025, set, NULL, NULL, zero(kit)),
              () -> select(1, NULL, small, NULL, zero(kit)),
              () -> select(65, NULL, NULL, kit.bytes(8), zero(kit)),
              () -> select(0, NULL, NULL, NULL, small),
              () -> pselect(1025, NULL, NULL, set, now(kit), NULL),
              () -> pselect(0, NULL, NULL, NULL, small, NULL),
              () -> pselect(0, NULL, NULL, NULL, now(kit), small),
              () -> epoll_ctl(epfd, EPOLL_CTL_ADD, 0, kit.bytes(EVENT - 1)),
              () -> epoll_wait(epfd, kit.bytes(2 * EVENT - 1), 2, 0),
              () -> epoll_pwait(epfd, kit.bytes(2 * EVENT - 1), 2, 0, NULL),
              () -> epoll_pwait(epfd, event(kit), 1, 0, small),
              () -> epoll_pwait2(epfd, kit.bytes(2 * EVENT - 1), 2, now(kit), NULL),
              () -> epoll_pwait2(epfd, event(kit), 1, small, NULL),
              () -> epoll_pwait2(epfd, event(kit), 1, now(kit), small),
              () -> eventfd_read(epfd, small),
              () -> signalfd(-1, small, 0),
              () -> timerfd_settime(epfd, 0, small, NULL),
              () -> timerfd_settime(epfd, 0, kit.bytes(32), small));
      for (Runnable call : calls) {
        assertThatThrownBy(call::run).isInstanceOf(IndexOutOfBoundsException.class);
      }
      MemorySegment readOnly = kit.bytes(128).asReadOnly();
      calls =
          List.of(
              () -> poll(readOnly, 1, 0),
              () -> ppoll(readOnly, 1, now(kit), NULL),
              () -> select(1, readOnly, NULL, NULL, zero(kit)),
              () -> select(0, NULL, NULL, NULL, readOnly),
              () -> pselect(1, NULL, NULL, readOnly, now(kit), NULL),
              () -> epoll_wait(epfd, readOnly, 1, 0),
              () -> eventfd_read(epfd, readOnly),
              () -> timerfd_settime(epfd, 0, kit.bytes(32), readOnly));
      for (Runnable call : calls) {
        assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  private static MemorySegment pollfd(Kit kit, int fd, int events) {
    MemorySegment entry = kit.arena.allocate(pollfd.layout());
    pollfd.fd(entry, fd);
    pollfd.events(entry, (short) events);
    return entry;
  }

  private static MemorySegment time(Kit kit, long seconds, long nanos) {
    MemorySegment time = kit.arena.allocate(timespec.layout());
    timespec.tv_sec(time, seconds);
    timespec.tv_nsec(time, nanos);
    return time;
  }

  private static MemorySegment now(Kit kit) {
    return time(kit, 0, 0);
  }

  private static MemorySegment micros(Kit kit, long micros) {
    MemorySegment time = kit.arena.allocate(timeval.layout());
    timeval.tv_usec(time, micros);
    return time;
  }

  private static MemorySegment zero(Kit kit) {
    return micros(kit, 0);
  }

  private static int epoll(Kit kit) {
    return kit.own(epoll_create1(EPOLL_CLOEXEC));
  }

  private static MemorySegment event(Kit kit) {
    return kit.bytes(EVENT);
  }

  private static int add(int epfd, int fd, Kit kit) {
    return epoll_ctl(epfd, EPOLL_CTL_ADD, fd, event(kit));
  }

  /** An epoll descriptor that has something to say. */
  private static int ready(Kit kit) {
    int epfd = epoll(kit);
    MemorySegment event = event(kit);
    posix_epoll_event.events(event, EPOLLOUT);
    assertThat(epoll_ctl(epfd, EPOLL_CTL_ADD, kit.udp(), event)).isZero();
    return epfd;
  }

  private static int counter(Kit kit, int count, int flags) {
    return kit.own(eventfd(count, flags | EFD_NONBLOCK | EFD_CLOEXEC));
  }

  private static int timer(Kit kit) {
    return kit.own(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC));
  }
}
