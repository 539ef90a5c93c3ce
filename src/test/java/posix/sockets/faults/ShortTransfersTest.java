package posix.sockets.faults;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.MSG_WAITALL;
import static posix.sockets.raw.constants.ErrnoH.EACCES;
import static posix.sockets.raw.constants.ErrnoH.ECONNABORTED;
import static posix.sockets.raw.constants.ErrnoH.ECONNREFUSED;
import static posix.sockets.raw.constants.ErrnoH.ECONNRESET;
import static posix.sockets.raw.constants.ErrnoH.EHOSTDOWN;
import static posix.sockets.raw.constants.ErrnoH.EHOSTUNREACH;
import static posix.sockets.raw.constants.ErrnoH.ENETDOWN;
import static posix.sockets.raw.constants.ErrnoH.ENETUNREACH;
import static posix.sockets.raw.constants.ErrnoH.ENOBUFS;
import static posix.sockets.raw.constants.ErrnoH.ENOMEM;
import static posix.sockets.raw.constants.ErrnoH.ENONET;
import static posix.sockets.raw.constants.ErrnoH.ENOPROTOOPT;
import static posix.sockets.raw.constants.ErrnoH.EPIPE;
import static posix.sockets.raw.constants.ErrnoH.EPROTO;
import static posix.sockets.raw.constants.ErrnoH.ETIMEDOUT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import posix.sockets.ErrnoException;
import posix.sockets.MessageBatch;
import posix.sockets.MsgFlags;
import posix.sockets.OpenFds;
import posix.sockets.PosixSocket;
import posix.sockets.Transfer;
import posix.sockets.testing.Pair;

/** A message arrives whole, wherever the kernel has split it. */
@Tag("faults")
class ShortTransfersTest {
  private static final int LENGTH = 64;
  private static final MsgFlags NONE = MsgFlags.NONE;

  @TempDir static Path folder;

  /** Sends or receives a whole message. */
  private interface Whole {
    void move(PosixSocket socket, MemorySegment message) throws Exception;
  }

  /** Sends or receives what it can of a message, and says how much. */
  private interface Some {
    long move(PosixSocket socket, MemorySegment message) throws Exception;

    /** Over and over, until it is whole. */
    default Whole whole() {
      return (socket, message) -> {
        for (long done = 0; done < LENGTH; ) {
          long n = move(socket, message.asSlice(done));
          assertThat(n).isPositive();
          done += n;
        }
      };
    }
  }

  /**
   * A way to move a message.
   *
   * @param function the function of libc that moves it
   * @param waiting that where it is tried and waited for
   */
  private record Loop(
      String name, Callable<Pair> pair, String function, String waiting, Whole whole) {
    Loop(String name, Callable<Pair> pair, String function, Whole whole) {
      this(name, pair, function, function, whole);
    }
  }

  @BeforeAll
  static void loadFaults() {
    Faults.prepare();
  }

  private static List<Loop> sending() {
    return List.of(
        new Loop("sendAll", Pair::tcp, "send", Transfer::sendAll),
        new Loop("sendAll, Unix", Streams::unix, "send", Transfer::sendAll),
        new Loop(
            "sendAll, array",
            Pair::tcp,
            "send",
            (socket, message) -> Transfer.sendAll(socket, array(message), 0, LENGTH)),
        new Loop(
            "OutputStream",
            Pair::tcp,
            "send",
            (socket, message) -> Transfer.outputStream(socket).write(array(message))),
        new Loop("sendmsg", Pair::tcp, "sendmsg", some(PosixSocket::sendmsg)),
        new Loop("writev", Streams::unix, "sendmsg", some((s, m) -> s.writev(halves(m)))),
        new Loop("sendmmsg", Streams::unix, "sendmmsg", ShortTransfersTest::sendBatch),
        new Loop("sendfile", Pair::tcp, "sendfile", ShortTransfersTest::sendFile));
  }

