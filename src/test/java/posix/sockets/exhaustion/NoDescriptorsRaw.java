package posix.sockets.exhaustion;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.raw.Posix.*;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import posix.sockets.BlockedThread;
import posix.sockets.Inet4;
import posix.sockets.Local;
import posix.sockets.PosixSocket;
import posix.sockets.bindings.iovec;
import posix.sockets.bindings.msghdr;
import posix.sockets.testing.Cases;
import posix.sockets.testing.Cases.Case;

/**
 * As {@link NoDescriptors}, of the raw layer: -1 and EMFILE, and a descriptor when there is one.
 */
public final class NoDescriptorsRaw {
  private NoDescriptorsRaw() {}

  /** A call, with memory and a descriptor that is open: a listener with a connection. */
  private interface Call {
    int make(Arena arena, int listener);
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.addAll(fails("socket", 1, (_, _) -> socket(AF_INET, SOCK_STREAM, 0)));
    cases.addAll(
        fails("socketpair", 2, (arena, _) -> socketpair(AF_UNIX, SOCK_STREAM, 0, two(arena))));
    cases.addAll(fails("accept", 1, (_, fd) -> accept(fd, NULL, NULL)));
    cases.addAll(fails("accept4", 1, (_, fd) -> accept4(fd, NULL, NULL, SOCK_CLOEXEC)));
    cases.addAll(fails("dup", 1, (_, fd) -> dup(fd)));
    cases.addAll(fails("fcntl", 1, (_, fd) -> fcntl(fd, F_DUPFD, 0)));
    cases.addAll(fails("epoll_create1", 1, (_, _) -> epoll_create1(0)));
    cases.addAll(fails("eventfd", 1, (_, _) -> eventfd(0, 0)));
    cases.addAll(fails("pipe2", 2, (arena, _) -> pipe2(two(arena), 0)));
    cases.addAll(Cases.onBoth("raw recvmsg", NoDescriptorsRaw::recvmsgWithout));
    return cases;
  }

  /** Runs the cases, or those that are named. */
  public static void main(String... names) throws Exception {
    Cases.run(cases(), names);
  }

  private static MemorySegment two(Arena arena) {
    return arena.allocate(JAVA_INT, 2);
  }

  private static List<Case> fails(String name, int needs, Call call) {
    return Cases.onBoth(
        "raw " + name,
        virtual -> {
          try (var listener =
                  PosixSocket.open(
                          posix.sockets.Constants.AF_INET, posix.sockets.Constants.SOCK_STREAM)
                      .bind(Inet4.loopback(0))
                      .listen(1);
              var client =
                  PosixSocket.open(
                          posix.sockets.Constants.AF_INET, posix.sockets.Constants.SOCK_STREAM)
                      .connect(listener.getsockname())) {
            int before = Limit.countDescriptors();
            for (int free = 0; free < needs; free++) {
              assertThat(answer(virtual, free, call, listener.fd()))
                  .isEqualTo("-1, errno " + EMFILE);
              assertThat(Limit.countDescriptors()).isEqualTo(before);
            }
            assertThat(answer(virtual, needs, call, listener.fd())).doesNotContain("-1");
            assertThat(Limit.countDescriptors()).isEqualTo(before + needs);
            assertThat(client.isClosed()).isFalse();
          }
        });
  }

  private static String answer(boolean virtual, int free, Call call, int fd) throws Exception {
    return Limit.descriptors(
        free,
        () ->
            new BlockedThread<>(
                    virtual,
                    () -> {
                      try (var arena = Arena.ofConfined()) {
                        int result = call.make(arena, fd);
                        return result < 0 ? result + ", errno " + errno() : "" + result;
                      }
                    })
                .result());
  }

  /** Two descriptors, and room for one: that arrives, MSG_CTRUNC is set, and the other is gone. */
  private static void recvmsgWithout(boolean virtual) throws Exception {
    try (var pair =
            PosixSocket.socketpair(
                posix.sockets.Constants.AF_UNIX, posix.sockets.Constants.SOCK_STREAM);
        var arena = Arena.ofShared()) {
      var fd = posix.sockets.PassedFd.of(pair.first());
      pair.first().sendmsg(Local.utf8("x"), new posix.sockets.Cmsg.Rights(List.of(fd, fd)));
      MemorySegment iov = arena.allocate(iovec.layout());
      iovec.iov_base(iov, arena.allocate(1));
      iovec.iov_len(iov, 1);
      MemorySegment msg = arena.allocate(msghdr.layout());
      MemorySegment control = arena.allocate(CMSG_SPACE(8), 8);
      msghdr.msg_iov(msg, iov);
      msghdr.msg_iovlen(msg, 1);
      msghdr.msg_control(msg, control);
      msghdr.msg_controllen(msg, control.byteSize());
      int from = pair.second().fd();
      int before = Limit.countDescriptors();
      long n =
          Limit.descriptors(
              1, () -> new BlockedThread<>(virtual, () -> recvmsg(from, msg, 0)).result());
      assertThat(n).isOne();
      assertThat(msghdr.msg_flags(msg) & MSG_CTRUNC).isNotZero();
      assertThat(Limit.countDescriptors()).isEqualTo(before + 1);
      MemorySegment first = CMSG_FIRSTHDR(msg);
      int received = CMSG_DATA(first).get(JAVA_INT, 0);
      assertThat(posix.sockets.raw.Posix.close(received)).isZero();
    }
  }
}
