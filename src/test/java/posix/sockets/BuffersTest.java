package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posix.sockets.raw.Posix;
import posix.sockets.testing.Buffer;
import posix.sockets.testing.Buffer.Kind;
import posix.sockets.testing.Pair;
import posix.sockets.testing.Promise;

/** send and recv of {@link PosixSocket} with every kind of buffer. */
class BuffersTest {
  private static byte[] random(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] recv(PosixSocket socket, int length) throws Exception {
    var bytes = new byte[length];
    int n = socket.recv(bytes, 0, length, MSG_WAITALL);
    return Arrays.copyOf(bytes, n);
  }

  @ParameterizedTest
  @EnumSource
  void sendsThePart(Kind kind) throws Exception {
    try (Pair pair = Pair.tcp()) {
      byte[] bytes = random(100);
      Buffer buffer = kind.holding(bytes);
      assertThat(buffer.send(pair.client(), MsgFlags.NONE)).isEqualTo(100);
      assertThat(buffer.moved(100)).isEqualTo(100);
      pair.client().shutdown(SHUT_WR);
      assertThat(recv(pair.server(), 200)).isEqualTo(bytes);
      assertThat(buffer.bytes()).isEqualTo(bytes);
      assertThat(buffer.isIntactAround()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void receivesIntoThePart(Kind kind) throws Exception {
    try (Pair pair = Pair.tcp()) {
      byte[] bytes = random(200);
      pair.server().send(bytes, 0, 200);
      Buffer buffer = kind.of(100);
      assertThat(buffer.recv(pair.client(), MsgFlags.NONE)).isEqualTo(100);
      assertThat(buffer.moved(100)).isEqualTo(100);
      assertThat(buffer.bytes()).isEqualTo(Arrays.copyOf(bytes, 100));
      assertThat(buffer.isIntactAround()).isTrue();
      assertThat(recv(pair.client(), 100)).isEqualTo(Arrays.copyOfRange(bytes, 100, 200));
    }
  }

  @ParameterizedTest
  @EnumSource
  void receivesLessThanThereIsRoomFor(Kind kind) throws Exception {
    try (Pair pair = Pair.tcp()) {
      pair.server().send(new byte[] {1, 2, 3}, 0, 3);
      Buffer buffer = kind.of(5);
      assertThat(buffer.recv(pair.client(), MsgFlags.NONE)).isEqualTo(3);
      assertThat(buffer.moved(3)).isEqualTo(3);
      assertThat(buffer.bytes()).containsExactly(1, 2, 3, Buffer.CANARY, Buffer.CANARY);
      assertThat(buffer.isIntactAround()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void receivesTheEndOfFile(Kind kind) throws Exception {
    try (Pair pair = Pair.tcp()) {
      pair.server().shutdown(SHUT_WR);
      Buffer buffer = kind.of(2);
      assertThat(buffer.recv(pair.client(), MsgFlags.NONE)).isZero();
      assertThat(buffer.moved(0)).isZero();
      assertThat(buffer.bytes()).containsOnly(Buffer.CANARY);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFailureLeavesTheBufferAsItWas(Kind kind) throws Exception {
    try (Pair pair = Pair.tcp()) {
      Buffer buffer = kind.of(2);
      assertThatThrownBy(() -> buffer.recv(pair.client(), MSG_DONTWAIT))
          .hasMessageContaining("EAGAIN");
      pair.client().shutdown(SHUT_WR);
      assertThatThrownBy(() -> buffer.send(pair.client(), MsgFlags.NONE))
          .hasMessageContaining("EPIPE");
      assertThat(buffer.moved(0)).isZero();
      assertThat(buffer.bytes()).containsOnly(Buffer.CANARY);
    }
  }

  @ParameterizedTest
  @EnumSource
  void emptyBuffers(Kind kind) throws Exception {
    try (Pair pair = Pair.tcp()) {
      assertThat(kind.of(0).send(pair.client(), MsgFlags.NONE)).isZero();
      pair.server().send(new byte[] {9}, 0, 1);
      Buffer empty = kind.of(0);
      assertThat(empty.recv(pair.client(), MsgFlags.NONE)).isZero();
      assertThat(empty.isIntactAround()).isTrue();
      assertThat(recv(pair.client(), 1)).containsExactly(9);
    }
  }

  /** Around the sizes at which the way through native memory changes, and beyond. */
  @ParameterizedTest
  @EnumSource
  void large(Kind kind) throws Exception {
    for (int length : new int[] {8192, 8193, 65536, 65537, 1_000_003}) {
      byte[] bytes = random(length);
      try (Pair pair = Pair.tcp();
          var executor = Executors.newThreadPerTaskExecutor(Thread::new)) {
        Buffer from = kind.holding(bytes);
        Future<Long> received =
            executor.submit(() -> {
              Buffer to = kind.of(length);
              long n = to.recv(pair.server(), MSG_WAITALL);
              assertThat(to.bytes()).isEqualTo(bytes);
              assertThat(to.isIntactAround()).isTrue();
              assertThat(to.moved(n)).isEqualTo(n);
              return n;
            });
        assertThat(from.send(pair.client(), MsgFlags.NONE)).isEqualTo(length);
        assertThat(from.moved(length)).isEqualTo(length);
        assertThat(received.get()).isEqualTo(length);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void datagramsKeepTheirBounds(Kind kind) throws Exception {
    try (Pair pair = Pair.udp()) {
      kind.holding((byte) 1, (byte) 2).send(pair.client(), MsgFlags.NONE);
      kind.of(0).send(pair.client(), MsgFlags.NONE);
      kind.holding((byte) 3).send(pair.client(), MsgFlags.NONE);
      Buffer buffer = kind.of(4);
      assertThat(buffer.recv(pair.server(), MsgFlags.NONE)).isEqualTo(2);
      assertThat(buffer.bytes()).containsExactly(1, 2, Buffer.CANARY, Buffer.CANARY);
      Buffer second = kind.of(4);
      assertThat(second.recv(pair.server(), MsgFlags.NONE)).isZero();
      assertThat(second.moved(0)).isZero();
      assertThat(kind.of(4).recv(pair.server(), MsgFlags.NONE)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void datagramsAreCutToTheBuffer(Kind kind) throws Exception {
    try (Pair pair = Pair.udp()) {
      byte[] bytes = random(10);
      pair.client().send(bytes, 0, 10);
      pair.client().send(new byte[] {7}, 0, 1);
      Buffer buffer = kind.of(4);
      assertThat(buffer.recv(pair.server(), MsgFlags.NONE)).isEqualTo(4);
      assertThat(buffer.moved(4)).isEqualTo(4);
      assertThat(buffer.bytes()).isEqualTo(Arrays.copyOf(bytes, 4));
      assertThat(buffer.isIntactAround()).isTrue();
      assertThat(recv(pair.server(), 10)).containsExactly(7); // the rest of the first is gone
    }
  }

  @ParameterizedTest
  @EnumSource
  void truncTellsADatagramsWholeLength(Kind kind) throws Exception {
    try (Pair pair = Pair.udp()) {
      byte[] bytes = random(10);
      pair.client().send(bytes, 0, 10);
      Buffer buffer = kind.of(4);
      assertThat(buffer.recv(pair.server(), MSG_TRUNC)).isEqualTo(10);
      assertThat(buffer.moved(4)).isEqualTo(4);
      assertThat(buffer.bytes()).isEqualTo(Arrays.copyOf(bytes, 4));
      assertThat(buffer.isIntactAround()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void peekLeavesADatagramThere(Kind kind) throws Exception {
    try (Pair pair = Pair.udp()) {
      byte[] bytes = random(10);
      pair.client().send(bytes, 0, 10);
      Buffer peeked = kind.of(4);
      assertThat(peeked.recv(pair.server(), MSG_PEEK.or(MSG_TRUNC))).isEqualTo(10);
      assertThat(peeked.bytes()).isEqualTo(Arrays.copyOf(bytes, 4));
      Buffer buffer = kind.of(10);
      assertThat(buffer.recv(pair.server(), MsgFlags.NONE)).isEqualTo(10);
      assertThat(buffer.bytes()).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource
  void truncOnTcpDiscards(Kind kind) throws Exception {
    try (Pair pair = Pair.tcp()) {
      pair.server().send(new byte[] {1, 2, 3, 4, 5}, 0, 5);
      Buffer buffer = kind.of(3);
      assertThat(buffer.recv(pair.client(), MSG_TRUNC)).isEqualTo(3);
      assertThat(buffer.bytes()).containsOnly(Buffer.CANARY);
      assertThat(buffer.isIntactAround()).isTrue();
      assertThat(recv(pair.client(), 2)).containsExactly(4, 5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLargestDatagram(Kind kind) throws Exception {
    try (Pair pair = Pair.udp()) {
      byte[] bytes = random(65507);
      assertThat(kind.holding(bytes).send(pair.client(), MsgFlags.NONE)).isEqualTo(65507);
      Buffer buffer = kind.of(65507);
      assertThat(buffer.recv(pair.server(), MsgFlags.NONE)).isEqualTo(65507);
      assertThat(buffer.bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void readOnlyBuffersAreSent() throws Exception {
    byte[] bytes = {1, 2, 3};
    try (Pair pair = Pair.tcp();
        var arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      ByteBuffer heap = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
      ByteBuffer direct = ByteBuffer.allocateDirect(3).put(bytes).flip().asReadOnlyBuffer();
      assertThat(pair.client().send(segment.asReadOnly())).isEqualTo(3);
      assertThat(pair.client().send(MemorySegment.ofArray(bytes).asReadOnly())).isEqualTo(3);
      assertThat(pair.client().send(heap)).isEqualTo(3);
      assertThat(pair.client().send(direct)).isEqualTo(3);
      assertThat(heap.hasRemaining() || direct.hasRemaining()).isFalse();
      assertThat(recv(pair.server(), 12)).containsExactly(1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3);
    }
  }

  /** The calls without flags are the same calls. */
  @Test
  void withoutFlags() throws Exception {
    try (Pair pair = Pair.tcp();
        var arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_BYTE, (byte) 1, (byte) 2);
      assertThat(pair.client().send(segment)).isEqualTo(2);
      assertThat(pair.client().send(ByteBuffer.wrap(new byte[] {3}))).isEqualTo(1);
      assertThat(pair.client().send(new byte[] {0, 4, 0}, 1, 1)).isEqualTo(1);
      pair.client().shutdown(SHUT_WR);
      MemorySegment first = arena.allocate(1);
      var second = ByteBuffer.allocate(1);
      var third = new byte[] {0, 0, 0, 0};
      assertThat(pair.server().recv(first)).isEqualTo(1);
      assertThat(pair.server().recv(second)).isEqualTo(1);
      Expect.soon("both have come", () -> pair.server().ioctl(Posix.FIONREAD, 0) == 2);
      assertThat(pair.server().recv(third, 1, 2)).isEqualTo(2);
      assertThat(first.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 1);
      assertThat(second.get(0)).isEqualTo((byte) 2);
      assertThat(third).containsExactly(0, 3, 4, 0);
    }
  }

  /** Heap bytes pass through buffers that are used again: nothing of one call shows in the next. */
  @Test
  @Promise("nothing-beside")
  void nothingLeaksThroughTheWayOffTheHeap() throws Exception {
    try (Pair pair = Pair.udp()) {
      var secret = new byte[1000];
      Arrays.fill(secret, (byte) 0x77);
      pair.client().send(secret, 0, 1000);
      pair.client().send(new byte[] {1}, 0, 1);
      pair.server().recv(new byte[1000], 0, 1000);
      var buf = new byte[1000];
      assertThat(pair.server().recv(buf, 0, 1000, MSG_TRUNC)).isEqualTo(1);
      assertThat(Arrays.copyOfRange(buf, 1, 1000)).containsOnly(0);
    }
  }
}