  private static List<Loop> receiving() {
    return List.of(
        new Loop("recvExactly", Pair::tcp, "recv", Transfer::recvExactly),
        new Loop("recvExactly, Unix", Streams::unix, "recv", Transfer::recvExactly),
        new Loop("recvExactly, array", Pair::tcp, "recv", ShortTransfersTest::recvArray),
        new Loop("InputStream", Pair::tcp, "recv", ShortTransfersTest::readFromStream),
        new Loop("recv, MSG_WAITALL", Pair::tcp, "recv", some((s, m) -> s.recv(m, MSG_WAITALL))),
        new Loop("recvmsg", Pair::tcp, "recvmsg", some((s, m) -> s.recvmsg(NONE, 0, m).length())),
        new Loop(
            "recvmsg, MSG_WAITALL",
            Streams::unix,
            "recvmsg",
            some((s, m) -> s.recvmsg(MSG_WAITALL, 0, m).length())),
        new Loop("readv", Pair::tcp, "readv", "recvmsg", some((s, m) -> s.readv(halves(m)))));
  }

  private static Whole some(Some some) {
    return some.whole();
  }

  private static byte[] array(MemorySegment message) {
    return message.toArray(JAVA_BYTE);
  }

  private static MemorySegment[] halves(MemorySegment message) {
    long half = message.byteSize() / 2;
    return new MemorySegment[] {message.asSlice(0, half), message.asSlice(half)};
  }

  private static void recvArray(PosixSocket socket, MemorySegment message) throws IOException {
    byte[] bytes = new byte[LENGTH];
    Transfer.recvExactly(socket, bytes, 0, LENGTH);
    message.copyFrom(MemorySegment.ofArray(bytes));
  }

  private static void readFromStream(PosixSocket socket, MemorySegment message) throws IOException {
    byte[] bytes = Transfer.inputStream(socket).readNBytes(LENGTH);
    message.copyFrom(MemorySegment.ofArray(bytes));
  }

  /** Each byte is a message. */
  private static void sendBatch(PosixSocket socket, MemorySegment message) throws IOException {
    var batch = new MessageBatch(LENGTH, 1);
    for (int i = 0; i < LENGTH; i++) {
      batch.buffer(i).copyFrom(message.asSlice(i, 1));
      batch.length(i, 1);
    }
    for (int sent = 0; sent < LENGTH; ) {
      sent += socket.sendmmsg(batch, sent, LENGTH - sent, NONE);
    }
  }

  private static void sendFile(PosixSocket socket, MemorySegment message) throws Exception {
    int file = OpenFds.open(Files.write(folder.resolve("message"), array(message)));
    try {
      some((s, rest) -> s.sendfile(file, LENGTH - rest.byteSize(), rest.byteSize()))
          .move(socket, message);
    } finally {
      OpenFds.close(file);
    }
  }

  @TestFactory
  Stream<DynamicTest> whatIsSentArrives() {
    return tests(sending(), ShortTransfersTest::send);
  }

  @TestFactory
  Stream<DynamicTest> whatArrivesIsReceived() {
    return tests(receiving(), ShortTransfersTest::receive);
  }

  private interface Transmission {
    void of(Loop loop, Way way, Pair pair, Arena arena, Faults.Where calls, int split)
        throws Exception;
  }

  /** Each loop in each way, with one short transfer and with nothing but such. */
  private static Stream<DynamicTest> tests(List<Loop> loops, Transmission transmission) {
    return loops.stream()
        .flatMap(loop ->
            Stream.of(Way.values())
                .map(way ->
                    DynamicTest.dynamicTest(
                        loop.name() + ", " + way, () -> everySplit(loop, way, transmission))));
  }

  private static void everySplit(Loop loop, Way way, Transmission transmission) throws Exception {
    OpenFds before = OpenFds.withPollers();
    String function = way.waits() ? loop.waiting() : loop.function();
    try (Pair pair = loop.pair().call();
        var arena = Arena.ofShared()) {
      for (int split = 1; split < LENGTH; split++) {
        transmission.of(loop, way, pair, arena, Faults.on(function), split);
        transmission.of(loop, way, pair, arena, Faults.on(function).every(1), split);
      }
    }
    assertThat(OpenFds.withPollers()).isEqualTo(before);
  }

