package posix.sockets;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import posix.sockets.raw.constants.IoctlH;
import posix.sockets.testing.Pair;
import posix.sockets.testing.Promise;
import posix.sockets.testing.Tripwire;

/** What is wrong with an argument is said in Java, before the kernel hears of the call. */
class BadArgumentsTest {
  private interface Call {
    void on(PosixSocket socket) throws IOException;
  }

  private record Wrong(String what, Class<? extends Exception> error, Call call) {}

  private static final Class<? extends Exception> NULL = NullPointerException.class;
  private static final Class<? extends Exception> RANGE = IndexOutOfBoundsException.class;
  private static final Class<? extends Exception> DEAD = IllegalStateException.class;
  private static final Class<? extends Exception> THREAD = WrongThreadException.class;
  private static final byte[] FOUR = new byte[4];

  @TestFactory
  @Promise("bounds")
  Stream<DynamicTest> ofSendAndRecv() throws Exception {
    List<Wrong> all = new ArrayList<>(readOnly());
    addSegment(all, "null", NULL, () -> null);
    addBuffer(all, "null", NULL, () -> null);
    addBytes(all, "null", NULL, null, 0, 0);
    addSegment(all, "closed confined arena", DEAD, () -> dead(Arena.ofConfined()));
    addSegment(all, "closed shared arena", DEAD, () -> dead(Arena.ofShared()));
    addSegment(all, "closed arena, empty", DEAD, () -> dead(Arena.ofConfined()).asSlice(0, 0));
    addBuffer(all, "closed confined arena", DEAD, BadArgumentsTest::bufferOfClosedArena);
    MemorySegment anotherThreads = anotherThreads();
    addSegment(all, "another thread's", THREAD, () -> anotherThreads);
    addBuffer(all, "another thread's", THREAD, anotherThreads::asByteBuffer);
    addBytes(all, "offset -1", RANGE, FOUR, -1, 2);
    addBytes(all, "offset 5", RANGE, FOUR, 5, 0);
    addBytes(all, "length -1", RANGE, FOUR, 0, -1);
    addBytes(all, "length 5", RANGE, FOUR, 0, 5);
    addBytes(all, "3 from 2", RANGE, FOUR, 2, 3);
    addBytes(all, "sum overflows", RANGE, FOUR, 2, Integer.MAX_VALUE);
    addBytes(all, "offset Integer.MIN_VALUE", RANGE, FOUR, Integer.MIN_VALUE, 4);
    MemorySegment fine = Arena.global().allocate(4);
    all.add(new Wrong("send segment, no flags", NULL, socket -> socket.send(fine, null)));
    all.add(new Wrong("recv segment, no flags", NULL, socket -> socket.recv(fine, null)));
    ByteBuffer buffer = ByteBuffer.allocate(4);
    all.add(new Wrong("send buffer, no flags", NULL, socket -> socket.send(buffer, null)));
    all.add(new Wrong("recv buffer, no flags", NULL, socket -> socket.recv(buffer, null)));
    all.add(new Wrong("send bytes, no flags", NULL, socket -> socket.send(FOUR, 0, 4, null)));
    all.add(new Wrong("recv bytes, no flags", NULL, socket -> socket.recv(FOUR, 0, 4, null)));
    return all.stream()
        .map(wrong -> DynamicTest.dynamicTest(wrong.what(), () -> checkUntouched(wrong)));
  }

  private static List<Wrong> readOnly() {
    MemorySegment segment = Arena.global().allocate(4).asReadOnly();
    MemorySegment heap = MemorySegment.ofArray(new byte[4]).asReadOnly();
    ByteBuffer direct = ByteBuffer.allocateDirect(4).asReadOnlyBuffer();
    ByteBuffer array = ByteBuffer.allocate(4).asReadOnlyBuffer();
    Class<? extends Exception> illegal = IllegalArgumentException.class;
    Class<? extends Exception> readOnly = ReadOnlyBufferException.class;
    return List.of(
        new Wrong("recv into a read-only segment", illegal, socket -> socket.recv(segment)),
        new Wrong("recv into a read-only heap segment", illegal, socket -> socket.recv(heap)),
        new Wrong("tryRecv into a read-only segment", illegal, socket -> socket.tryRecv(segment)),
        new Wrong("recv into a read-only direct buffer", readOnly, socket -> socket.recv(direct)),
        new Wrong("recv into a read-only heap buffer", readOnly, socket -> socket.recv(array)));
  }

