package posix.sockets.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.AF_UNIX;
import static posix.sockets.Constants.SOCK_DGRAM;
import static posix.sockets.Constants.SOCK_STREAM;
import static posix.sockets.Constants.SO_PASSPIDFD;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import posix.sockets.BlockedThread;
import posix.sockets.Cmsg;
import posix.sockets.Epoll;
import posix.sockets.Inet4;
import posix.sockets.Local;
import posix.sockets.MessageBatch;
import posix.sockets.MsgFlags;
import posix.sockets.NetInterfaces;
import posix.sockets.OpenFds;
import posix.sockets.PassedFd;
import posix.sockets.Poll;
import posix.sockets.PosixSocket;
import posix.sockets.Received;
import posix.sockets.Services;
import posix.sockets.SocketPair;
import posix.sockets.testing.Cases;
import posix.sockets.testing.Cases.Case;

/** Calls that make descriptors, where there are none, or one too few, or as many as it takes. */
public final class NoDescriptors {
  private static final int PASSED = 5;
  private static final int ROOM = 256;

  private NoDescriptors() {}

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    String tcp = "socket: Too many open files (EMFILE, 24): AF_INET, SOCK_STREAM, 0";
    cases.addAll(makes("socket", 1, tcp, () -> PosixSocket.open(AF_INET, SOCK_STREAM)));
    String pair = "socketpair: Too many open files (EMFILE, 24): AF_UNIX, SOCK_DGRAM";
    cases.addAll(makes("socketpair", 2, pair, () -> PosixSocket.socketpair(AF_UNIX, SOCK_DGRAM)));
    String eventfd = "eventfd: Too many open files (EMFILE, 24)";
    cases.addAll(makes("Poll.open", 1, eventfd, Poll::open));
    String either = "(eventfd|epoll_create1): Too many open files \\(EMFILE, 24\\)";
    cases.addAll(makes("Epoll.open", 2, either, Epoll::open));
    cases.addAll(Cases.onBoth("dup", NoDescriptors::dup));
    cases.addAll(Cases.onBoth("accept", NoDescriptors::accept));
    cases.addAll(Cases.onBoth("accept that waits", NoDescriptors::acceptThatWaits));
    cases.addAll(Cases.onBoth("recvmsg", NoDescriptors::recvmsg));
    cases.addAll(Cases.onBoth("recvmmsg", NoDescriptors::recvmmsg));
    cases.addAll(Cases.onBoth("recvmsg of a pidfd", NoDescriptors::pidfd));
    cases.addAll(Cases.onBoth("what needs none", NoDescriptors::others));
    cases.addAll(Cases.onBoth("the databases", NoDescriptors::databases));
    return cases;
  }

  /** Runs the cases, or those that are named. */
  public static void main(String... names) throws Exception {
    Cases.run(cases(), names);
  }

  private static <T> T call(boolean virtual, Callable<T> call) throws Exception {
    return new BlockedThread<>(virtual, call).result();
  }

  private static Throwable thrown(boolean virtual, int free, Callable<?> call) throws Exception {
    return Limit.descriptors(free, () -> new BlockedThread<>(virtual, call).thrown());
  }

  /** A call that needs so many, where there are fewer, and then where there are just enough. */
  private static <T extends AutoCloseable> List<Case> makes(
      String name, int needs, String message, Callable<T> make) {
    return Cases.onBoth(
        name,
        virtual -> {
          int before = Limit.countDescriptors();
          for (int free = 0; free < needs; free++) {
            Throwable thrown = thrown(virtual, free, make);
            assertThat(thrown.getMessage()).matches(m -> m.equals(message) || m.matches(message));
            assertThat(Limit.countDescriptors()).as("open").isEqualTo(before);
          }
          Limit.descriptors(needs, () -> call(virtual, make)).close();
          assertThat(Limit.countDescriptors()).as("open").isEqualTo(before);
        });
  }

  private static void dup(boolean virtual) throws Exception {
    try (PosixSocket socket = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      assertThat(thrown(virtual, 0, socket::dup))
          .hasMessage("dup: Too many open files (EMFILE, 24)");
      Limit.descriptors(1, () -> call(virtual, socket::dup)).close();
    }
  }

  private static PosixSocket listener() throws IOException {
    return PosixSocket.open(AF_INET, SOCK_STREAM).bind(Inet4.loopback(0)).listen(8);
  }

  /** Connections that cannot be accepted stay in the queue, in their order, with all they sent. */
  private static void accept(boolean virtual) throws Exception {
    try (PosixSocket listener = listener()) {
      List<PosixSocket> clients = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        var client = PosixSocket.open(AF_INET, SOCK_STREAM).connect(listener.getsockname());
        client.send(Local.utf8("client " + i));
        clients.add(client);
      }
      for (int i = 0; i < 5; i++) {
        assertThat(thrown(virtual, 0, listener::accept))
            .hasMessage("accept: Too many open files (EMFILE, 24)");
      }
      for (int i = 0; i < 3; i++) {
        var accepted = Limit.descriptors(1, () -> call(virtual, listener::accept));
        assertThat(accepted.peer()).isEqualTo(clients.get(i).getsockname());
        assertThat(Local.recv(accepted.socket())).isEqualTo("client " + i);
        accepted.socket().close();
        clients.get(i).close();
      }
    }
  }

  /**
   * The kernel takes the descriptor before it waits. Where the library waits, the call finds that
   * there is none when the connection has come; it stays in the queue.
   */
  private static void acceptThatWaits(boolean virtual) throws Exception {
    try (PosixSocket listener = listener();
        var client = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      var accept = new BlockedThread<>(virtual, listener::accept).awaitBlocked("accept");
      Limit.descriptors(
          0,
          () -> {
            client.connect(listener.getsockname()).send(Local.utf8("here"));
            if (virtual) {
              assertThat(accept.thrown()).hasMessage("accept: Too many open files (EMFILE, 24)");
            } else {
              accept.result();
            }
            return null;
          });
      var accepted = virtual ? call(true, listener::accept) : accept.result();
      assertThat(Local.recv(accepted.socket())).isEqualTo("here");
      accepted.socket().close();
    }
  }

  private static Cmsg rights(int[] fds) {
    return new Cmsg.Rights(IntStream.of(fds).mapToObj(PassedFd::of).toList());
  }

  /** As many arrive as there is room for, all of them open; and the data, in any case. */
  private static void recvmsg(boolean virtual) throws Exception {
    int[] markers = OpenFds.openMarkers(PASSED);
    try (SocketPair pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM)) {
      for (int free = 0; free <= PASSED; free++) {
        pair.first().sendmsg(Local.utf8("data"), rights(markers));
        int room = ROOM;
        var buf = Local.room(9);
        try (Received received =
            Limit.descriptors(
                free, () -> call(virtual, () -> pair.second().recvmsg(MsgFlags.NONE, room, buf)))) {
          assertThat(Local.text(buf, received.length())).isEqualTo("data");
          assertArrived(received.control(), free, received.isControlTruncated());
          assertThat(OpenFds.markers()).isEqualTo(PASSED + free);
        }
        assertThat(OpenFds.markers()).isEqualTo(PASSED);
      }
    } finally {
      OpenFds.close(markers);
    }
  }

  private static void assertArrived(List<Cmsg> control, int arrived, boolean truncated)
      throws IOException {
    List<PassedFd> fds =
        control.stream().flatMap(cmsg -> ((Cmsg.Rights) cmsg).fds().stream()).toList();
    assertThat(fds).hasSize(arrived);
    for (PassedFd fd : fds) {
      assertThat(OpenFds.isMarker(fd.fd())).isTrue();
    }
    assertThat(truncated).isEqualTo(arrived < PASSED);
  }

  /** The first message takes what there is, and the second one loses its own. */
  private static void recvmmsg(boolean virtual) throws Exception {
    int[] markers = OpenFds.openMarkers(PASSED);
    try (SocketPair pair = PosixSocket.socketpair(AF_UNIX, SOCK_DGRAM)) {
      for (String data : List.of("one", "two")) {
        pair.first().sendmsg(Local.utf8(data), rights(markers));
      }
      var batch = new MessageBatch(2, 9, ROOM);
      int n =
          Limit.descriptors(
              PASSED + 2,
              () -> call(virtual, () -> pair.second().recvmmsg(batch, 2, MsgFlags.NONE)));
      assertThat(n).isEqualTo(2);
      assertThat(Local.text(batch.buffer(0), batch.length(0))).isEqualTo("one");
      assertThat(Local.text(batch.buffer(1), batch.length(1))).isEqualTo("two");
      assertArrived(batch.control(0), PASSED, false);
      assertArrived(batch.control(1), 2, true);
      for (int i = 0; i < 2; i++) {
        for (PassedFd fd : ((Cmsg.Rights) batch.control(i).getFirst()).fds()) {
          fd.close();
        }
      }
      assertThat(OpenFds.markers()).isEqualTo(PASSED);
    } finally {
      OpenFds.close(markers);
    }
  }

  /** One that cannot be made is not there; it is nobody's descriptor with a strange number. */
  private static void pidfd(boolean virtual) throws Exception {
    try (SocketPair pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM)) {
      pair.second().setsockopt(SO_PASSPIDFD, true);
      for (int free = 0; free < 2; free++) {
        pair.first().send(Local.utf8("data"));
        var buf = Local.room(9);
        try (Received received =
            Limit.descriptors(
                free, () -> call(virtual, () -> pair.second().recvmsg(MsgFlags.NONE, ROOM, buf)))) {
          assertThat(Local.text(buf, received.length())).isEqualTo("data");
          assertThat(received.first(Cmsg.PidFd.class).isPresent()).isEqualTo(free > 0);
        }
      }
    }
  }

  /** To send, receive, wait, ask and close takes no descriptor. */
  private static void others(boolean virtual) throws Exception {
    try (SocketPair pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM)) {
      var third = PosixSocket.open(AF_INET, SOCK_STREAM);
      call(virtual, () -> third.within(java.time.Duration.ofMinutes(9)).bind(Inet4.loopback(0)));
      var recv = new BlockedThread<>(virtual, () -> Local.recv(pair.second())).awaitBlocked("recv");
      String got =
          Limit.descriptors(
              0,
              () -> {
                call(virtual, () -> pair.first().send(Local.utf8("here")));
                return recv.result();
              });
      assertThat(got).isEqualTo("here");
      Limit.descriptors(
              0,
              () ->
                  call(
                      virtual,
                      () -> {
                        third.close();
                        return PosixSocket.open(AF_INET, SOCK_STREAM); // in its place
                      }))
          .close();
    }
  }

  /** libc opens sockets and files for these. */
  private static void databases(boolean virtual) throws Exception {
    assertThat(thrown(virtual, 0, NetInterfaces::if_nameindex))
        .hasMessage("if_nameindex: Too many open files (EMFILE, 24)");
    assertThat(thrown(virtual, 0, NetInterfaces::getifaddrs))
        .hasMessage("getifaddrs: Too many open files (EMFILE, 24)");
    assertThat(thrown(virtual, 0, () -> NetInterfaces.if_nametoindex("lo")))
        .hasMessageStartingWith("if_nametoindex: "); // glibc itself makes ENOENT of it
    assertThat(thrown(virtual, 0, () -> Services.getservbyname("http", "tcp")))
        .hasMessage("getservbyname_r: Too many open files (EMFILE, 24)");
    assertThat(call(virtual, NetInterfaces::if_nameindex)).isNotEmpty();
    assertThat(call(virtual, NetInterfaces::getifaddrs)).isNotEmpty();
    assertThat(call(virtual, () -> NetInterfaces.if_nametoindex("lo"))).isPositive();
    assertThat(call(virtual, () -> Services.getservbyname("http", "tcp"))).isPresent();
  }
}
