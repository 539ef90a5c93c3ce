package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;
import static posix.sockets.Expect.errno;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posix.sockets.testing.OwnThread;
import posix.sockets.testing.Promise;

/**
 * {@code sendmsg}, {@code recvmsg}, {@code writev} and {@code readv} with any number of buffers.
 */
class MessageBuffersTest {
  private static final byte CANARY = 0x55;

  /** Where buffers come from. */
  enum Memory {
    AUTO(n -> Arena.ofAuto().allocate(n)),
    CONFINED(n -> Arena.ofConfined().allocate(n)),
    SHARED(n -> Arena.ofShared().allocate(n)),
    GLOBAL(n -> Arena.global().allocate(n)),
    HEAP(n -> MemorySegment.ofArray(new byte[n])),
    LONGS(n -> MemorySegment.ofArray(new long[n / 8 + 1]).asSlice(0, n)),
    PART(n -> MemorySegment.ofArray(new byte[n + 9]).asSlice(5, n)),
    DIRECT(n -> MemorySegment.ofBuffer(java.nio.ByteBuffer.allocateDirect(n)));

    private final IntFunction<MemorySegment> maker;

    Memory(IntFunction<MemorySegment> maker) {
      this.maker = maker;
    }

    MemorySegment of(int length) {
      return maker.apply(length);
    }
  }

  private static MemorySegment[] buffers(Memory[] kinds, int... lengths) {
    MemorySegment[] buffers = new MemorySegment[lengths.length];
    for (int i = 0; i < lengths.length; i++) {
      buffers[i] = kinds[i % kinds.length].of(lengths[i]).fill(CANARY);
    }
    return buffers;
  }

