package posix.sockets.conformance;

import static posix.sockets.conformance.Answer.of;
import static posix.sockets.conformance.Motion.*;
import static posix.sockets.conformance.Row.row;
import static posix.sockets.raw.Posix.*;
import static posix.sockets.testing.Fds.done;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import posix.sockets.Constants;
import posix.sockets.Epoll;
import posix.sockets.Poll;
import posix.sockets.bindings.pollfd;
import posix.sockets.testing.Fds;
import posix.sockets.testing.Pair;
import posix.sockets.testing.Signals;
import posix.sockets.testing.SystemCalls;
import posix.sockets.testing.Tasks;

/** Signals, circles, and memory that ends in the middle. */
final class WakeRows {
  private static final Set<String> POLL = SystemCalls.numbers("poll");

  static final List<Row> ROWS =
      List.of(
          row(
                  "poll",
                  "WAK1",
                  "that waits, and meanwhile a signal",
                  "EINTR",
                  f -> {
                    MemorySegment entry = anyThreads(pollfd.sizeof());
                    pollfd.fd(entry, f.listener());
                    return signalled(Tasks.blocked(POLL, () -> of(poll(entry, 1, -1))), () -> {});
                  },
                  null)
              .typed(
                  1,
                  s -> {
                    Pair pair = s.tcpPair();
                    try (Poll<Void> poll = Poll.open()) {
                      poll.add(pair.client(), Constants.POLLIN);
                      return signalled(
                          Tasks.blocked(POLL, () -> of(poll::poll)),
                          () -> pair.server().send(s.bytes(1)));
                    }
                  }),
          row(
                  "epoll_wait",
                  "WAK2",
                  "that waits, and meanwhile a signal",
                  "EINTR",
                  f -> {
                    int epfd = f.own(epoll_create1(EPOLL_CLOEXEC));
                    MemorySegment events = anyThreads(16);
                    return signalled(
                        Tasks.blocked(epfd, () -> of(epoll_wait(epfd, events, 1, -1))), () -> {});
                  },
                  null)
              .typed(
                  1,
                  s -> {
                    Pair pair = s.tcpPair();
                    try (Epoll<Void> epoll = Epoll.open()) {
                      epoll.add(pair.client(), Constants.EPOLLIN);
                      return signalled(
                          Tasks.blocked(
                              epoll.fd(), () -> of(() -> epoll.epoll_wait(epoll.events(1)))),
                          () -> pair.server().send(s.bytes(1)));
                    }
                  }),
          row(
              "epoll_ctl",
              "WAK3",
              "EPOLL_CTL_ADD of one to another, to a third, and of that one to the first",
              "0, then 0, then ELOOP",
              f -> {
                int one = f.own(epoll_create1(EPOLL_CLOEXEC));
                int two = f.own(epoll_create1(EPOLL_CLOEXEC));
                int three = f.own(epoll_create1(EPOLL_CLOEXEC));
                return then(of(add(f, one, two)), of(add(f, two, three)), of(add(f, three, one)));
              },
              s -> {
                try (Epoll<Void> one = Epoll.open();
                    Epoll<Void> two = Epoll.open();
                    Epoll<Void> three = Epoll.open()) {
                  return then(of(add(one, two)), of(add(two, three)), of(add(three, one)));
                }
              }),
          row(
                  "sendmsg",
                  "WAK4",
                  "on TCP, of two pages, the second of which is not there",
                  "EFAULT or a page",
                  f -> {
                    int fd = f.tcpPair()[0];
                    return halfMapped(pages -> sendmsg(fd, f.message(pages), MSG_NOSIGNAL));
                  },
                  null)
              .rawOnly("a buffer is memory"),
          row(
                  "send",
                  "WAK5",
                  "on TCP, of two pages, the second of which is not there",
                  "EFAULT or a page",
                  f -> {
                    int fd = f.tcpPair()[0];
                    return halfMapped(pages -> send(fd, pages, pages.byteSize(), MSG_NOSIGNAL));
                  },
                  null)
              .rawOnly("a buffer is memory"));

  private WakeRows() {}

  private static String signalled(Tasks.Blocked<String> task, Step step) throws Exception {
    Signals.interrupt(task);
    return ended(task, step);
  }

  private static int add(Fds f, int epfd, int fd) {
    MemorySegment event = f.bytes(16);
    event.set(ValueLayout.JAVA_INT, 0, EPOLLIN);
    return epoll_ctl(epfd, EPOLL_CTL_ADD, fd, event);
  }

  private static Answer.Call add(Epoll<Void> epoll, Epoll<Void> other) {
    return () -> {
      epoll.add(other.fd(), Constants.EPOLLIN, null);
      return null;
    };
  }

  /**
   * What a send answers of two pages, of which only the first may be read: the kernel may send that
   * one, or refuse.
   */
  private static String halfMapped(ToLongFunction<MemorySegment> send) {
    long page = sysconf(_SC_PAGESIZE);
    int flags = MAP_PRIVATE | MAP_ANONYMOUS;
    MemorySegment both = mmap(NULL, 2 * page, PROT_NONE, flags, -1, 0);
    done(both.equals(MAP_FAILED) ? -1 : 0);
    try {
      int readable = PROT_READ | PROT_WRITE;
      done(mmap(both, page, readable, flags | MAP_FIXED, -1, 0).address(), both.address());
      long sent = send.applyAsLong(both);
      String answer = of(sent);
      return answer.equals("EFAULT") || sent == page ? "EFAULT or a page" : answer;
    } finally {
      munmap(both, 2 * page);
    }
  }
}
