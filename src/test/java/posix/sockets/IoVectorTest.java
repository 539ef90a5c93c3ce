package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import posix.sockets.internal.IoVector;
import posix.sockets.testing.OwnThread;

/**
 * The buffers of a blocked call: nobody can free what the kernel is going to write to. What goes by
 * way of a copy can be freed, and the kernel writes to the copy.
 */
class IoVectorTest {
  private static final boolean AMD64 = System.getProperty("os.arch").equals("amd64");

  /** The calls that block with several buffers. */
  enum Call {
    RECVMSG(AMD64 ? 47 : 212),
    READV(AMD64 ? 19 : 65),
    SENDMSG(AMD64 ? 46 : 211);

    private final int number;

    Call(int number) {
      this.number = number;
    }

    long on(PosixSocket socket, MemorySegment... bufs) throws Exception {
      return switch (this) {
        case RECVMSG -> {
          try (var received = socket.recvmsg(MsgFlags.NONE, 64, bufs)) {
            yield received.length();
          }
        }
        case READV -> socket.readv(bufs);
        case SENDMSG -> socket.writev(bufs);
      };
    }
  }

  /** A call in a thread of its own, that is known to be blocked in the kernel. */
  private static CompletableFuture<Long> blocked(Call call, Callable<Long> body) throws Exception {
    var tid = new AtomicLong();
    var result = new CompletableFuture<Long>();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            tid.set(OwnThread.tid());
            result.complete(body.call());
          } catch (Throwable t) {
            result.completeExceptionally(t);
          }
        });
    Expect.soon(
        call + " blocks",
        () -> {
          if (result.isDone()) {
            throw new AssertionError("did not block: " + result);
          }
          if (tid.get() == 0) {
            return false;
          }
          String state = Files.readString(Path.of("/proc/self/task/" + tid + "/syscall"));
          return state.startsWith(call.number + " ");
        });
    return result;
  }

  static Stream<Object[]> callsAndArenas() {
    return Stream.of(Call.values())
        .flatMap(call -> Stream.of(1, 2, 3).map(arenas -> new Object[] {call, arenas}));
  }

  @ParameterizedTest
  @MethodSource("callsAndArenas")
  void arenasStayOpenDuringACall(Call call, int count) throws Exception {
    Arena[] arenas = new Arena[count];
    MemorySegment[] bufs = new MemorySegment[2 * count]; // two of each
    for (int i = 0; i < count; i++) {
      arenas[i] = Arena.ofShared();
    }
    for (int i = 0; i < bufs.length; i++) {
      bufs[i] = arenas[i % count].allocate(4);
    }
    try (var pair = Local.pair(SOCK_STREAM)) {
      long expected = call == Call.SENDMSG ? 4L * bufs.length : 8;
      PosixSocket socket = pair.second();
      fillIfSending(call, socket);
      var result = blocked(call, () -> call.on(socket, bufs));
      for (Arena arena : arenas) {
        assertThatThrownBy(arena::close).isInstanceOf(IllegalStateException.class);
        assertThat(arena.scope().isAlive()).isTrue();
      }
      if (call == Call.SENDMSG) {
        drain(pair.first());
      } else {
        pair.first().send(Local.utf8("12345678"));
      }
      assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo(expected);
      if (call != Call.SENDMSG) {
        assertThat(Local.text(bufs[0], 4) + Local.text(bufs[1], 4)).isEqualTo("12345678");
      }
      for (Arena arena : arenas) {
        arena.close();
      }
    }
  }

  private static void fillIfSending(Call call, PosixSocket socket) throws Exception {
    if (call == Call.SENDMSG) {
      MemorySegment block = Local.room(1 << 16);
      while (socket.trySend(block) != SocketBytes.WOULD_BLOCK) {
        // until there is no room at all
      }
      MemorySegment one = Local.room(1);
      while (socket.trySend(one) != SocketBytes.WOULD_BLOCK) {
        // not even for little
      }
    }
  }

  private static void drain(PosixSocket socket) throws Exception {
    MemorySegment block = Local.room(1 << 20);
    while (socket.tryRecv(block) > 0) {
      // what the other end waits to send
    }
  }

  /** Of a fourth arena the kernel gets a copy: it can be closed, and what was read is lost. */
  @ParameterizedTest
  @EnumSource(names = {"RECVMSG", "READV"})
  void theFourthArenaCanBeClosed(Call call) throws Exception {
    Arena[] arenas = new Arena[4];
    MemorySegment[] bufs = new MemorySegment[4];
    for (int i = 0; i < 4; i++) {
      arenas[i] = Arena.ofShared();
      bufs[i] = arenas[i].allocate(4);
    }
    OpenFds before = OpenFds.now();
    try (var pair = Local.pair(SOCK_STREAM)) {
      PosixSocket socket = pair.second();
      var result = blocked(call, () -> call.on(socket, bufs));
      arenas[3].close();
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(arenas[i]::close).isInstanceOf(IllegalStateException.class);
      }
      // Enough for all of them, and with a descriptor that must not be lost with the exception.
      int fd = OpenFds.openMarker();
      pair.first().sendmsg(Local.utf8("0123456789abcdef"), Cmsg.Rights.of(fd));
      OpenFds.close(fd);
      assertThatThrownBy(() -> result.get(30, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(IllegalStateException.class);
      for (int i = 0; i < 3; i++) {
        assertThat(Local.text(bufs[i], 4)).isEqualTo("0123456789ab".substring(4 * i, 4 * i + 4));
        arenas[i].close();
      }
      assertThat(OpenFds.markers()).isZero();
    }
    assertThat(OpenFds.now()).isEqualTo(before);
  }

  /** If nothing came for it, that it is closed does not matter. */
  @Test
  void aClosedArenaThatIsNotNeeded() throws Exception {
    Arena[] arenas = new Arena[4];
    MemorySegment[] bufs = new MemorySegment[4];
    for (int i = 0; i < 4; i++) {
      arenas[i] = Arena.ofShared();
      bufs[i] = arenas[i].allocate(4);
    }
    try (var pair = Local.pair(SOCK_STREAM)) {
      var result = blocked(Call.READV, () -> pair.second().readv(bufs));
      arenas[3].close();
      pair.first().send(Local.utf8("123456"));
      assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo(6);
      assertThat(Local.text(bufs[0], 4) + Local.text(bufs[1], 2)).isEqualTo("123456");
      for (int i = 0; i < 3; i++) {
        arenas[i].close();
      }
    }
  }

  /** What nobody refers to any more but the call, the collector leaves alone. */
  @Test
  void theCollectorWaits() throws Exception {
    try (var pair = Local.pair(SOCK_STREAM)) {
      MemorySegment[] bufs = new MemorySegment[5];
      for (int i = 0; i < 5; i++) {
        bufs[i] = Arena.ofAuto().allocate(1 << 16); // each of an arena of its own
      }
      var result = blocked(Call.READV, () -> pair.second().readv(bufs));
      for (int i = 0; i < 20; i++) {
        System.gc();
        Arena.ofAuto().allocate(1 << 16).fill((byte) 'z'); // would be where another was
      }
      MemorySegment sent = Local.pattern(1 << 16);
      pair.first().send(sent);
      long n = result.get(30, TimeUnit.SECONDS);
      assertThat(n).isPositive();
      assertThat(bufs[0].asSlice(0, n).mismatch(sent.asSlice(0, n))).isEqualTo(-1);
    }
  }

  /** Several buffers of one arena take one of the three places; the heap takes none. */
  @Test
  void placesAreForArenas() {
    try (var own = Arena.ofConfined();
        var one = Arena.ofConfined();
        var two = Arena.ofConfined();
        var three = Arena.ofConfined();
        var four = Arena.ofConfined()) {
      MemorySegment heap = MemorySegment.ofArray(new byte[4]);
      MemorySegment[] bufs = {
        one.allocate(4),
        heap,
        two.allocate(4),
        one.allocate(4),
        two.allocate(8),
        heap,
        three.allocate(4),
        four.allocate(4),
        three.allocate(4),
        one.allocate(4)
      };
      var vector = new IoVector(own, bufs, true, false);
      assertThat(vector.count()).isEqualTo(bufs.length);
      assertThat(vector.keep(0)).isEqualTo(bufs[0]);
      assertThat(vector.keep(1)).isEqualTo(bufs[2]);
      assertThat(vector.keep(2)).isEqualTo(bufs[6]);
      for (int i = 0; i < bufs.length; i++) {
        long base = vector.memory().get(java.lang.foreign.ValueLayout.JAVA_LONG, 16L * i);
        long length = vector.memory().get(java.lang.foreign.ValueLayout.JAVA_LONG, 16L * i + 8);
        assertThat(length).isEqualTo(bufs[i].byteSize());
        boolean copied = i == 1 || i == 5 || i == 7;
        assertThat(base == bufs[i].address()).as("buffer %d", i).isEqualTo(!copied);
      }
      var none = new IoVector(own, new MemorySegment[] {heap}, true, false);
      assertThat(none.keep(0)).isEqualTo(MemorySegment.NULL);
      assertThat(none.keep(2)).isEqualTo(MemorySegment.NULL);
    }
  }
}
