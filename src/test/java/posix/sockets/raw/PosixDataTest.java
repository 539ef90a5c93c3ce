package posix.sockets.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.raw.Posix.*;
import static posix.sockets.raw.Row.gives;

import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import posix.sockets.bindings.pollfd;

/** The calls of {@link Posix} that move bytes, and the one that waits for them. */
class PosixDataTest {
  @TestFactory
  Stream<DynamicTest> sendCall() {
    return Stream.of(
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
              long n = recv(fds.received("data"), buf, 3, 0);
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
              long n = recv(fds.received("data"), MemorySegment.ofAddress(buf.address()), 4, 0);
              assertThat(buf.getString(0)).isEqualTo("data");
              return n;
            }));
  }

  @TestFactory
  Stream<DynamicTest> pollCall() {
    return Stream.of(
        gives("poll: none, no wait", 0, fds -> poll(fds.bytes(8), 0, 0)),
        gives("poll: data", POLLIN, fds -> ready(fds.pollfd(fds.received("x"), POLLIN), 1)),
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
