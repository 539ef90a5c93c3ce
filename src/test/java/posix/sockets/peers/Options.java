package posix.sockets.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import posix.sockets.PosixSocket;
import posix.sockets.raw.Posix;

/** Options as bytes. */
final class Options {
  private Options() {}

  static byte[] bytes(PosixSocket socket, int level, int option, int length) throws IOException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(length);
      MemorySegment room = arena.allocateFrom(ValueLayout.JAVA_INT, length);
      assertThat(Posix.getsockopt(socket.fd(), level, option, value, room)).isZero();
      return value.asSlice(0, room.get(ValueLayout.JAVA_INT, 0)).toArray(ValueLayout.JAVA_BYTE);
    }
  }

  static int[] ints(byte[] bytes) {
    int[] ints = new int[bytes.length / 4];
    ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asIntBuffer().get(ints);
    return ints;
  }
}
