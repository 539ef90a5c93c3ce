package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static posix.sockets.Constants.*;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import posix.sockets.raw.constants.SocketH;
import posix.sockets.testing.OpenFiles;

/**
 * What each call of {@link PosixSocket} says when the kernel refuses it, to the letter, with what
 * stands behind the errno; all the errnos are in {@code posix.sockets.conformance}.
 */
class PosixSocketErrorsTest {
  private static final Inet4 LOOPBACK = Inet4.loopback(0);
  private static final byte[] FOUR = new byte[4];

  /** A number that no process has: the collector closes it some time. */
  private static final int NOBODYS = 0x40000000;

  private interface Call {
    void run(PosixSocket socket) throws Exception;
  }

  private interface Maker {
    PosixSocket make() throws Exception;
  }

  /**
   * One refusal.
   *
   * @param socket the socket to call it on
   * @param call the call
   * @param message what the exception says; LOCAL stands for the socket's own address
   */
  private record Refusal(Errno errno, String message, Maker socket, Call call) {
    void check() throws Exception {
      try (PosixSocket made = socket.make()) {
        var e = catchThrowableOfType(ErrnoException.class, () -> call.run(made));
        assertThat(e).isNotNull();
        String local = message.contains("LOCAL") ? made.getsockname().toString() : "";
        assertThat(e).hasMessage(message.replace("LOCAL", local));
        assertThat(e.errno()).isEqualTo(errno);
        assertThat(e.number()).isEqualTo(errno.number());
        assertThat(message).startsWith(e.call() + ": " + e.strerror() + " (" + errno + ", ");
      }
    }
  }

  private static Stream<DynamicTest> tests(Refusal... refusals) {
    return Stream.of(refusals).map(r -> DynamicTest.dynamicTest(r.message(), r::check));
  }

  private static PosixSocket tcp() throws Exception {
    return PosixSocket.open(AF_INET, SOCK_STREAM);
  }

  private static PosixSocket udp() throws Exception {
    return PosixSocket.open(AF_INET, SOCK_DGRAM);
  }

  private static PosixSocket bound() throws Exception {
    return tcp().bind(LOOPBACK);
  }

  private static PosixSocket listener() throws Exception {
    return bound().listen(1);
  }

  /** With itself as the peer, which TCP allows. */
  private static PosixSocket connected() throws Exception {
    PosixSocket socket = bound();
    return socket.connect(socket.getsockname());
  }

  private static PosixSocket devNull() {
    return PosixSocket.adopt(OpenFiles.devNull());
  }

  private static Call open(AddressFamily domain, SocketType type, Protocol protocol) {
    return _ -> PosixSocket.open(domain, type, protocol);
  }

  @TestFactory
  Stream<DynamicTest> open() {
    return tests(
        new Refusal(
            Errno.EPROTONOSUPPORT,
            "socket: Protocol not supported (EPROTONOSUPPORT, 93): "
                + "AF_INET6, SOCK_DGRAM|SOCK_NONBLOCK, 6",
            PosixSocketErrorsTest::tcp,
            open(AF_INET6, SOCK_DGRAM.or(SOCK_NONBLOCK), IPPROTO_TCP)),
        new Refusal(
            Errno.ESOCKTNOSUPPORT,
            "socket: Socket type not supported (ESOCKTNOSUPPORT, 94): AF_UNIX, SOCK_RDM, 0",
            PosixSocketErrorsTest::tcp,
            open(AF_UNIX, SocketType.of(SocketH.SOCK_RDM), Protocol.of(0))));
  }

  @TestFactory
  Stream<DynamicTest> bindListenAccept() {
    return tests(
        new Refusal(
            Errno.EADDRNOTAVAIL,
            "bind: Cannot assign requested address (EADDRNOTAVAIL, 99): 192.0.2.1:80",
            PosixSocketErrorsTest::tcp,
            socket -> socket.bind(Inet4.of("192.0.2.1", 80))),
        new Refusal(
            Errno.EINVAL,
            "bind: Invalid argument (EINVAL, 22): AF_INET:0000",
            PosixSocketErrorsTest::tcp,
            socket -> socket.bind(new Opaque(AF_INET, new byte[2]))),
        new Refusal(
            Errno.ENOTSOCK,
            "listen: Socket operation on non-socket (ENOTSOCK, 88)",
            PosixSocketErrorsTest::devNull,
            socket -> socket.listen(1)),
        new Refusal(
            Errno.EAGAIN,
            "accept: Resource temporarily unavailable (EAGAIN, 11)",
            () -> PosixSocket.open(AF_INET, SOCK_STREAM.or(SOCK_NONBLOCK)).listen(1),
            PosixSocket::accept));
  }