  /** The bytes of several buffers, one behind the other. */
  private static byte[] joined(MemorySegment... buffers) {
    int length = (int) Arrays.stream(buffers).mapToLong(MemorySegment::byteSize).sum();
    byte[] all = new byte[length];
    int at = 0;
    for (MemorySegment buffer : buffers) {
      byte[] part = Local.content(buffer, buffer.byteSize());
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private static void fill(MemorySegment... buffers) {
    int at = 1;
    for (MemorySegment buffer : buffers) {
      for (long i = 0; i < buffer.byteSize(); i++) {
        buffer.set(java.lang.foreign.ValueLayout.JAVA_BYTE, i, (byte) at++);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneKind(Memory kind) throws Exception {
    gatherAndScatter(kind);
  }

  /** More arenas than the linker is passed to keep alive, in both orders. */
  @Test
  void allKinds() throws Exception {
    gatherAndScatter(Memory.values());
    List<Memory> reversed = Arrays.asList(Memory.values()).reversed();
    gatherAndScatter(reversed.toArray(Memory[]::new));
  }

  private static void gatherAndScatter(Memory... kinds) throws IOException {
    try (var unix = Local.pair(SOCK_DGRAM);
        var tcp = Local.tcp()) {
      MemorySegment[] out = buffers(kinds, 3, 0, 1, 100, 7, 0, 9000, 2, 5);
      fill(out);
      byte[] expected = joined(out);
      for (SocketPair pair : List.of(unix, tcp)) {
        assertThat(pair.first().sendmsg(MsgFlags.NONE, null, List.of(), out))
            .isEqualTo(expected.length);
        MemorySegment[] in = buffers(kinds, 1, 2, 0, 5000, 4000, 100, 0, 5, 9, 1);
        try (var received = pair.second().recvmsg(MSG_WAITALL, 0, in)) {
          assertThat(received.length()).isEqualTo(expected.length);
          assertThat(received.flags().has(MSG_TRUNC)).isFalse();
        }
        assertThat(joined(in)).isEqualTo(expected);
        // the same by the other two
        assertThat(pair.first().writev(out)).isEqualTo(expected.length);
        MemorySegment[] again = buffers(kinds, 9200, 9);
        assertThat(pair.second().readv(again)).isEqualTo(expected.length);
        byte[] got = joined(again);
        assertThat(Arrays.copyOf(got, expected.length)).isEqualTo(expected);
        assertThat(Arrays.copyOfRange(got, expected.length, got.length)).containsOnly(CANARY);
      }
    }
  }

  /** Less than there is room for leaves the rest alone, in each of the buffers. */
  @Test
  void everyLengthIntoThree() throws Exception {
    Memory[] kinds = {Memory.AUTO, Memory.HEAP, Memory.PART};
    try (var pair = Local.pair(SOCK_DGRAM)) {
      for (int length = 0; length <= 12; length++) {
        MemorySegment out = Local.pattern(length);
        pair.first().send(out);
        MemorySegment[] in = buffers(kinds, 3, 4, 2);
        try (var received = pair.second().recvmsg(MsgFlags.NONE, 0, in)) {
          int there = Math.min(length, 9);
          assertThat(received.length()).isEqualTo(there);
          assertThat(received.isTruncated()).isEqualTo(length > 9);
          byte[] got = joined(in);
          assertThat(Arrays.copyOf(got, there)).isEqualTo(Local.content(out, there));
          for (int i = there; i < 9; i++) {
            assertThat(got[i]).isEqualTo(CANARY);
          }
        }
      }
    }
  }

  /** With {@code MSG_TRUNC} asked for, the length is the datagram's, and no buffer overflows. */
  @ParameterizedTest
  @EnumSource
  void theFullLength(Memory kind) throws Exception {
    try (var pair = Local.pair(SOCK_DGRAM)) {
      pair.first().send(Local.pattern(5000));
      MemorySegment[] in = buffers(new Memory[] {kind}, 3, 4);
      try (var received = pair.second().recvmsg(MSG_TRUNC, 0, in)) {
        assertThat(received.length()).isEqualTo(5000);
        assertThat(received.isTruncated()).isTrue();
        assertThat(joined(in)).isEqualTo(Local.content(Local.pattern(7), 7));
      }
    }
  }

  /** There, TCP discards what it counts: the buffer stays as it is, wherever it lies. */
  @ParameterizedTest
  @EnumSource
  void discarding(Memory kind) throws Exception {
    try (var pair = Local.tcp()) {
      pair.first().send(Local.utf8("discarded"));
      MemorySegment buf = kind.of(9).fill(CANARY);
      try (var received = pair.second().recvmsg(MSG_TRUNC.or(MSG_WAITALL), 0, buf)) {
        assertThat(received.length()).isEqualTo(9);
        assertThat(received.isTruncated()).isFalse(); // streams never say so
      }
      assertThat(joined(buf)).containsOnly(CANARY);
    }
  }

  /** Streams do not truncate. */
  @Test
  void streamsKeepTheRest() throws Exception {
    try (var pair = Local.tcp()) {
      pair.first().writev(Local.utf8("some"), Local.utf8("thing"));
      MemorySegment buf = Local.room(5);
      try (var received = pair.second().recvmsg(MSG_WAITALL, 0, buf)) {
        assertThat(received.flags()).isEqualTo(MsgFlags.NONE);
        assertThat(Local.text(buf, received.length())).isEqualTo("somet");
      }
      assertThat(Local.recv(pair.second())).isEqualTo("hing");
      pair.first().shutdown(SHUT_WR);
      assertThat(pair.second().readv(buf)).isZero();
      try (var received = pair.second().recvmsg(MsgFlags.NONE, 64, buf)) {
        assertThat(received.length()).isZero();
        assertThat(received.flags()).isEqualTo(MsgFlags.NONE);
      }
    }
  }

  /** Without a buffer a datagram can be sent and received, if an empty one. */
  @Test
  void noBufferAtAll() throws Exception {
    try (var pair = Local.pair(SOCK_DGRAM)) {
      assertThat(pair.first().sendmsg(MsgFlags.NONE, null, List.of())).isZero();
      assertThat(pair.second().recv(Local.room(9))).isZero();
      pair.first().send(Local.utf8("lost"));
      try (var received = pair.second().recvmsg(MsgFlags.NONE, 0)) {
        assertThat(received.length()).isZero();
        assertThat(received.isTruncated()).isTrue();
      }
      assertThat(pair.first().writev()).isZero();
      assertThat(pair.second().recv(Local.room(9))).isZero();
      assertThat(Local.isEmpty(pair.second())).isTrue();
    }
  }

  @Test
  void peeking() throws Exception {
    try (var pair = Local.pair(SOCK_DGRAM)) {
      pair.first().send(Local.utf8("still there"));
      MemorySegment buf = Local.room(20);
      for (MsgFlags flags : List.of(MSG_PEEK, MSG_PEEK, MsgFlags.NONE)) {
        try (var received = pair.second().recvmsg(flags, 0, buf)) {
          assertThat(Local.text(buf, received.length())).isEqualTo("still there");
        }
      }
      errno(Errno.EAGAIN, () -> pair.second().recvmsg(MSG_DONTWAIT, 0, buf));
    }
  }

  /** {@code UIO_MAXIOV} is 1024. */
  @Test
  void moreBuffersThanTheKernelTakes() throws Exception {
    try (var pair = Local.pair(SOCK_DGRAM)) {
      for (Memory kind : List.of(Memory.AUTO, Memory.HEAP)) {
        MemorySegment[] most = buffers(new Memory[] {kind}, ones(1024));
        MemorySegment[] tooMany = buffers(new Memory[] {kind}, ones(1025));
        fill(most);
        assertThat(pair.first().writev(most)).isEqualTo(1024);
        assertThat(pair.first().sendmsg(MsgFlags.NONE, null, List.of(), most)).isEqualTo(1024);
        errno(Errno.EMSGSIZE, () -> pair.first().writev(tooMany));
        errno(Errno.EMSGSIZE, () -> pair.first().sendmsg(MsgFlags.NONE, null, List.of(), tooMany));
        errno(Errno.EMSGSIZE, () -> pair.second().recvmsg(MsgFlags.NONE, 0, tooMany));
        errno(Errno.EINVAL, () -> pair.second().readv(tooMany));
        byte[] expected = joined(most);
        MemorySegment[] in = buffers(new Memory[] {kind}, ones(1024));
        assertThat(pair.second().readv(in)).isEqualTo(1024);
        assertThat(joined(in)).isEqualTo(expected);
        in = buffers(new Memory[] {kind}, ones(1024));
        try (var received = pair.second().recvmsg(MsgFlags.NONE, 0, in)) {
          assertThat(received.length()).isEqualTo(1024);
        }
        assertThat(joined(in)).isEqualTo(expected);
        assertThat(Local.isEmpty(pair.second())).isTrue();
      }
    }
  }

  private static int[] ones(int count) {
    int[] ones = new int[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Read-only memory can be sent and not be received into, whichever of the buffers it is. */
  @ParameterizedTest
  @EnumSource
  void readOnly(Memory kind) throws Exception {
    try (var pair = Local.pair(SOCK_DGRAM)) {
      MemorySegment readOnly = kind.of(4).copyFrom(Local.utf8("read")).asReadOnly();
      assertThat(pair.first().writev(readOnly, readOnly)).isEqualTo(8);
      MemorySegment buf = Local.room(9);
      assertThatIllegalArgumentException().isThrownBy(() -> pair.second().readv(readOnly));
      assertThatIllegalArgumentException().isThrownBy(() -> pair.second().readv(buf, readOnly));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> pair.second().recvmsg(MsgFlags.NONE, 0, buf, readOnly));
      assertThat(Local.recv(pair.second())).isEqualTo("readread");
    }
  }

  /**
   * A buffer whose arena is closed, or another thread's: no system call, wherever among the others
   * it stands. What waits to be received is not lost, and nothing is sent.
   */
  @Test
  @Promise("bounds")
  void deadAndForeignBuffers() throws Exception {
    MemorySegment dead;
    try (var arena = Arena.ofConfined()) {
      dead = arena.allocate(4);
    }
    MemorySegment foreign =
        OwnThread.run(() -> {
          @SuppressWarnings("resource") // closed by nobody: its thread is gone
          var arena = Arena.ofConfined();
          return arena.allocate(4);
        });
    for (int before = 0; before <= 5; before++) {
      MemorySegment[] bufs = new MemorySegment[before + 1];
      for (int i = 0; i < before; i++) {
        bufs[i] = Arena.ofAuto().allocate(2); // each of an arena of its own
      }
      bufs[before] = dead;
      refused(IllegalStateException.class, bufs);
      bufs[before] = foreign;
      refused(WrongThreadException.class, bufs);
      bufs[before] = null;
      refused(NullPointerException.class, bufs);
    }
  }

  private static void refused(Class<? extends Throwable> type, MemorySegment[] bufs)
      throws IOException {
    String which = "buffer " + (bufs.length - 1);
    try (var pair = Local.pair(SOCK_DGRAM)) {
      PosixSocket one = pair.first();
      PosixSocket other = pair.second();
      one.send(Local.utf8("precious data, more than the others take"));
      assertThatThrownBy(() -> other.readv(bufs)).as(which).isInstanceOf(type);
      assertThatThrownBy(() -> other.recvmsg(MsgFlags.NONE, 0, bufs)).as(which).isInstanceOf(type);
      assertThatThrownBy(() -> other.writev(bufs)).as(which).isInstanceOf(type);
      assertThatThrownBy(() -> other.sendmsg(MsgFlags.NONE, null, List.of(), bufs))
          .as(which)
          .isInstanceOf(type);
      assertThat(Local.isEmpty(one)).as(which).isTrue();
      assertThat(Local.isEmpty(other)).as(which).isFalse();
      assertThat(Local.recv(other)).as(which).startsWith("precious");
    }
  }

  @Test
  void otherWrongArguments() throws Exception {
    try (var pair = Local.pair(SOCK_DGRAM)) {
      MemorySegment buf = Local.room(9);
      pair.first().send(Local.utf8("precious"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> pair.second().recvmsg(MsgFlags.NONE, -1, buf));
      assertThatThrownBy(() -> pair.second().recvmsg(null, 0, buf))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> pair.second().sendmsg(MsgFlags.NONE, null, null, buf))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> pair.second().sendmsg(null, null, List.of(), buf))
          .isInstanceOf(NullPointerException.class);
      List<Cmsg> fromTheKernel = List.of(new Cmsg.UdpGro(1));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> pair.second().sendmsg(MsgFlags.NONE, null, fromTheKernel, buf));
      assertThat(Local.recv(pair.second())).isEqualTo("precious");
      assertThat(Local.isEmpty(pair.first())).isTrue();
    }
  }

  @Test
  void closed() throws Exception {
    var pair = Local.pair(SOCK_DGRAM);
    pair.close();
    MemorySegment buf = Local.room(9);
    assertThatThrownBy(() -> pair.first().sendmsg(buf)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> pair.first().writev(buf)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> pair.first().readv(buf)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> pair.first().recvmsg(MsgFlags.NONE, 0, buf))
        .isInstanceOf(ClosedChannelException.class);
  }

  /** SIGPIPE would end the process, were it not asked to stay away. */
  @Test
  @Promise("sigpipe")
  void aPeerThatIsGone() throws Exception {
    try (var pair = Local.pair(SOCK_STREAM)) {
      pair.second().shutdown(SHUT_RDWR);
      MemorySegment buf = Local.utf8("x");
      errno(Errno.EPIPE, () -> pair.first().writev(buf));
      errno(Errno.EPIPE, () -> pair.first().sendmsg(buf));
      assertThat(pair.first().readv(Local.room(1))).isZero();
    }
  }

  @Test
  void names() throws Exception {
    try (var one = Local.udp();
        var other = Local.udp6()) {
      MemorySegment buf = Local.room(9);
      one.sendmsg(MsgFlags.NONE, one.getsockname(), List.of(), Local.utf8("a"), Local.utf8("b"));
      try (var received = one.recvmsg(MsgFlags.NONE, 0, buf)) {
        assertThat(received.from()).isEqualTo(one.getsockname());
        assertThat(Local.text(buf, received.length())).isEqualTo("ab");
      }
      errno(
          Errno.EAFNOSUPPORT,
          () -> one.sendmsg(MsgFlags.NONE, other.getsockname(), List.of(), buf));
      errno(Errno.EDESTADDRREQ, () -> one.sendmsg(buf));
      assertThatThrownBy(() -> one.sendmsg(MsgFlags.NONE, other.getsockname(), List.of(), buf))
          .hasMessageContaining("sendmsg")
          .hasMessageContaining("[::1]:");
    }
  }
}
