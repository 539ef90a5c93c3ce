package posix.sockets.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.raw.Posix.*;
import static posix.sockets.raw.Row.fails;
import static posix.sockets.raw.Row.gives;
import static posix.sockets.testing.Fds.NOWHERE;

import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import posix.sockets.testing.Fds;

/** getsockopt and setsockopt of {@link Posix}. */
class PosixOptionsTest {
  @TestFactory
  Stream<DynamicTest> getsockoptCall() {
    return Stream.of(
        gives("getsockopt: SO_TYPE", SOCK_DGRAM, fds -> get(fds, fds.udp(), SOL_SOCKET, SO_TYPE)),
        gives("getsockopt: SO_ERROR, none", 0, fds -> get(fds, fds.udp(), SOL_SOCKET, SO_ERROR)),
        gives(
            "getsockopt: less room than the value needs",
            2,
            fds -> {
              MemorySegment value = fds.bytes(4).fill((byte) 0x55);
              MemorySegment length = fds.integer(2);
              assertThat(getsockopt(fds.tcp(), SOL_SOCKET, SO_TYPE, value, length)).isZero();
              assertThat(value.get(JAVA_BYTE, 0)).isEqualTo((byte) SOCK_STREAM);
              assertThat(value.get(JAVA_BYTE, 2)).isEqualTo((byte) 0x55);
              return length.get(JAVA_INT, 0);
            }));
  }

  private static long get(Fds fds, int fd, int level, int option) {
    MemorySegment value = fds.integer(-77);
    MemorySegment length = fds.integer(4);
    long result = getsockopt(fd, level, option, value, length);
    if (result == 0) {
      assertThat(length.get(JAVA_INT, 0)).isEqualTo(4);
      return value.get(JAVA_INT, 0);
    }
    return result;
  }

  @TestFactory
  Stream<DynamicTest> setsockoptCall() {
    return Stream.of(
        fails(
            "setsockopt: bad pointer",
            EFAULT,
            fds -> setsockopt(fds.tcp(), SOL_SOCKET, SO_REUSEADDR, NOWHERE, 4)),
        gives(
            "setsockopt: SO_REUSEADDR",
            1,
            fds -> {
              int fd = fds.tcp();
              assertThat(get(fds, fd, SOL_SOCKET, SO_REUSEADDR)).isZero();
              assertThat(set(fds, fd, SOL_SOCKET, SO_REUSEADDR, 1)).isZero();
              return get(fds, fd, SOL_SOCKET, SO_REUSEADDR);
            }));
  }

  private static int set(Fds fds, int fd, int level, int option, int value) {
    return setsockopt(fd, level, option, fds.integer(value), 4);
  }
}