  @TestFactory
  Stream<DynamicTest> connect() {
    return tests(
        new Refusal(
            Errno.ECONNREFUSED,
            "connect: Connection refused (ECONNREFUSED, 111): LOCAL",
            PosixSocketErrorsTest::bound,
            socket -> {
              try (PosixSocket client = tcp()) {
                client.connect(socket.getsockname()); // bound, but nobody listens
              }
            }),
        new Refusal(
            Errno.EINPROGRESS,
            "connect: Operation now in progress (EINPROGRESS, 115): LOCAL",
            PosixSocketErrorsTest::listener,
            socket -> {
              try (var client = PosixSocket.open(AF_INET, SOCK_STREAM.or(SOCK_NONBLOCK))) {
                client.connect(socket.getsockname());
              }
            }));
  }

  @TestFactory
  Stream<DynamicTest> sendAndRecv() {
    return tests(
        new Refusal(
            Errno.EPIPE,
            "send: Broken pipe (EPIPE, 32)",
            PosixSocketErrorsTest::connected,
            socket -> socket.shutdown(SHUT_WR).send(FOUR, 0, 4)),
        new Refusal(
            Errno.EAGAIN,
            "recv: Resource temporarily unavailable (EAGAIN, 11)",
            PosixSocketErrorsTest::connected,
            socket -> socket.recv(FOUR, 0, 4, MSG_DONTWAIT)));
  }

  @TestFactory
  Stream<DynamicTest> namesOptionsAndEnds() {
    var unknown = SockOpt.of(SocketH.SOL_SOCKET, -1, SockOpt.Codec.INT);
    return tests(
        new Refusal(
            Errno.ENOTSOCK,
            "getsockname: Socket operation on non-socket (ENOTSOCK, 88)",
            PosixSocketErrorsTest::devNull,
            PosixSocket::getsockname),
        new Refusal(
            Errno.ENOTCONN,
            "getpeername: Transport endpoint is not connected (ENOTCONN, 107)",
            PosixSocketErrorsTest::tcp,
            PosixSocket::getpeername),
        new Refusal(
            Errno.ENOPROTOOPT,
            "getsockopt: Protocol not available (ENOPROTOOPT, 92): level 1, option -1",
            PosixSocketErrorsTest::tcp,
            socket -> socket.getsockopt(unknown)),
        new Refusal(
            Errno.EOPNOTSUPP,
            "getsockopt: Operation not supported (EOPNOTSUPP, 95): TCP_NODELAY",
            PosixSocketErrorsTest::udp,
            socket -> socket.getsockopt(TCP_NODELAY)),
        new Refusal(
            Errno.ENOPROTOOPT,
            "setsockopt: Protocol not available (ENOPROTOOPT, 92): TCP_NODELAY",
            PosixSocketErrorsTest::udp,
            socket -> socket.setsockopt(TCP_NODELAY, true)),
        new Refusal(
            Errno.ENOTCONN,
            "shutdown: Transport endpoint is not connected (ENOTCONN, 107): SHUT_WR",
            PosixSocketErrorsTest::tcp,
            socket -> socket.shutdown(SHUT_WR)),
        new Refusal(
            Errno.EINVAL,
            "shutdown: Invalid argument (EINVAL, 22): 3",
            PosixSocketErrorsTest::connected,
            socket -> socket.shutdown(Shutdown.of(3))),
        new Refusal(
            Errno.EBADF,
            "close: Bad file descriptor (EBADF, 9)",
            PosixSocketErrorsTest::tcp,
            _ -> PosixSocket.adopt(NOBODYS).close()));
  }
}
