package posix.sockets.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;

import java.lang.foreign.MemorySegment;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import posix.sockets.PosixSocket;
import posix.sockets.SockFilter;
import posix.sockets.SockFprog;
import posix.sockets.SockOpt;
import posix.sockets.SockOpt.Codec;
import posix.sockets.raw.constants.SocketH;
import posix.sockets.testing.Promise;

/** Codecs of one's own: whatever they say, the kernel writes where there is room. */
class OptionCallTest {
  private static final Codec<byte[]> BYTES = Codec.bytes(0, 64);

  /** {@code optlen} counts instructions there, and the kernel writes as many. */
  @Test
  @Promise("bounds")
  void aFiltersLengthIsNotInBytes() throws Exception {
    try (var socket = PosixSocket.open(AF_INET, SOCK_DGRAM)) {
      var filter = Collections.nCopies(64, new SockFilter(6, 0, 0, -1));
      socket.setsockopt(SO_ATTACH_FILTER, new SockFprog(filter));
      assertThatThrownBy(
              () -> socket.getsockopt(SockOpt.of(SocketH.SOL_SOCKET, SocketH.SO_GET_FILTER, BYTES)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("level 1, option 26: the kernel may write 512 bytes to 64");
      assertThat(socket.getsockopt(SO_GET_FILTER).filter()).isEqualTo(filter);
    }
  }

  @Test
  @Promise("bounds")
  void aQuestionThatIsLongerThanItsMemory() throws Exception {
    var asked = new SockOpt.AskOnly<>(SocketH.SOL_SOCKET, SocketH.SO_RCVBUF, new Any(), BYTES, "X");
    try (var socket = PosixSocket.open(AF_INET, SOCK_DGRAM)) {
      assertThat(socket.getsockopt(asked.about(64))).hasSize(4);
      for (int length : new int[] {65, 1 << 20, Integer.MAX_VALUE, -1}) {
        assertThatThrownBy(() -> socket.getsockopt(asked.about(length)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("X: the kernel may write " + length + " bytes to 64");
      }
    }
  }

  /** Claims to have written as much as it is told. */
  private static final class Any implements Codec<Integer> {
    @Override
    public int size() {
      return 4;
    }

    @Override
    public Integer decode(MemorySegment from) {
      return 0;
    }

    @Override
    public int encode(Integer value, MemorySegment to) {
      return value;
    }
  }
}
