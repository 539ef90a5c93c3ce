package posix.sockets.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.raw.Posix.*;
import static posix.sockets.raw.Row.fails;
import static posix.sockets.raw.Row.gives;
import static posix.sockets.testing.Fds.NOWHERE;
import static posix.sockets.testing.Fds.SIN;
import static posix.sockets.testing.Fds.SIN6;

import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import posix.sockets.bindings.posix_h;
import posix.sockets.bindings.sockaddr_in;
import posix.sockets.bindings.sockaddr_in6;
import posix.sockets.testing.Fds;

/** What the calls of {@link Posix} that make, connect and end sockets return and write. */
class PosixConnectionTest {
  @TestFactory
  Stream<DynamicTest> socketCall() {
    return Stream.of(
        gives("socket: TCP", 1, fds -> typeOf(fds, socket(AF_INET, SOCK_STREAM, IPPROTO_TCP))),
        gives("socket: UDP", 2, fds -> typeOf(fds, socket(AF_INET6, SOCK_DGRAM, 0))),
        gives("socket: no CLOEXEC", 0, fds -> flagsOf(fds.own(socket(AF_INET, SOCK_STREAM, 0)))),
        gives(
            "socket: CLOEXEC",
            FD_CLOEXEC,
            fds -> flagsOf(fds.own(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)))));
  }

  private static int typeOf(Fds fds, int fd) {
    MemorySegment type = fds.integer(0);
    assertThat(getsockopt(fds.own(fd), SOL_SOCKET, SO_TYPE, type, fds.integer(4))).isZero();
    return type.get(JAVA_INT, 0);
  }

  private static int flagsOf(int fd) {
    return posix_h.fcntl.makeInvoker().apply(fd, F_GETFD);
  }

  @TestFactory
  Stream<DynamicTest> acceptCall() {
    return Stream.of(
        fails(
            "accept: bad address pointer",
            EFAULT,
            fds -> accept(fds.waiting(fds.tcp()), NOWHERE, fds.integer(SIN))),
        fails(
            "accept: bad length pointer",
            EFAULT,
            fds -> accept(fds.waiting(fds.tcp()), fds.bytes(SIN), NOWHERE)),
        gives(
            "accept: the peer's address",
            0,
            fds -> {
              int client = fds.tcp();
              MemorySegment peer = fds.bytes(SIN);
              MemorySegment length = fds.integer(SIN);
              fds.own(accept(fds.waiting(client), peer, length));
              assertThat(length.get(JAVA_INT, 0)).isEqualTo(SIN);
              assertThat(sockaddr_in.sin_family(peer)).isEqualTo((short) AF_INET);
              assertThat(peer.mismatch(fds.name(client))).isEqualTo(-1);
              return 0;
            }),
        gives(
            "accept: less room than the address needs",
            SIN,
            fds -> {
              MemorySegment peer = fds.bytes(SIN).fill((byte) 0x55);
              MemorySegment length = fds.integer(4);
              fds.own(accept(fds.waiting(fds.tcp()), peer, length));
              assertThat(peer.get(JAVA_BYTE, 3)).isNotEqualTo((byte) 0x55);
              assertThat(peer.get(JAVA_BYTE, 4)).isEqualTo((byte) 0x55);
              return length.get(JAVA_INT, 0);
            }),
        gives(
            "accept4: CLOEXEC",
            FD_CLOEXEC,
            fds -> flagsOf(fds.own(accept4(fds.waiting(fds.tcp()), NULL, NULL, SOCK_CLOEXEC)))),
        gives(
            "accept: no CLOEXEC",
            0,
            fds -> flagsOf(fds.own(accept(fds.waiting(fds.tcp()), NULL, NULL)))));
  }

  @TestFactory
  Stream<DynamicTest> connectCall() {
    return Stream.of(
        gives("connect: TCP", 0, fds -> connect(fds.tcp(), fds.name(fds.listener()), SIN)),
        gives(
            "connect: IPv6",
            0,
            fds -> {
              int listener = fds.tcp6();
              assertThat(bind(listener, fds.inet6Loopback(0), SIN6)).isZero();
              assertThat(listen(listener, 1)).isZero();
              MemorySegment name = fds.bytes(SIN6);
              assertThat(getsockname(listener, name, fds.integer(SIN6))).isZero();
              assertThat(sockaddr_in6.sin6_family(name)).isEqualTo((short) AF_INET6);
              return connect(fds.tcp6(), name, SIN6);
            }));
  }

  @TestFactory
  Stream<DynamicTest> names() {
    return Stream.of(
        gives(
            "getsockname: not bound",
            0,
            fds -> getsockname(fds.tcp(), fds.bytes(SIN), fds.integer(SIN))),
        gives(
            "getsockname: bound",
            -1,
            fds -> {
              MemorySegment name = fds.name(fds.bound(fds.tcp()));
              assertThat(sockaddr_in.sin_port(name)).isNotZero();
              return name.mismatch(fds.inet(INADDR_LOOPBACK, ntohs(sockaddr_in.sin_port(name))));
            }),
        gives(
            "getpeername: the other end's name",
            -1,
            fds -> {
              int[] pair = fds.tcpPair();
              MemorySegment peer = fds.bytes(SIN);
              assertThat(getpeername(pair[0], peer, fds.integer(SIN))).isZero();
              return peer.mismatch(fds.name(pair[1]));
            }));
  }

  @TestFactory
  Stream<DynamicTest> shutdownAndClose() {
    return Stream.of(
        gives("shutdown: connected", 0, fds -> shutdown(fds.tcpPair()[0], SHUT_RDWR)),
        gives("close: not a socket", 0, fds -> close(posix_h.dup(fds.devNull()))));
  }
}
