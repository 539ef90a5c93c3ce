package posix.sockets.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.raw.Posix.*;
import static posix.sockets.raw.Row.fails;
import static posix.sockets.raw.Row.gives;
import static posix.sockets.testing.Fds.NOWHERE;
import static posix.sockets.testing.OpenFiles.notOpen;

import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import posix.sockets.bindings.pollfd;
import posix.sockets.testing.Fds;

/** The calls of {@link Posix} that move bytes, and the one that waits for them. */
class PosixDataTest {
  @TestFactory
  Stream<DynamicTest> sendCall() {
    return Stream.of(
        fails("SND1: not open", EBADF, fds -> send(notOpen(), fds.bytes(4), 4, 0)),
        fails("SND2: /dev/null", ENOTSOCK, fds -> send(fds.devNull(), fds.bytes(4), 4, 0)),
        fails("SND3: bad pointer", EFAULT, fds -> send(fds.tcpPair()[0], NOWHERE, 4, 0)),
        fails(
            "SND4: UDP, 128 KiB",
            EMSGSIZE,
            fds -> send(fds.udpLoop(), fds.bytes(1 << 17), 1 << 17, 0)),
        fails(
            "SND5: after SHUT_WR: no signal either",
            EPIPE,
            fds -> {
              int fd = fds.tcpPair()[0];
              assertThat(shutdown(fd, SHUT_WR)).isZero();
              return send(fd, fds.bytes(4), 4, 0);
            }),
        fails(
            "SND6: UDP, MSG_OOB", EOPNOTSUPP, fds -> send(fds.udpLoop(), fds.bytes(4), 4, MSG_OOB)),
        fails("SND7: UDP, no peer", EDESTADDRREQ, fds -> send(fds.udp(), fds.bytes(4), 4, 0)),
        fails("SND8: TCP, no peer", EPIPE, fds -> send(fds.tcp(), fds.bytes(4), 4, 0)),
        fails(
            "SND17: AF_UNIX, no peer",
            ENOTCONN,
            fds -> send(fds.unix(SOCK_STREAM), fds.bytes(4), 4, 0)),
        fails(
            "SND18: UDP, 65508 bytes",
            EMSGSIZE,
            fds -> send(fds.udpLoop(), fds.bytes(65508), 65508, 0)),
        gives(
            "SND18: UDP, 65507 bytes",
            65507,
            fds -> send(fds.udpLoop(), fds.bytes(65507), 65507, 0)),
        fails(
            "SND20: AF_UNIX, peer closed",
            EPIPE,
            fds -> {
              int[] pair = fds.unixPair(SOCK_STREAM);
              fds.closeNow(pair[1]);
              return send(pair[0], fds.bytes(4), 4, 0);
            }),
        gives("SND22: TCP, nothing", 0, fds -> send(fds.tcpPair()[0], fds.bytes(4), 0, 0)),
        fails(
            "SND23: AF_UNIX datagram, no peer",
            ENOTCONN,
            fds -> send(fds.unix(SOCK_DGRAM), fds.bytes(4), 4, 0)),
        gives("send: part of a segment", 3, fds -> send(fds.tcpPair()[0], fds.bytes(4), 3, 0)),
        gives(
            "send: from a pointer without a size",
            4,
            fds -> {
              MemorySegment bare = MemorySegment.ofAddress(fds.text("abcd").address());
              return send(fds.tcpPair()[0], bare, 4, 0);
            }));
  }

