package posix.sockets.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.AF_NETLINK;
import static posix.sockets.Constants.AF_UNIX;
import static posix.sockets.Constants.SOCK_DGRAM;
import static posix.sockets.Constants.SOCK_NONBLOCK;
import static posix.sockets.Constants.SOCK_STREAM;
import static posix.sockets.Constants.SO_RCVBUF;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.BlockedThread;
import posix.sockets.Cmsg;
import posix.sockets.Errno;
import posix.sockets.Expect;
import posix.sockets.Inet4;
import posix.sockets.Local;
import posix.sockets.MsgFlags;
import posix.sockets.Netlink;
import posix.sockets.PosixSocket;
import posix.sockets.Protocol;
import posix.sockets.SockAddr;
import posix.sockets.SocketPair;
import posix.sockets.Unix;
import posix.sockets.raw.constants.SocketH;
import posix.sockets.testing.Await;

/** The kernel's memory for a socket is used up, or a listener's queue. */
class BuffersTest {
  private static final Protocol USERSOCK = new Protocol(2); // NETLINK_USERSOCK
  private static final int GROUP = 1 << 16;
  private static final int MESSAGES = 100;

  private static <T> T call(boolean virtual, Callable<T> call) throws Exception {
    return new BlockedThread<>(virtual, call).result();
  }

  private static Throwable thrown(boolean virtual, Callable<?> call) throws Exception {
    return new BlockedThread<>(virtual, call).thrown();
  }

  /**
   * ENOBUFS says that messages were lost; those that had room are there, and so is what follows.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void netlinkOverrun(boolean virtual) throws Exception {
    try (var receiver = PosixSocket.open(AF_NETLINK, SOCK_DGRAM, USERSOCK);
        var sender = PosixSocket.open(AF_NETLINK, SOCK_DGRAM, USERSOCK)) {
      receiver.setsockopt(SO_RCVBUF, 4096).bind(new Netlink(0, GROUP));
      var own = (Netlink) sender.bind(Netlink.kernel()).getsockname();
      var group = new Netlink(own.pid(), GROUP); // to the group, and to itself
      for (int i = 0; i < MESSAGES; i++) {
        sender.sendto(Local.utf8("message " + i), MsgFlags.NONE, group);
        assertThat(Local.recv(sender)).isEqualTo("message " + i);
      }
      assertThat(thrown(virtual, () -> Local.recv(receiver)))
          .hasMessage("recv: No buffer space available (ENOBUFS, 105)");
      int arrived = 0;
      while (!Local.isEmpty(receiver)) {
        assertThat(call(virtual, () -> Local.recv(receiver))).isEqualTo("message " + arrived++);
      }
      assertThat(arrived).isBetween(1, MESSAGES - 1);
      var recv = new BlockedThread<>(virtual, () -> Local.recv(receiver)).awaitBlocked("recv");
      sender.sendto(Local.utf8("after it"), MsgFlags.NONE, group);
      assertThat(recv.result()).isEqualTo("after it");
    }
  }

  /** Control messages that are larger than {@code net.core.optmem_max}. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void controlMessages(boolean virtual) throws Exception {
    try (SocketPair pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM)) {
      var large = new Cmsg.Unknown(SocketH.SOL_SOCKET, 99, new byte[1 << 22]);
      assertThat(thrown(virtual, () -> pair.first().sendmsg(Local.utf8("x"), large)))
          .hasMessage("sendmsg: No buffer space available (ENOBUFS, 105)");
      assertThat(Local.isEmpty(pair.second())).isTrue();
      call(virtual, () -> pair.first().sendmsg(Local.utf8("after it")));
      assertThat(Local.recv(pair.second())).isEqualTo("after it");
    }
  }

  /** TCP drops what asks to get in: a connect waits, until its deadline or until there is room. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tcpBacklog(boolean virtual) throws Exception {
    try (var listener = PosixSocket.open(AF_INET, SOCK_STREAM).bind(Inet4.loopback(0)).listen(0);
        var first = PosixSocket.open(AF_INET, SOCK_STREAM);
        var patient = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      SockAddr to = listener.getsockname();
      first.connect(to).send(Local.utf8("first"));
      Await.readable(listener); // connect may return before it is in the queue
      try (var hasty = PosixSocket.open(AF_INET, SOCK_STREAM)) {
        PosixSocket limited = hasty.within(Duration.ofMillis(20));
        assertThat(thrown(virtual, () -> limited.connect(to)))
            .isInstanceOf(SocketTimeoutException.class);
      }
      var connect = new BlockedThread<>(virtual, () -> patient.connect(to));
      connect.awaitBlocked("connect");
      assertAccepted(listener, "first");
      connect.result().send(Local.utf8("second")); // a second later
      assertAccepted(listener, "second");
    }
  }

  private static void assertAccepted(PosixSocket listener, String sent) throws IOException {
    try (var accepted = listener.accept().socket()) {
      assertThat(Local.recv(accepted)).isEqualTo(sent);
    }
  }

  /** AF_UNIX lets a connect wait, or says EAGAIN to one that does not want to. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void unixBacklog(boolean virtual) throws Exception {
    List<PosixSocket> clients = new ArrayList<>();
    try (var listener = PosixSocket.open(AF_UNIX, SOCK_STREAM).bind(Unix.unnamed()).listen(2);
        var refused = PosixSocket.open(AF_UNIX, SOCK_STREAM.or(SOCK_NONBLOCK));
        var patient = PosixSocket.open(AF_UNIX, SOCK_STREAM)) {
      SockAddr to = listener.getsockname();
      for (int i = 0; i < 3; i++) {
        clients.add(PosixSocket.open(AF_UNIX, SOCK_STREAM).connect(to));
        clients.getLast().send(Local.utf8("client " + i));
      }
      String full = "connect: Resource temporarily unavailable (EAGAIN, 11): " + to;
      assertThat(thrown(virtual, () -> refused.connect(to))).hasMessage(full);
      var connect = new BlockedThread<>(virtual, () -> patient.connect(to));
      connect.awaitBlocked("connect");
      assertAccepted(listener, "client 0");
      connect.result().send(Local.utf8("patient"));
      Expect.errno(Errno.EAGAIN, () -> refused.connect(to));
      assertAccepted(listener, "client 1");
      call(virtual, () -> refused.connect(to)).send(Local.utf8("refused"));
      assertAccepted(listener, "client 2");
      assertAccepted(listener, "patient");
      assertAccepted(listener, "refused");
    } finally {
      for (PosixSocket client : clients) {
        client.close();
      }
    }
  }
}