  private static void addSegment(
      List<Wrong> all,
      String what,
      Class<? extends Exception> error,
      Supplier<MemorySegment> segment) {
    all.add(new Wrong("send segment: " + what, error, socket -> socket.send(segment.get())));
    all.add(
        new Wrong("send segment, flags: " + what, error, s -> s.send(segment.get(), MSG_DONTWAIT)));
    all.add(new Wrong("trySend segment: " + what, error, socket -> socket.trySend(segment.get())));
    all.add(new Wrong("recv segment: " + what, error, socket -> socket.recv(segment.get())));
    all.add(
        new Wrong("recv segment, flags: " + what, error, s -> s.recv(segment.get(), MSG_TRUNC)));
    all.add(new Wrong("tryRecv segment: " + what, error, socket -> socket.tryRecv(segment.get())));
  }

  private static void addBuffer(
      List<Wrong> all, String what, Class<? extends Exception> error, Supplier<ByteBuffer> buffer) {
    all.add(new Wrong("send buffer: " + what, error, socket -> socket.send(buffer.get())));
    all.add(
        new Wrong("send buffer, flags: " + what, error, s -> s.send(buffer.get(), MSG_DONTWAIT)));
    all.add(new Wrong("recv buffer: " + what, error, socket -> socket.recv(buffer.get())));
    all.add(
        new Wrong("recv buffer, flags: " + what, error, s -> s.recv(buffer.get(), MSG_DONTWAIT)));
  }

  private static void addBytes(
      List<Wrong> all,
      String what,
      Class<? extends Exception> error,
      byte[] bytes,
      int offset,
      int length) {
    all.add(new Wrong("send bytes: " + what, error, s -> s.send(bytes, offset, length)));
    all.add(
        new Wrong(
            "send bytes, flags: " + what, error, s -> s.send(bytes, offset, length, MSG_OOB)));
    all.add(new Wrong("recv bytes: " + what, error, s -> s.recv(bytes, offset, length)));
    all.add(
        new Wrong(
            "recv bytes, flags: " + what, error, s -> s.recv(bytes, offset, length, MSG_OOB)));
  }

  private static ByteBuffer bufferOfClosedArena() {
    try (var arena = Arena.ofConfined()) {
      return arena.allocate(4).asByteBuffer();
    }
  }

  private static MemorySegment dead(Arena arena) {
    try (arena) {
      return arena.allocate(4);
    }
  }

  private static MemorySegment anotherThreads() throws InterruptedException {
    var segment = new MemorySegment[1];
    Thread.ofPlatform().start(() -> segment[0] = Arena.ofConfined().allocate(4)).join();
    return segment[0];
  }

  private static void checkUntouched(Wrong wrong) throws Exception {
    try (var wire = new Tripwire()) {
      assertThatThrownBy(() -> wrong.call().on(wire.socket())).isInstanceOf(wrong.error());
      assertThat(wire.isUntouched()).isTrue();
    }
  }

  /** Were it not so, the test above could not fail. */
  @ParameterizedTest
  @MethodSource
  void theTripwireFeelsEveryCall(Call call) throws Exception {
    try (var wire = new Tripwire()) {
      assertThatThrownBy(() -> call.on(wire.socket())).hasMessageContaining("ECONNREFUSED");
      assertThat(wire.isUntouched()).isFalse();
    }
  }

  static Stream<Call> theTripwireFeelsEveryCall() {
    MemorySegment segment = Arena.global().allocate(4);
    return Stream.of(
        socket -> socket.send(segment),
        socket -> socket.send(segment.asSlice(0, 0)),
        socket -> socket.trySend(segment),
        socket -> socket.recv(segment),
        socket -> socket.recv(segment.asSlice(0, 0)),
        socket -> socket.tryRecv(segment),
        socket -> socket.send(ByteBuffer.allocate(4)),
        socket -> socket.recv(ByteBuffer.allocateDirect(4)),
        socket -> socket.send(FOUR, 0, 4),
        socket -> socket.recv(FOUR, 0, 0));
  }

  /** The same as the two ends of a connection see it. */
  @Test
  @Promise("bounds")
  void nothingIsSentAndNothingTaken() throws Exception {
    try (Pair pair = Pair.tcp()) {
      PosixSocket socket = pair.client();
      pair.server().send(new byte[] {1, 2, 3}, 0, 3);
      MemorySegment dead = dead(Arena.ofConfined());
      MemorySegment anotherThreads = anotherThreads();
      assertThatThrownBy(() -> socket.send(dead)).isInstanceOf(DEAD);
      assertThatThrownBy(() -> socket.recv(dead)).isInstanceOf(DEAD);
      assertThatThrownBy(() -> socket.send(anotherThreads)).isInstanceOf(THREAD);
      assertThatThrownBy(() -> socket.recv(anotherThreads)).isInstanceOf(THREAD);
      assertThatThrownBy(() -> socket.send(FOUR, 2, 3)).isInstanceOf(RANGE);
      assertThatThrownBy(() -> socket.recv(FOUR, 2, 3)).isInstanceOf(RANGE);
      assertThatThrownBy(() -> socket.recv(ByteBuffer.allocate(4).asReadOnlyBuffer()))
          .isInstanceOf(ReadOnlyBufferException.class);
      socket.shutdown(SHUT_WR);
      var buf = new byte[8];
      assertThat(pair.server().recv(buf, 0, 8)).isZero();
      assertThat(socket.recv(buf, 0, 8)).isEqualTo(3);
      assertThat(buf).startsWith(1, 2, 3);
    }
  }

