package posix.sockets.conformance;

import static posix.sockets.conformance.Row.row;
import static posix.sockets.conformance.Sock.*;
import static posix.sockets.raw.Posix.*;

import java.lang.foreign.MemorySegment;
import java.util.List;
import posix.sockets.Constants;
import posix.sockets.Epoll;
import posix.sockets.EpollEvents;
import posix.sockets.Poll;
import posix.sockets.PollEvents;
import posix.sockets.PosixSocket;
import posix.sockets.bindings.pollfd;
import posix.sockets.raw.Posix;
import posix.sockets.testing.Fds;

/** poll; epoll_create, epoll_ctl, epoll_wait. */
final class WaitRows {
  private static final EpollEvents IN = Constants.EPOLLIN;
  private static final String MADE_BY_OPEN = "an Epoll is made without arguments";
  private static final String HAS_ITS_OWN = "an Epoll has a descriptor of its own";

  static final List<Row> ROWS =
      List.of(
          poll("POL1", "not open: POLLNVAL", "1, 32", NOT_OPEN, POLLIN),
          rawPoll("POL3", "NULL", "EFAULT", 1),
          rawPoll("POL4", "2^32 - 1 structs", "EINVAL", 0xffff_ffffL),
          poll("POL5", "fresh TCP: POLLOUT and POLLHUP", "1, 20", TCP, POLLIN | POLLOUT),
          poll("POL6", "a listener, nobody waits", "0, 0", LISTENER, POLLIN),
          raw("epoll_create", "EPO1", "of size 0", "EINVAL", MADE_BY_OPEN, _ -> epoll_create(0)),
          raw("epoll_create1", "EPO2", "flags -1", "EINVAL", MADE_BY_OPEN, _ -> epoll_create1(-1)),
          raw("epoll_ctl", "EPO3", "epfd -1", "EBADF", HAS_ITS_OWN, f -> add(f, -1, f.udp())),
          ctl("EPO5", "fd -1", "EBADF", f -> add(f, epoll(f), -1), (e, _) -> e.add(-1, IN, null)),
          raw("epoll_ctl", "EPO6", "op -1", "EINVAL", "the op is the method", WaitRows::noOp),
          ctl("EPO7", "itself", "EINVAL", WaitRows::addItself, (e, _) -> e.add(e.fd(), IN, null)),
          raw("epoll_ctl", "EPO8", "event NULL", "EFAULT", "a bad pointer", WaitRows::noEvent),
          ctl("EPO9", "DEL of none", "ENOENT", WaitRows::del, (e, s) -> e.del(s.udp())),
          ctl("EPO10", "MOD of none", "ENOENT", WaitRows::mod, (e, s) -> e.mod(s.udp(), IN)),
          ctl("EPO11", "ADD twice", "EEXIST", WaitRows::addTwice, WaitRows::addTwice),
          raw("epoll_wait", "EPO12", "epfd -1", "EBADF", HAS_ITS_OWN, f -> await(f, -1, 1)),
          raw("epoll_wait", "EPO13", "no epoll", "EINVAL", HAS_ITS_OWN, f -> await(f, f.udp(), 1)),
          await("EPO14", "for 0 events", "EINVAL", 0).illegal(),
          await("EPO15", "for -1 events", "EINVAL", -1).illegal());

  private WaitRows() {}

  private interface Change {
    void of(Epoll<Object> epoll, Sockets s) throws Exception;
  }

  private static Row raw(
      String call, String id, String what, String answer, String why, Row.Raw raw) {
    return row(call, id, what, answer, raw, null).rawOnly(why);
  }

  private static Row poll(String id, String what, String answer, Sock sock, int events) {
    return row(
        "poll",
        id,
        what,
        answer,
        f -> {
          MemorySegment entry = f.pollfd(sock.in(f), events);
          return Answer.of(Posix.poll(entry, 1, 0)) + ", " + pollfd.revents(entry);
        },
        s -> {
          Poll<Object> poll = s.poll();
          poll.add(sock.in(s), PollEvents.of(events));
          return poll.poll(0) + ", " + poll.revents(0).value();
        });
  }

  private static Row rawPoll(String id, String what, String answer, long n) {
    return raw("poll", id, what, answer, "a bad pointer", _ -> Posix.poll(NULL, n, 0));
  }

  private static Row ctl(String id, String what, String answer, Row.Raw raw, Change change) {
    return row(
        "epoll_ctl",
        id,
        what,
        answer,
        raw,
        s -> {
          change.of(s.epoll(), s);
          return 0;
        });
  }

  private static int epoll(Fds f) {
    return f.own(epoll_create1(EPOLL_CLOEXEC));
  }

  private static MemorySegment event(Fds f) {
    return f.bytes(16);
  }

  private static int add(Fds f, int epfd, int fd) {
    return epoll_ctl(epfd, EPOLL_CTL_ADD, fd, event(f));
  }

  /** Something about a socket that is not registered. */
  private static int ctl(Fds f, int op) {
    return epoll_ctl(epoll(f), op, f.udp(), event(f));
  }

  private static int del(Fds f) {
    return ctl(f, EPOLL_CTL_DEL);
  }

  private static int mod(Fds f) {
    return ctl(f, EPOLL_CTL_MOD);
  }

  private static int noOp(Fds f) {
    return ctl(f, -1);
  }

  private static int noEvent(Fds f) {
    return epoll_ctl(epoll(f), EPOLL_CTL_ADD, f.udp(), NULL);
  }

  private static int addItself(Fds f) {
    int epfd = epoll(f);
    return add(f, epfd, epfd);
  }

  private static int addTwice(Fds f) {
    int epfd = epoll(f);
    int fd = f.udp();
    Fds.done(add(f, epfd, fd));
    return add(f, epfd, fd);
  }

  private static void addTwice(Epoll<Object> epoll, Sockets s) throws Exception {
    PosixSocket socket = s.udp();
    epoll.add(socket, IN);
    epoll.add(socket, IN);
  }

  private static int await(Fds f, int epfd, int n) {
    return epoll_wait(epfd, event(f), n, 0);
  }

  private static Row await(String id, String what, String answer, int n) {
    return row(
        "epoll_wait",
        id,
        what,
        answer,
        f -> await(f, epoll(f), n),
        s -> {
          Epoll<Object> epoll = s.epoll();
          return epoll.epoll_wait(epoll.events(n), 0);
        });
  }
}
