package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import posix.sockets.bindings.posix_h;
import posix.sockets.raw.Posix;
import posix.sockets.testing.OpenFiles;
import posix.sockets.testing.Pair;

/** What each call of {@link PosixSocket} does when it succeeds. */
class PosixSocketTest {
  @ParameterizedTest
  @MethodSource
  void openMakesASocketOfTheType(AddressFamily domain, SocketType type, Protocol protocol)
      throws Exception {
    try (var socket = PosixSocket.open(domain, type, protocol)) {
      assertThat(socket.getsockopt(SO_TYPE)).isEqualTo(type.withoutFlags());
      assertThat(socket.getsockname().family()).isEqualTo(domain);
      assertThat(fcntl(socket, Posix.F_GETFD)).isEqualTo(Posix.FD_CLOEXEC);
      int nonBlocking = fcntl(socket, Posix.F_GETFL) & Posix.O_NONBLOCK;
      assertThat(nonBlocking).isEqualTo(type.value() & Posix.SOCK_NONBLOCK);
    }
  }

  static Stream<Object[]> openMakesASocketOfTheType() {
    return Stream.of(
        new Object[] {AF_INET, SOCK_STREAM, IPPROTO_TCP},
        new Object[] {AF_INET, SOCK_DGRAM, IPPROTO_UDP},
        new Object[] {AF_INET6, SOCK_STREAM, IPPROTO_IP},
        new Object[] {AF_INET6, SOCK_DGRAM.or(SOCK_NONBLOCK), IPPROTO_IP},
        new Object[] {AF_UNIX, SOCK_SEQPACKET, IPPROTO_IP},
        new Object[] {AF_INET, SOCK_STREAM.or(SOCK_CLOEXEC), IPPROTO_IP});
  }

  private static int fcntl(PosixSocket socket, int command) throws IOException {
    return posix_h.fcntl.makeInvoker().apply(socket.fd(), command);
  }

  @Test
  void callsChain() throws Exception {
    try (var server = PosixSocket.open(AF_INET, SOCK_STREAM);
        var client = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      PosixSocket same = server.setsockopt(SO_REUSEADDR, true).bind(Inet4.loopback(0)).listen(5);
      assertThat(same).isSameAs(server);
      same = client.setsockopt(TCP_NODELAY, true).connect(server.getsockname()).shutdown(SHUT_WR);
      assertThat(same).isSameAs(client);
    }
  }

  @ParameterizedTest
  @MethodSource("loopbacks")
  void acceptGivesTheConnectionAndItsPeer(SockAddr loopback) throws Exception {
    try (var server = PosixSocket.open(loopback.family(), SOCK_STREAM).bind(loopback).listen(5);
        var client = PosixSocket.open(loopback.family(), SOCK_STREAM)) {
      client.connect(server.getsockname());
      Accepted accepted = server.accept();
      try (PosixSocket connection = accepted.socket()) {
        assertThat(accepted.peer()).isEqualTo(client.getsockname());
        assertThat(connection.getpeername()).isEqualTo(client.getsockname());
        assertThat(connection.getsockname()).isEqualTo(server.getsockname());
        assertThat(client.getpeername()).isEqualTo(server.getsockname());
        assertThat(fcntl(connection, Posix.F_GETFD)).isEqualTo(Posix.FD_CLOEXEC);
      }
    }
  }

  static Stream<SockAddr> loopbacks() {
    return Stream.of(Inet4.loopback(0), Inet6.loopback(0));
  }

  @Test
  void bindTakesTheAddressThatItIsGiven() throws Exception {
    try (var first = PosixSocket.open(AF_INET, SOCK_STREAM).bind(Inet4.loopback(0));
        var second = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      int port = ((Inet4) first.getsockname()).port();
      assertThat(port).isPositive();
      second.bind(Inet4.of("127.0.0.5", port));
      assertThat(second.getsockname()).isEqualTo(Inet4.of("127.0.0.5", port));
    }
  }

  @Test
  void connectToNoFamilyDissolvesAnAssociation() throws Exception {
    try (Pair pair = Pair.udp()) {
      pair.client().connect(new Opaque(AF_UNSPEC, new byte[14]));
      assertThatThrownBy(pair.client()::getpeername)
          .isInstanceOf(ErrnoException.class)
          .hasMessageContaining("ENOTCONN");
    }
  }

  @Test
  void shutdownEndsADirection() throws Exception {
    try (Pair pair = Pair.tcp()) {
      pair.client().send(new byte[] {1, 2, 3}, 0, 3);
      pair.client().shutdown(SHUT_WR);
      var buf = new byte[8];
      assertThat(pair.server().recv(buf, 0, 8, MSG_WAITALL)).isEqualTo(3);
      assertThat(pair.server().recv(buf, 0, 8)).isZero();
      assertThat(pair.server().send(buf, 0, 2)).isEqualTo(2);
      assertThat(pair.client().recv(buf, 0, 8)).isEqualTo(2);
    }
  }

