package posix.sockets.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.raw.Posix.*;
import static posix.sockets.testing.Fds.SIN;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import posix.sockets.testing.Fds;
import posix.sockets.testing.OpenFiles;
import posix.sockets.testing.Promise;
import posix.sockets.testing.Tripwire;

/**
 * What {@link Posix} refuses before it calls: the kernel would read and write beyond the end of a
 * segment.
 */
class PosixLengthsTest {
  private record Wrong(String what, Class<? extends Exception> error, Row.Call call) {}

  private static Wrong beyond(String what, Row.Call call) {
    return new Wrong(what, IndexOutOfBoundsException.class, call);
  }

  private static Wrong illegal(String what, Row.Call call) {
    return new Wrong(what, IllegalArgumentException.class, call);
  }

  /** On a descriptor that is not open, a call that reaches the kernel sets errno to EBADF. */
  @TestFactory
  @Promise("raw-bounds")
  Stream<DynamicTest> refusedWithoutACall() throws Exception {
    int fd = OpenFiles.notOpen();
    MemorySegment readOnly = Arena.global().allocate(64).asReadOnly();
    return Stream.of(
            beyond("bind", fds -> bind(fd, fds.bytes(SIN), SIN + 1)),
            beyond("connect", fds -> connect(fd, fds.bytes(SIN), SIN + 1)),
            beyond("connect, empty segment", fds -> connect(fd, fds.bytes(8).asSlice(8), 1)),
            beyond("accept", fds -> accept(fd, fds.bytes(SIN), fds.integer(SIN + 1))),
            beyond("accept, length", fds -> accept(fd, fds.bytes(SIN), fds.bytes(3))),
            beyond("accept4", fds -> accept4(fd, fds.bytes(SIN), fds.integer(SIN + 1), 0)),
            beyond("accept4, length", fds -> accept4(fd, fds.bytes(SIN), fds.bytes(3), 0)),
            beyond("getsockname", fds -> getsockname(fd, fds.bytes(SIN), fds.integer(SIN + 1))),
            beyond("getsockname, length", fds -> getsockname(fd, fds.bytes(SIN), fds.bytes(3))),
            beyond("getpeername", fds -> getpeername(fd, fds.bytes(SIN), fds.integer(SIN + 1))),
            beyond("getpeername, length", fds -> getpeername(fd, fds.bytes(SIN), fds.bytes(3))),
            beyond("send", fds -> send(fd, fds.bytes(4), 5, 0)),
            beyond("send, -1", fds -> send(fd, fds.bytes(4), -1, 0)),
            beyond("send, Long.MIN_VALUE", fds -> send(fd, fds.bytes(4), Long.MIN_VALUE, 0)),
            beyond("send, slice", fds -> send(fd, fds.bytes(64).asSlice(60), 5, 0)),
            beyond("send, slice at the end", fds -> send(fd, fds.bytes(64).asSlice(64), 1, 0)),
            beyond("recv", fds -> recv(fd, fds.bytes(4), 5, 0)),
            beyond("recv, -1", fds -> recv(fd, fds.bytes(4), -1, 0)),
            beyond("recv, Long.MIN_VALUE", fds -> recv(fd, fds.bytes(4), Long.MIN_VALUE, 0)),
            beyond("recv, slice", fds -> recv(fd, fds.bytes(64).asSlice(8, 8), 32, 0)),
            beyond("recv, slice at the end", fds -> recv(fd, fds.bytes(64).asSlice(64), 1, 0)),
            beyond(
                "getsockopt",
                fds -> getsockopt(fd, SOL_SOCKET, SO_TYPE, fds.bytes(3), fds.integer(4))),
            beyond(
                "getsockopt, length",
                fds -> getsockopt(fd, SOL_SOCKET, SO_TYPE, fds.bytes(4), fds.bytes(3))),
            beyond("setsockopt", fds -> setsockopt(fd, SOL_SOCKET, SO_TYPE, fds.bytes(3), 4)),
            beyond("poll", fds -> poll(fds.bytes(15), 2, 0)),
            beyond("poll, -1", fds -> poll(fds.bytes(8), -1, 0)),
            beyond("poll, 2^61", fds -> poll(fds.bytes(8), 1L << 61, 0)),
            beyond("inet_pton", fds -> inet_pton(AF_INET, "1.2.3.4", fds.bytes(3))),
            beyond("inet_pton, IPv6", fds -> inet_pton(AF_INET6, "::1", fds.bytes(15))),
            beyond("inet_ntop", fds -> ntop(AF_INET, fds.bytes(3))),
            beyond("inet_ntop, IPv6", fds -> ntop(AF_INET6, fds.bytes(15))),
            illegal("recv, read-only", _ -> recv(fd, readOnly, 4, 0)),
            illegal("accept, read-only", fds -> accept(fd, readOnly, fds.integer(SIN))),
            illegal("accept, length read-only", fds -> accept(fd, fds.bytes(SIN), readOnly)),
            illegal("getsockname, read-only", fds -> getsockname(fd, readOnly, fds.integer(SIN))),
            illegal("getpeername, read-only", fds -> getpeername(fd, readOnly, fds.integer(SIN))),
            illegal(
                "getsockopt, read-only",
                fds -> getsockopt(fd, SOL_SOCKET, SO_TYPE, readOnly, fds.integer(4))),
            illegal("inet_pton, read-only", _ -> inet_pton(AF_INET, "1.2.3.4", readOnly)),
            illegal("send, heap", _ -> send(fd, MemorySegment.ofArray(new byte[4]), 4, 0)),
            illegal("recv, heap", _ -> recv(fd, MemorySegment.ofArray(new byte[4]), 4, 0)),
            illegal("bind, heap", _ -> bind(fd, MemorySegment.ofArray(new byte[SIN]), SIN)),
            new Wrong("send, null", NullPointerException.class, _ -> send(fd, null, 0, 0)),
            new Wrong("recv, null", NullPointerException.class, _ -> recv(fd, null, 0, 0)),
            new Wrong("bind, null", NullPointerException.class, _ -> bind(fd, null, 0)),
            new Wrong("poll, null", NullPointerException.class, _ -> poll(null, 0, 0)),
            new Wrong(
                "send, closed arena", IllegalStateException.class, _ -> send(fd, closed(), 4, 0)),
            new Wrong(
                "recv, closed arena", IllegalStateException.class, _ -> recv(fd, closed(), 4, 0)),
            new Wrong(
                "send, another thread's",
                WrongThreadException.class,
                _ -> onAnotherThread(segment -> send(fd, segment, 4, 0))),
            new Wrong(
                "recv, another thread's",
                WrongThreadException.class,
                _ -> onAnotherThread(segment -> recv(fd, segment, 4, 0))))
        .map(wrong -> DynamicTest.dynamicTest(wrong.what(), () -> check(wrong)));
  }