  private static void send(
      Loop loop, Way way, Pair pair, Arena arena, Faults.Where calls, int split) throws Exception {
    MemorySegment message = message(arena, split);
    MemorySegment got = arena.allocate(LENGTH);
    try (var fault = calls.movesAtMost(split)) {
      way.run(() -> loop.whole().move(way.of(pair.client()), message));
      assertThat(fault.count()).isPositive();
    }
    Way.PLATFORM.run(() -> Transfer.recvExactly(pair.server(), got)); // for so long at most
    assertThat(array(got)).as("split at %d", split).isEqualTo(array(message));
  }

  private static void receive(
      Loop loop, Way way, Pair pair, Arena arena, Faults.Where calls, int split) throws Exception {
    MemorySegment message = message(arena, split);
    MemorySegment got = arena.allocate(LENGTH);
    Transfer.sendAll(pair.client(), message);
    try (var fault = calls.movesAtMost(split)) {
      way.run(() -> loop.whole().move(way.of(pair.server()), got));
      assertThat(fault.count()).isPositive();
    }
    assertThat(array(got)).as("split at %d", split).isEqualTo(array(message));
  }

  private static MemorySegment message(Arena arena, int number) {
    MemorySegment message = arena.allocate(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      message.set(JAVA_BYTE, i, (byte) (number * LENGTH + i));
    }
    return message;
  }

  /** Errors that a socket has once. */
  private static final List<Integer> ONCE =
      List.of(
          ECONNABORTED,
          ECONNREFUSED,
          ECONNRESET,
          ENETDOWN,
          ETIMEDOUT,
          EACCES,
          EHOSTDOWN,
          EHOSTUNREACH,
          ENETUNREACH,
          ENONET,
          ENOPROTOOPT,
          EPROTO);

  /** Errors that the kernel has again if they last. */
  private static final List<Integer> AGAIN = List.of(ENOBUFS, ENOMEM, EPIPE);

  /**
   * A call that has transferred a part when it meets an error returns the part, and the next one
   * throws: where the kernel goes on by itself that is its own doing, elsewhere ours.
   */
  @TestFactory
  Stream<DynamicTest> anErrorAfterAPartIsTheNextCalls() {
    return Stream.of(Way.DEADLINE, Way.VIRTUAL)
        .flatMap(way ->
            Stream.of(
                    new Part("send", Pair::tcp, PosixSocket::send),
                    new Part("send", Streams::unix, PosixSocket::send),
                    new Part("sendmsg", Pair::tcp, PosixSocket::sendmsg))
                .map(part ->
                    DynamicTest.dynamicTest(
                        part.function() + ", " + way, () -> checkKept(part, way))));
  }

  private record Part(String function, Callable<Pair> pair, Some call) {}

  private static void checkKept(Part part, Way way) throws Exception {
    for (int errno : ONCE) {
      assertThat(afterAPart(part, way, errno)).as("errno %d", errno).isEqualTo(errno);
    }
    for (int errno : AGAIN) {
      assertThat(afterAPart(part, way, errno)).as("errno %d", errno).isZero();
    }
  }

  /** The errno of the call after one that sent a part and then met an errno; 0 if there is none. */
  private static int afterAPart(Part part, Way way, int errno) throws Exception {
    int[] told = new int[1];
    try (Pair pair = part.pair().call();
        var arena = Arena.ofShared();
        var _ = Faults.on(part.function()).movesAtMost(10);
        var _ = Faults.on(part.function()).call(2).fails(errno)) {
      MemorySegment message = message(arena, errno);
      way.run(() -> {
        PosixSocket socket = way.of(pair.client());
        assertThat(part.call().move(socket, message)).isEqualTo(10);
        try {
          part.call().move(socket, message);
        } catch (ErrnoException e) {
          told[0] = e.number();
        }
        assertThat(part.call().move(socket, message)).isEqualTo(LENGTH);
      });
    }
    return told[0];
  }
}
