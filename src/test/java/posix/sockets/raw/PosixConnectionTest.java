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
import static posix.sockets.testing.OpenFiles.notOpen;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import posix.sockets.bindings.posix_h;
import posix.sockets.bindings.sockaddr_in;
import posix.sockets.bindings.sockaddr_in6;
import posix.sockets.testing.Fds;

/** The calls of {@link Posix} that make, connect and end sockets. */
class PosixConnectionTest {
  private static final int LOOPBACK_BROADCAST = 0x7fffffff; // 127.255.255.255
  private static final int NOT_LOCAL = 0xc0000201; // 192.0.2.1, kept for documentation

  @TestFactory
  Stream<DynamicTest> socketCall() {
    return Stream.of(
        fails("SOCK1: domain 0", EAFNOSUPPORT, _ -> socket(0, SOCK_STREAM, 0)),
        fails("SOCK2: type 75", EINVAL, _ -> socket(AF_INET, 75, 0)),
        fails("SOCK3: SOCK_RAW, 0", EPROTONOSUPPORT, _ -> socket(AF_INET, SOCK_RAW, 0)),
        fails("SOCK4: stream UDP", EPROTONOSUPPORT, _ -> socket(AF_INET, SOCK_STREAM, 17)),
        fails("SOCK5: datagram TCP", EPROTONOSUPPORT, _ -> socket(AF_INET, SOCK_DGRAM, 6)),
        fails("SOCK6: stream ICMP", EPROTONOSUPPORT, _ -> socket(AF_INET, SOCK_STREAM, 1)),
        fails("SOCK8: SEQPACKET", ESOCKTNOSUPPORT, _ -> socket(AF_INET, SOCK_SEQPACKET, 0)),
        fails("SOCK10: AF_UNIX RDM", ESOCKTNOSUPPORT, _ -> socket(AF_UNIX, SOCK_RDM, 0)),
        fails("SOCK11: domain 999", EAFNOSUPPORT, _ -> socket(999, SOCK_STREAM, 0)),
        fails("SOCK12: protocol -1", EINVAL, _ -> socket(AF_INET, SOCK_STREAM, -1)),
        fails("SOCK13: protocol 256", EPROTONOSUPPORT, _ -> socket(AF_INET, SOCK_STREAM, 256)),
        fails("SOCK14: protocol 300", EINVAL, _ -> socket(AF_INET, SOCK_STREAM, 300)),
        gives("socket: TCP", 1, fds -> typeOf(fds, socket(AF_INET, SOCK_STREAM, IPPROTO_TCP))),
        gives("socket: UDP", 2, fds -> typeOf(fds, socket(AF_INET6, SOCK_DGRAM, 0))),
        gives("socket: no CLOEXEC", 0, fds -> flagsOf(fds.tcp())),
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
  Stream<DynamicTest> bindCall() {
    return Stream.of(
        fails("BIND1: length 3", EINVAL, fds -> bind(fds.tcp(), any(fds), 3)),
        fails("BIND2: /dev/null", ENOTSOCK, fds -> bind(fds.devNull(), any(fds), SIN)),
        gives("BIND3: any address, port 0", 0, fds -> bind(fds.tcp(), any(fds), SIN)),
        fails(
            "BIND4: IPv4 socket, AF_UNIX address",
            EAFNOSUPPORT,
            fds -> bind(fds.tcp(), fds.unixPath("/tmp/x"), 110)),
        fails(
            "BIND5: address of another machine",
            EADDRNOTAVAIL,
            fds -> bind(fds.tcp(), fds.inet(NOT_LOCAL, 0), SIN)),
        fails("BIND6: descriptor -1", EBADF, fds -> bind(-1, any(fds), SIN)),
        fails(
            "BIND8: path in a folder that is not there",
            ENOENT,
            fds ->
                bind(
                    fds.unix(SOCK_STREAM),
                    fds.unixPath(fds.path("none").resolve("s").toString()),
                    110)),
        fails(
            "BIND10: path that is taken",
            EADDRINUSE,
            fds -> {
              MemorySegment path = fds.unixPath(fds.path("s").toString());
              assertThat(bind(fds.unix(SOCK_STREAM), path, 110)).isZero();
              return bind(fds.unix(SOCK_STREAM), path, 110);
            }),
        fails("BIND11: bound already", EINVAL, fds -> bind(fds.bound(fds.tcp()), any(fds), SIN)),
        fails(
            "BIND12: port of a listener",
            EADDRINUSE,
            fds -> bind(fds.tcp(), fds.name(fds.listener()), SIN)),
        fails("BIND13: bad pointer", EFAULT, fds -> bind(fds.tcp(), NOWHERE, SIN)),
        fails("BIND14: length 200", EINVAL, fds -> bind(fds.tcp(), fds.bytes(200), 200)),
        fails("BIND15: length -1", EINVAL, fds -> bind(fds.tcp(), any(fds), -1)),
        fails(
            "BIND16: IPv4 socket, IPv6 address",
            EAFNOSUPPORT,
            fds -> bind(fds.tcp(), fds.inet6Loopback(0), SIN6)),
        fails(
            "BIND17: IPv6 socket, length 20",
            EINVAL,
            fds -> bind(fds.tcp6(), fds.inet6Loopback(0), 20)),
        fails(
            "BIND18: AF_UNIX socket, IPv4 address",
            EINVAL,
            fds -> bind(fds.unix(SOCK_STREAM), any(fds), SIN)),
        fails(
            "BIND19: AF_UNIX, length 111",
            EINVAL,
            fds -> {
              MemorySegment address = fds.bytes(111).fill((byte) 'x');
              address.copyFrom(fds.unixPath("").asSlice(0, 2));
              return bind(fds.unix(SOCK_STREAM), address, 111);
            }));
  }

  private static MemorySegment any(Fds fds) {
    return fds.inet(INADDR_ANY, 0);
  }

  @TestFactory
  Stream<DynamicTest> listenCall() {
    return Stream.of(
        fails("LIS1: not open", EBADF, _ -> listen(notOpen(), 1)),
        fails("LIS2: /dev/null", ENOTSOCK, fds -> listen(fds.devNull(), 1)),
        fails("LIS3: UDP", EOPNOTSUPP, fds -> listen(fds.udp(), 1)),
        gives("LIS5: not bound", 0, fds -> listen(fds.tcp(), 1)),
        fails("LIS6: AF_UNIX datagram", EOPNOTSUPP, fds -> listen(fds.unix(SOCK_DGRAM), 1)),
        gives("LIS8: backlog -1", 0, fds -> listen(fds.bound(fds.tcp()), -1)),
        gives("LIS9: again", 0, fds -> listen(fds.listener(), 1)));
  }

  @TestFactory
  Stream<DynamicTest> acceptCall() {
    return Stream.of(
        fails("ACC1: not open", EBADF, _ -> accept(notOpen(), NULL, NULL)),
        fails("ACC2: not listening", EINVAL, fds -> accept(fds.bound(fds.tcp()), NULL, NULL)),
        fails("ACC3: UDP", EOPNOTSUPP, fds -> accept(fds.udp(), NULL, NULL)),
        fails("ACC4: /dev/null", ENOTSOCK, fds -> accept(fds.devNull(), NULL, NULL)),
        fails(
            "ACC6: length -1",
            EINVAL,
            fds -> accept(waiting(fds, fds.tcp()), fds.bytes(SIN), fds.integer(-1))),
        fails(
            "ACC7: non-blocking, nobody waits",
            EAGAIN,
            fds -> {
              int fd = fds.own(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
              assertThat(listen(fd, 1)).isZero();
              return accept(fd, NULL, NULL);
            }),
        fails("ACC8: unknown flag", EINVAL, fds -> accept4(fds.listener(), NULL, NULL, 4)),
        fails(
            "ACC9: AF_UNIX datagram", EOPNOTSUPP, fds -> accept(fds.unix(SOCK_DGRAM), NULL, NULL)),
        fails(
            "accept: bad address pointer",
            EFAULT,
            fds -> accept(waiting(fds, fds.tcp()), NOWHERE, fds.integer(SIN))),
        fails(
            "accept: bad length pointer",
            EFAULT,
            fds -> accept(waiting(fds, fds.tcp()), fds.bytes(SIN), NOWHERE)),
        gives(
            "accept: the peer's address",
            0,
            fds -> {
              int client = fds.tcp();
              MemorySegment peer = fds.bytes(SIN);
              MemorySegment length = fds.integer(SIN);
              fds.own(accept(waiting(fds, client), peer, length));
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
              fds.own(accept(waiting(fds, fds.tcp()), peer, length));
              assertThat(peer.get(JAVA_BYTE, 3)).isNotEqualTo((byte) 0x55);
              assertThat(peer.get(JAVA_BYTE, 4)).isEqualTo((byte) 0x55);
              return length.get(JAVA_INT, 0);
            }),
        gives(
            "accept4: CLOEXEC",
            FD_CLOEXEC,
            fds -> flagsOf(fds.own(accept4(waiting(fds, fds.tcp()), NULL, NULL, SOCK_CLOEXEC)))),
        gives(
            "accept: no CLOEXEC",
            0,
            fds -> flagsOf(fds.own(accept(waiting(fds, fds.tcp()), NULL, NULL)))));
  }

  /** A listener at which a connection waits. */
  private static int waiting(Fds fds, int client) {
    int listener = fds.listener();
    assertThat(connect(client, fds.name(listener), SIN)).isZero();
    return listener;
  }

  @TestFactory
  Stream<DynamicTest> connectCall() {
    return Stream.of(
        fails("CON1: not open", EBADF, fds -> connect(notOpen(), any(fds), SIN)),
        fails("CON2: bad pointer", EFAULT, fds -> connect(fds.tcp(), NOWHERE, SIN)),
        fails("CON3: length 3", EINVAL, fds -> connect(fds.tcp(), any(fds), 3)),
        fails("CON4: /dev/null", ENOTSOCK, fds -> connect(fds.devNull(), any(fds), SIN)),
        fails(
            "CON5: connected",
            EISCONN,
            fds -> {
              int listener = fds.listener();
              int client = fds.tcp();
              assertThat(connect(client, fds.name(listener), SIN)).isZero();
              return connect(client, fds.name(listener), SIN);
            }),
        fails(
            "CON6: nobody listens",
            ECONNREFUSED,
            fds -> connect(fds.tcp(), fds.name(fds.bound(fds.tcp())), SIN)),
        fails(
            "CON7: family 47",
            EAFNOSUPPORT,
            fds -> {
              MemorySegment address = any(fds);
              sockaddr_in.sin_family(address, (short) 47);
              return connect(fds.tcp(), address, SIN);
            }),
        fails(
            "CON8: IPv4 socket, IPv6 address",
            EAFNOSUPPORT,
            fds -> connect(fds.tcp(), fds.inet6Loopback(1), SIN6)),
        fails("CON9: UDP, length 2", EINVAL, fds -> connect(fds.udp(), any(fds), 2)),
        fails(
            "CON11: path that is not there",
            ENOENT,
            fds -> connect(fds.unix(SOCK_STREAM), fds.unixPath("" + fds.path("none")), 110)),
        fails(
            "CON12: path of a file",
            ECONNREFUSED,
            fds -> {
              MemorySegment address = fds.unixPath(Files.createFile(fds.path("f")).toString());
              return connect(fds.unix(SOCK_STREAM), address, 110);
            }),
        fails(
            "CON15: AF_UNIX listener to itself",
            EINVAL,
            fds -> {
              int fd = fds.unix(SOCK_STREAM);
              MemorySegment address = fds.unixPath(fds.path("s").toString());
              assertThat(bind(fd, address, 110)).isZero();
              assertThat(listen(fd, 1)).isZero();
              return connect(fd, address, 110);
            }),
        fails(
            "CON17: TCP to broadcast",
            ENETUNREACH,
            fds -> connect(fds.tcp(), fds.inet(INADDR_BROADCAST, 9), SIN)),
        fails(
            "CON18: UDP to broadcast without SO_BROADCAST",
            EACCES,
            fds -> connect(fds.udp(), fds.inet(LOOPBACK_BROADCAST, 9), SIN)),
        fails(
            "CON19: listener",
            EISCONN,
            fds -> connect(fds.listener(), fds.name(fds.listener()), SIN)),
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
        fails("NAM1: not open", EBADF, fds -> ownName(fds, notOpen())),
        fails("NAM2: /dev/null", ENOTSOCK, fds -> ownName(fds, fds.devNull())),
        fails("NAM3: address NULL", EFAULT, fds -> getsockname(fds.tcp(), NULL, fds.integer(SIN))),
        fails("NAM4: length NULL", EFAULT, fds -> getsockname(fds.tcp(), fds.bytes(SIN), NULL)),
        fails("NAM6: not connected", ENOTCONN, fds -> peerName(fds, fds.tcp())),
        fails("NAM7: descriptor -1", EBADF, fds -> peerName(fds, -1)),
        fails("NAM8: /dev/null", ENOTSOCK, fds -> peerName(fds, fds.devNull())),
        fails("NAM9: listener", ENOTCONN, fds -> peerName(fds, fds.listener())),
        fails(
            "NAM10: length -1",
            EINVAL,
            fds -> getpeername(fds.unixPair(SOCK_STREAM)[0], fds.bytes(SIN), fds.integer(-1))),
        gives("getsockname: not bound", 0, fds -> ownName(fds, fds.tcp())),
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

  private static int ownName(Fds fds, int fd) {
    return getsockname(fd, fds.bytes(SIN), fds.integer(SIN));
  }

  private static int peerName(Fds fds, int fd) {
    return getpeername(fd, fds.bytes(SIN), fds.integer(SIN));
  }

  @TestFactory
  Stream<DynamicTest> shutdownAndClose() {
    return Stream.of(
        fails("SHU1: descriptor -1", EBADF, _ -> shutdown(-1, SHUT_RD)),
        fails("SHU2: how -1", EINVAL, fds -> shutdown(fds.tcpPair()[0], -1)),
        fails("SHU3: not connected", ENOTCONN, fds -> shutdown(fds.tcp(), SHUT_RD)),
        fails("SHU4: /dev/null", ENOTSOCK, fds -> shutdown(fds.devNull(), SHUT_RD)),
        fails("SHU5: how 3", EINVAL, fds -> shutdown(fds.tcpPair()[0], 3)),
        gives("SHU6: listener, both", 0, fds -> shutdown(fds.listener(), SHUT_RDWR)),
        gives("SHU7: listener, write", 0, fds -> shutdown(fds.listener(), SHUT_WR)),
        gives("SHU9: AF_UNIX", 0, fds -> shutdown(fds.unix(SOCK_STREAM), SHUT_RDWR)),
        gives("shutdown: connected", 0, fds -> shutdown(fds.tcpPair()[0], SHUT_RDWR)),
        fails("CLO1: descriptor -1", EBADF, _ -> close(-1)),
        fails(
            "CLO2: twice",
            EBADF,
            fds -> {
              // a high number, which nobody else gets in between
              int fd = posix_h.dup2(fds.tcp(), notOpen());
              assertThat(close(fd)).isZero();
              return close(fd);
            }),
        gives("close: not a socket", 0, fds -> close(posix_h.dup(fds.devNull()))));
  }
}