  private static void check(Wrong wrong) throws Exception {
    try (var fds = new Fds()) {
      errno(12345);
      assertThatThrownBy(() -> wrong.call().run(fds)).isInstanceOf(wrong.error());
      assertThat(errno()).isEqualTo(12345);
    }
  }

  private static int ntop(int af, MemorySegment src) {
    return inet_ntop(af, src) == null ? -1 : 0;
  }

  private static MemorySegment closed() {
    try (var arena = Arena.ofConfined()) {
      return arena.allocate(4);
    }
  }

  private interface Use {
    long of(MemorySegment segment);
  }

  private static long onAnotherThread(Use use) throws Exception {
    try (var arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(4);
      var thrown = new Throwable[1];
      Thread.ofPlatform()
          .uncaughtExceptionHandler((_, e) -> thrown[0] = e)
          .start(() -> use.of(segment))
          .join();
      throw (RuntimeException) thrown[0];
    }
  }

  /** The same by what the kernel knows: neither sent anything nor took anything. */
  @Test
  void theSocketIsNotTouched() throws Exception {
    try (var fds = new Fds();
        var wire = new Tripwire()) {
      int fd = wire.fd();
      assertThatThrownBy(() -> send(fd, fds.bytes(4), 5, 0))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("length 5 in a segment of 4 bytes");
      assertThatThrownBy(() -> recv(fd, fds.bytes(4), 5, 0))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("length 5 in a segment of 4 bytes");
      assertThat(wire.isUntouched()).isTrue();
    }
  }

  @Test
  void neighboursOfASliceAreLeftAlone() throws Exception {
    try (var fds = new Fds()) {
      int[] pair = fds.tcpPair();
      MemorySegment memory = fds.bytes(32).fill((byte) 0x55);
      assertThat(send(pair[1], fds.bytes(32), 32, 0)).isEqualTo(32);
      assertThatThrownBy(() -> recv(pair[0], memory.asSlice(8, 8), 32, MSG_DONTWAIT))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(recv(pair[0], memory.asSlice(8, 8), 8, 0)).isEqualTo(8);
      MemorySegment expected = fds.bytes(32).fill((byte) 0x55);
      expected.asSlice(8, 8).fill((byte) 0);
      assertThat(memory.mismatch(expected)).isEqualTo(-1);
    }
  }
}
