package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import posix.sockets.raw.Posix;
import posix.sockets.testing.OpenFiles;

class SockOptTest {
  /** An option without a constant, whose value is a text of any length. */
  private static final SockOpt.Codec<String> TEXT =
      new SockOpt.Codec<>() {
        @Override
        public int size() {
          return 200; // more than the memory that is kept for options
        }

        @Override
        public String decode(MemorySegment from) {
          return from.getString(0);
        }

        @Override
        public int encode(String value, MemorySegment to) {
          to.setString(0, value);
          return value.length();
        }
      };

  @Test
  void anIntOfOnesOwn() throws Exception {
    var keepIdle = SockOpt.of(Posix.IPPROTO_TCP, Posix.TCP_KEEPIDLE, SockOpt.Codec.INT);
    try (var socket = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      assertThat(socket.setsockopt(keepIdle, 77).getsockopt(keepIdle)).isEqualTo(77);
      assertThat(keepIdle).hasToString("level 6, option 4");
      assertThatThrownBy(() -> socket.setsockopt(keepIdle, 0))
          .hasMessage("setsockopt: Invalid argument (EINVAL, 22): level 6, option 4");
    }
  }

  @Test
  void aTextOfOnesOwn() throws Exception {
    var congestion = SockOpt.of(Posix.IPPROTO_TCP, Posix.TCP_CONGESTION, TEXT);
    try (var socket = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      assertThat(socket.setsockopt(congestion, "reno").getsockopt(congestion)).isEqualTo("reno");
      assertThatThrownBy(() -> socket.setsockopt(congestion, "nosuchcc"))
          .hasMessageContaining("ENOENT");
    }
  }

  /** The kernel calls any number but 0 true. */
  @Test
  void aBooleanIsAnyNumberButZero() throws Exception {
    var incoming = SockOpt.of(Posix.SOL_SOCKET, Posix.SO_RCVBUF, SockOpt.Codec.BOOLEAN);
    var none = SockOpt.of(Posix.SOL_SOCKET, Posix.SO_ERROR, SockOpt.Codec.BOOLEAN);
    try (var socket = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      assertThat(socket.getsockopt(incoming)).isTrue();
      assertThat(socket.getsockopt(none)).isFalse();
    }
  }

  /** What a codec throws comes through, and the socket is usable after it. */
  @Test
  void aCodecThatFails() throws Exception {
    var failing =
        SockOpt.of(
            Posix.SOL_SOCKET,
            Posix.SO_REUSEADDR,
            SockOpt.Codec.<Integer>ofInt(
                _ -> {
                  throw new ArithmeticException("read");
                },
                _ -> {
                  throw new ArithmeticException("written");
                }));
    PosixSocket socket = OpenFiles.renumbered(PosixSocket.open(AF_INET, SOCK_STREAM));
    int fd = socket.fd();
    assertThatThrownBy(() -> socket.getsockopt(failing)).hasMessage("read");
    assertThatThrownBy(() -> socket.setsockopt(failing, 1)).hasMessage("written");
    assertThat(socket.getsockopt(SO_REUSEADDR)).isFalse();
    socket.close();
    assertThat(OpenFiles.at(fd)).isNull();
  }
}
