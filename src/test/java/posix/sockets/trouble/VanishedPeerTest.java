package posix.sockets.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.SO_KEEPALIVE;
import static posix.sockets.Constants.SO_LINGER;
import static posix.sockets.Constants.TCP_KEEPCNT;
import static posix.sockets.Constants.TCP_KEEPIDLE;
import static posix.sockets.Constants.TCP_KEEPINTVL;
import static posix.sockets.Constants.TCP_USER_TIMEOUT;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.BlockedThread;
import posix.sockets.Errno;
import posix.sockets.Expect;
import posix.sockets.Linger;
import posix.sockets.Local;
import posix.sockets.PosixSocket;
import posix.sockets.SocketPair;

/** A peer that is gone: without a word, with a reset, or because the connection was killed. */
class VanishedPeerTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** After its error, told once, a connection is at its end. */
  private static void assertOver(PosixSocket socket) throws Exception {
    assertThat(socket.recv(Local.room(9))).isZero();
    Expect.errno(Errno.EPIPE, () -> socket.send(Local.utf8("x")));
  }

  private static BlockedThread<String> receiving(boolean virtual, PosixSocket socket)
      throws Exception {
    return new BlockedThread<>(virtual, () -> Local.recv(socket)).awaitBlocked("recv");
  }

  /** Sends until there is no more room, and then still. */
  private static BlockedThread<Void> sending(boolean virtual, PosixSocket socket) throws Exception {
    var send =
        new BlockedThread<Void>(
            virtual,
            () -> {
              while (true) {
                socket.send(Local.pattern(1 << 16));
              }
            });
    return send.awaitBlocked("send");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void userTimeout(boolean virtual) throws Exception {
    try (Link link = Link.open();
        SocketPair sends = link.tcp();
        SocketPair receives = link.tcp()) {
      // its address goes on being found, but nothing comes from there
      link.there().ip("route add blackhole " + Link.HERE);
      sends.first().setsockopt(TCP_USER_TIMEOUT, SECOND);
      receives.first().setsockopt(TCP_USER_TIMEOUT, SECOND);
      var recv = receiving(virtual, receives.first());
      receives.first().send(Local.utf8("is anybody there?"));
      var send = sending(virtual, sends.first());
      assertThat(send.thrown()).hasMessage("send: Connection timed out (ETIMEDOUT, 110)");
      assertThat(recv.thrown()).hasMessage("recv: Connection timed out (ETIMEDOUT, 110)");
      assertOver(sends.first());
      assertOver(receives.first());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void keepalive(boolean virtual) throws Exception {
    try (Link link = Link.open();
        SocketPair pair = link.tcp()) {
      pair.first()
          .setsockopt(SO_KEEPALIVE, true)
          .setsockopt(TCP_KEEPIDLE, SECOND)
          .setsockopt(TCP_KEEPINTVL, SECOND)
          .setsockopt(TCP_KEEPCNT, 1);
      var recv = receiving(virtual, pair.first());
      link.there().ip("link del far");
      assertThat(recv.thrown()).hasMessageMatching("recv: .*\\((ETIMEDOUT|EHOSTUNREACH), 1..\\)");
      assertOver(pair.first());
    }
  }

  /** The cable is pulled here: UDP is told at once, TCP goes on when it is back. */
  @Test
  void cablePulledForAWhile() throws Exception {
    try (Link link = Link.open();
        SocketPair pair = link.tcp();
        PosixSocket udp = link.here().udp().connect(Link.there(9))) {
      var recv = receiving(true, pair.second());
      link.here().ip("link set near down");
      Expect.errno(Errno.ENETUNREACH, () -> udp.send(Local.utf8("x")));
      pair.first().send(Local.utf8("later"));
      link.here().ip("link set near up");
      udp.send(Local.utf8("x"));
      assertThat(recv.result()).isEqualTo("later");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reset(boolean virtual) throws Exception {
    try (Link link = Link.open();
        SocketPair receives = link.tcp();
        SocketPair sends = link.tcp()) {
      var recv = receiving(virtual, receives.first());
      var send = sending(virtual, sends.first());
      for (SocketPair pair : java.util.List.of(receives, sends)) {
        pair.second().setsockopt(SO_LINGER, Linger.of(Duration.ZERO)).close();
      }
      assertThat(recv.thrown()).hasMessage("recv: Connection reset by peer (ECONNRESET, 104)");
      assertThat(send.thrown()).hasMessage("send: Connection reset by peer (ECONNRESET, 104)");
      assertOver(receives.first());
      assertOver(sends.first());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void killedFromOutside(boolean virtual) throws Exception {
    try (Link link = Link.open();
        SocketPair receives = link.tcp();
        SocketPair sends = link.tcp();
        SocketPair untouched = link.tcp()) {
      var recv = receiving(virtual, receives.first());
      var send = sending(virtual, sends.first());
      var peer = receiving(virtual, receives.second());
      link.here().kill(receives.first());
      link.here().kill(sends.first());
      String aborted = ": Software caused connection abort (ECONNABORTED, 103)";
      assertThat(recv.thrown()).hasMessage("recv" + aborted);
      assertThat(send.thrown()).hasMessage("send" + aborted);
      assertThat(peer.thrown()).hasMessage("recv: Connection reset by peer (ECONNRESET, 104)");
      assertOver(receives.first());
      assertOver(sends.first());
      untouched.first().send(Local.utf8("still here"));
      assertThat(Local.recv(untouched.second())).isEqualTo("still here");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void listenerKilledFromOutside(boolean virtual) throws Exception {
    try (Link link = Link.open();
        PosixSocket listener = link.listener()) {
      var accept = new BlockedThread<>(virtual, listener::accept).awaitBlocked("accept");
      link.there().kill(listener);
      assertThat(accept.thrown()).hasMessage("accept: Invalid argument (EINVAL, 22)");
      listener.listen(1); // it has its address yet, and can begin again
      link.here().tcp().connect(listener.getsockname()).close();
      listener.accept().socket().close();
    }
  }
}