  @Test
  void optionsAreReadAndWritten() throws Exception {
    try (var socket = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      boolean reuse = socket.getsockopt(SO_REUSEADDR);
      assertThat(reuse).isFalse();
      assertThat(socket.setsockopt(SO_REUSEADDR, true).getsockopt(SO_REUSEADDR)).isTrue();
      assertThat(socket.setsockopt(SO_REUSEADDR, false).getsockopt(SO_REUSEADDR)).isFalse();
      assertThat(socket.getsockopt(TCP_NODELAY)).isFalse();
      assertThat(socket.setsockopt(TCP_NODELAY, true).getsockopt(TCP_NODELAY)).isTrue();
      // the kernel keeps room for itself: it doubles what it is told
      assertThat(socket.setsockopt(SO_RCVBUF, 20_000).getsockopt(SO_RCVBUF)).isEqualTo(40_000);
      assertThat(socket.setsockopt(SO_SNDBUF, 30_000).getsockopt(SO_SNDBUF)).isEqualTo(60_000);
      assertThat(socket.getsockopt(SO_TYPE)).isEqualTo(SOCK_STREAM);
      assertThat(socket.getsockopt(SO_ERROR)).isZero();
    }
  }

  @Test
  void anErrorThatIsPendingIsReadOnce() throws Exception {
    try (var nobody = PosixSocket.open(AF_INET, SOCK_STREAM).bind(Inet4.loopback(0));
        var client = PosixSocket.open(AF_INET, SOCK_STREAM.or(SOCK_NONBLOCK))) {
      assertThatThrownBy(() -> client.connect(nobody.getsockname()))
          .hasMessageContaining("EINPROGRESS");
      awaitError(client);
      assertThat(client.getsockopt(SO_ERROR)).isEqualTo(Posix.ECONNREFUSED);
      assertThat(client.getsockopt(SO_ERROR)).isZero();
    }
  }

  private static void awaitError(PosixSocket socket) throws IOException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment entry = arena.allocate(posix.sockets.bindings.pollfd.layout());
      posix.sockets.bindings.pollfd.fd(entry, socket.fd());
      assertThat(Posix.poll(entry, 1, 30_000)).isEqualTo(1);
    }
  }

  @Test
  void tryRecvAnswersInsteadOfWaiting() throws Exception {
    try (Pair pair = Pair.tcp();
        var arena = Arena.ofConfined()) {
      MemorySegment buf = arena.allocate(16);
      assertThat(pair.client().tryRecv(buf)).isEqualTo(PosixSocket.WOULD_BLOCK);
      pair.server().send(new byte[] {7, 8}, 0, 2);
      assertThat(pair.client().tryRecv(buf)).isEqualTo(2);
      pair.server().shutdown(SHUT_WR);
      assertThat(pair.client().recv(buf)).isZero();
      assertThat(pair.client().tryRecv(buf)).isZero();
      pair.client().close();
      assertThatThrownBy(() -> pair.client().tryRecv(buf))
          .isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  void trySendAnswersInsteadOfWaiting() throws Exception {
    try (Pair pair = Pair.tcp();
        var arena = Arena.ofConfined()) {
      MemorySegment buf = arena.allocate(1 << 16);
      long sent = 0;
      long n;
      while ((n = pair.client().trySend(buf)) != PosixSocket.WOULD_BLOCK) {
        assertThat(n).isPositive();
        sent += n;
      }
      assertThat(sent).isPositive();
      Transfer.recvExactly(pair.server(), arena.allocate(sent));
      assertThat(pair.server().tryRecv(buf)).isEqualTo(PosixSocket.WOULD_BLOCK);
      pair.client().shutdown(SHUT_WR);
      assertThatThrownBy(() -> pair.client().trySend(buf)).hasMessageContaining("EPIPE");
    }
  }

  @Test
  void bothLayersUseOneDescriptor() throws Exception {
    PosixSocket socket = PosixSocket.adopt(Posix.socket(Posix.AF_INET, Posix.SOCK_STREAM, 0));
    socket.bind(Inet4.loopback(0));
    assertThat(Posix.listen(socket.fd(), 1)).isZero();
    int fd = socket.release();
    assertThat(OpenFiles.at(fd)).startsWith("socket:");
    assertThat(socket.isClosed()).isTrue();
    assertThat(Posix.close(fd)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"111, Connection refused", "11, Resource temporarily unavailable"})
  void strerrorSaysWhatCSays(int number, String text) {
    assertThat(PosixSocket.strerror(Errno.of(number))).isEqualTo(text);
  }

  @Test
  void printsItsDescriptor() throws Exception {
    var socket = PosixSocket.open(AF_INET, SOCK_STREAM);
    assertThat(socket).hasToString("PosixSocket[fd " + socket.fd() + "]");
    socket.close();
    assertThat(socket).hasToString("PosixSocket[closed]");
  }
}