  @TestFactory
  Stream<DynamicTest> recvCall() {
    return Stream.of(
        fails("RCV1: not open", EBADF, fds -> recv(notOpen(), fds.bytes(4), 4, 0)),
        fails("RCV2: /dev/null", ENOTSOCK, fds -> recv(fds.devNull(), fds.bytes(4), 4, 0)),
        fails(
            "RCV3: bad pointer, data waits",
            EFAULT,
            fds -> recv(received(fds, "data"), NOWHERE, 4, 0)),
        gives(
            "RCV3: the data is not lost",
            4,
            fds -> {
              int fd = received(fds, "data");
              assertThat(recv(fd, NOWHERE, 4, 0)).isEqualTo(-1);
              errno(12345);
              MemorySegment buf = fds.bytes(5);
              long n = recv(fd, buf, 4, 0);
              assertThat(buf.getString(0)).isEqualTo("data");
              return n;
            }),
        fails(
            "RCV4: MSG_OOB, none there",
            EINVAL,
            fds -> recv(fds.tcpPair()[0], fds.bytes(4), 4, MSG_OOB)),
        fails("RCV6: TCP, no peer", ENOTCONN, fds -> recv(fds.tcp(), fds.bytes(4), 4, 0)),
        fails("RCV7: listener", ENOTCONN, fds -> recv(fds.listener(), fds.bytes(4), 4, 0)),
        fails(
            "RCV8: nothing there",
            EAGAIN,
            fds -> recv(fds.tcpPair()[0], fds.bytes(4), 4, MSG_DONTWAIT)),
        fails(
            "RCV9: AF_UNIX, no peer",
            EINVAL,
            fds -> recv(fds.unix(SOCK_STREAM), fds.bytes(4), 4, 0)),
        fails(
            "RCV10: UDP, not bound", EAGAIN, fds -> recv(fds.udp(), fds.bytes(4), 4, MSG_DONTWAIT)),
        fails(
            "RCV13: SO_RCVTIMEO of 100 ms",
            EAGAIN,
            fds -> {
              int fd = fds.tcpPair()[0];
              assertThat(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, fds.timeval(0, 100_000), 16))
                  .isZero();
              long before = System.nanoTime();
              long n = recv(fd, fds.bytes(4), 4, 0);
              assertThat(System.nanoTime() - before).isGreaterThan(90_000_000);
              return n;
            }),
        fails("RCV15: reset: first", ECONNRESET, fds -> recv(reset(fds), fds.bytes(4), 4, 0)),
        gives(
            "RCV15: reset: then the end of file",
            0,
            fds -> {
              int fd = reset(fds);
              assertThat(recv(fd, fds.bytes(4), 4, 0)).isEqualTo(-1);
              errno(12345);
              return recv(fd, fds.bytes(4), 4, 0);
            }),
        fails(
            "RCV15: reset: send after it",
            EPIPE,
            fds -> {
              int fd = reset(fds);
              assertThat(recv(fd, fds.bytes(4), 4, 0)).isEqualTo(-1);
              return send(fd, fds.bytes(4), 4, 0);
            }),
        gives(
            "RCV17: AF_UNIX, peer closed",
            0,
            fds -> {
              int[] pair = fds.unixPair(SOCK_STREAM);
              fds.closeNow(pair[1]);
              return recv(pair[0], fds.bytes(4), 4, 0);
            }),
        gives(
            "recv: TCP, peer shut down",
            0,
            fds -> {
              int[] pair = fds.tcpPair();
              assertThat(shutdown(pair[1], SHUT_WR)).isZero();
              return recv(pair[0], fds.bytes(4), 4, 0);
            }),
        gives(
            "recv: only as much as there is room for",
            3,
            fds -> {
              MemorySegment buf = fds.bytes(8).fill((byte) 'x');
              long n = recv(received(fds, "data"), buf, 3, 0);
              assertThat(buf.asSlice(0, 4).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE))
                  .asString()
                  .isEqualTo("datx");
              return n;
            }),
        gives(
            "recv: into a pointer without a size",
            4,
            fds -> {
              MemorySegment buf = fds.bytes(5);
              long n = recv(received(fds, "data"), MemorySegment.ofAddress(buf.address()), 4, 0);
              assertThat(buf.getString(0)).isEqualTo("data");
              return n;
            }));
  }

  /** A TCP socket at which a text waits. */
  private static int received(Fds fds, String text) {
    int[] pair = fds.tcpPair();
    assertThat(send(pair[1], fds.text(text), text.length(), 0)).isEqualTo(text.length());
    assertThat(poll(fds.pollfd(pair[0], POLLIN), 1, 30_000)).isEqualTo(1);
    return pair[0];
  }

  /** A TCP socket whose peer broke off the connection. */
  private static int reset(Fds fds) {
    int[] pair = fds.tcpPair();
    assertThat(setsockopt(pair[1], SOL_SOCKET, SO_LINGER, fds.linger(1, 0), 8)).isZero();
    fds.closeNow(pair[1]);
    return pair[0];
  }

  @TestFactory
  Stream<DynamicTest> pollCall() {
    return Stream.of(
        gives("POL1: not open", POLLNVAL, fds -> ready(fds.pollfd(notOpen(), POLLIN), 1)),
        fails("POL3: NULL", EFAULT, _ -> poll(NULL, 1, 0)),
        fails("POL4: 2^32-1 structs", EINVAL, _ -> poll(NULL, 0xffffffffL, 0)),
        gives(
            "POL5: fresh TCP socket",
            POLLOUT | POLLHUP,
            fds -> ready(fds.pollfd(fds.tcp(), POLLIN | POLLOUT), 1)),
        gives("POL6: idle listener", 0, fds -> ready(fds.pollfd(fds.listener(), POLLIN), 0)),
        gives("poll: none, no wait", 0, fds -> poll(fds.bytes(8), 0, 0)),
        gives("poll: data", POLLIN, fds -> ready(fds.pollfd(received(fds, "x"), POLLIN), 1)),
        gives(
            "poll: waits as long as it is told",
            0,
            fds -> {
              long before = System.nanoTime();
              int n = poll(fds.pollfd(fds.listener(), POLLIN), 1, 50);
              assertThat(System.nanoTime() - before).isGreaterThan(45_000_000);
              return n;
            }));
  }

  /** Polls without waiting: what the one struct got. */
  private static int ready(MemorySegment entry, int expected) {
    assertThat(poll(entry, 1, 0)).isEqualTo(expected);
    return pollfd.revents(entry);
  }
}