  @Test
  void aBuffersPositionStaysWhereItWas() throws Exception {
    ByteBuffer buffer = ByteBuffer.allocate(8).position(3).limit(6).asReadOnlyBuffer();
    try (Pair pair = Pair.tcp()) {
      assertThatThrownBy(() -> pair.client().recv(buffer))
          .isInstanceOf(ReadOnlyBufferException.class);
      PosixSocket closed = pair.server();
      closed.close();
      assertThatThrownBy(() -> closed.send(buffer)).isInstanceOf(ClosedChannelException.class);
      assertThat(buffer.position()).isEqualTo(3);
      assertThat(buffer.limit()).isEqualTo(6);
    }
  }

  @TestFactory
  @Promise("bounds")
  Stream<DynamicTest> ofTheOtherCalls() {
    Class<? extends Exception> illegal = IllegalArgumentException.class;
    return Stream.of(
            new Wrong("open, no domain", NULL, _ -> PosixSocket.open(null, SOCK_STREAM)),
            new Wrong("open, no type", NULL, _ -> PosixSocket.open(AF_INET, null)),
            new Wrong("open, no protocol", NULL, _ -> PosixSocket.open(AF_INET, SOCK_STREAM, null)),
            new Wrong("adopt -1", illegal, _ -> PosixSocket.adopt(-1)),
            new Wrong("adopt MIN_VALUE", illegal, _ -> PosixSocket.adopt(Integer.MIN_VALUE)),
            new Wrong("bind null", NULL, socket -> socket.bind(null)),
            new Wrong("connect null", NULL, socket -> socket.connect(null)),
            new Wrong("shutdown null", NULL, socket -> socket.shutdown(null)),
            new Wrong("getsockopt null", NULL, socket -> socket.getsockopt(null)),
            new Wrong("setsockopt null", NULL, socket -> socket.setsockopt(null, true)),
            new Wrong("no value", NULL, socket -> socket.setsockopt(SO_REUSEADDR, null)),
            new Wrong("no int value", NULL, socket -> socket.setsockopt(SO_RCVBUF, null)),
            new Wrong("strerror null", NULL, _ -> PosixSocket.strerror(null)),
            new Wrong("ioctl of an ifreq", illegal, s -> s.ioctl(IoctlH.SIOCGIFNAME, 1)),
            new Wrong("ioctl of an ifconf", illegal, s -> s.ioctl(IoctlH.SIOCGIFCONF, 40)),
            new Wrong("ioctl of 16 KiB", illegal, s -> s.ioctl(0xbfff8901L, 0)),
            new Wrong("ioctl above an int", illegal, s -> s.ioctl(0x1_0000_8910L, 1)))
        .map(wrong -> DynamicTest.dynamicTest(wrong.what(), () -> checkUnchanged(wrong)));
  }

  @Test
  void numbersOfIoctl() throws Exception {
    try (Pair pair = Pair.tcp()) {
      pair.server().send(FOUR, 0, 4);
      MemorySegment one = Arena.global().allocate(1);
      pair.client().recv(one, MSG_PEEK); // it has come
      assertThat(pair.client().ioctl(IoctlH.FIONREAD, 0)).isEqualTo(4);
      assertThat(pair.client().ioctl(IoctlH.SIOCOUTQNSD, 0)).isZero();
      assertThat(pair.client().ioctl(IoctlH.SIOCATMARK, 5)).isZero();
      pair.client().ioctl(1L << 32 | IoctlH.FIONBIO, 1);
      assertThat(pair.client().isNonBlocking()).as("the kernel sees 32 bits").isTrue();
    }
  }

  private static void checkUnchanged(Wrong wrong) throws Exception {
    try (var socket = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      assertThatThrownBy(() -> wrong.call().on(socket)).isInstanceOf(wrong.error());
      assertThat(socket.getsockname()).isEqualTo(Inet4.any(0));
      assertThat(socket.getsockopt(SO_REUSEADDR)).isFalse();
      socket.bind(Inet4.loopback(0)); // and it is as good as before
    }
  }

  /** A segment is the whole of it: nothing beside it is read or written. */
  @Test
  void aSliceIsItsOwnSizeOnly() throws Exception {
    try (Pair pair = Pair.tcp();
        var arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(12).fill((byte) 1);
      pair.server().send(new byte[12], 0, 12);
      assertThat(pair.client().recv(memory.asSlice(4, 4))).isEqualTo(4);
      assertThat(memory.toArray(JAVA_BYTE)).containsExactly(1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1);
    }
  }
}
