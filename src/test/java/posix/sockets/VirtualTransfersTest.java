package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.testing.Await;
import posix.sockets.testing.Pair;
import posix.sockets.testing.Promise;

/**
 * How much a call transfers that has to wait in the middle: as much on a virtual thread, where it
 * is tried again and again, as in the kernel's own loop.
 */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class VirtualTransfersTest {
  private static final int LARGE = 8 << 20;
  private static final MemorySegment PATTERN = Local.pattern(LARGE);

  @Parameter boolean virtual;

  private <T> BlockedThread<T> begin(Callable<T> call) {
    return new BlockedThread<>(virtual, call);
  }

  private enum Stream {
    TCP,
    UNIX;

    Pair open() throws IOException {
      if (this == TCP) {
        return Pair.tcp();
      }
      SocketPair pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM);
      return new Pair(pair.first(), pair.second());
    }
  }

  private interface Send {
    long on(PosixSocket socket) throws Exception;
  }

  /** All of it is taken by one call, and arrives. */
  private void assertSendsAll(Stream stream, String call, Send send) throws Exception {
    try (Pair pair = stream.open()) {
      var sending = begin(() -> send.on(pair.client())).awaitBlocked(call);
      MemorySegment got = Local.room(LARGE);
      Transfer.recvExactly(pair.server(), got);
      assertThat(sending.result()).isEqualTo(LARGE);
      assertThat(got.mismatch(PATTERN)).isEqualTo(-1);
      assertThat(pair.server().tryRecv(got)).isEqualTo(PosixSocket.WOULD_BLOCK);
    }
  }

  @ParameterizedTest
  @EnumSource
  void sendSegment(Stream stream) throws Exception {
    assertSendsAll(stream, "send", s -> s.send(PATTERN));
  }

  @ParameterizedTest
  @EnumSource
  void sendArray(Stream stream) throws Exception {
    byte[] array = PATTERN.toArray(ValueLayout.JAVA_BYTE);
    assertSendsAll(stream, "send", s -> s.send(array, 0, LARGE));
  }

  @ParameterizedTest
  @EnumSource
  void sendBuffer(Stream stream) throws Exception {
    ByteBuffer buffer = PATTERN.asByteBuffer();
    assertSendsAll(stream, "send", s -> s.send(buffer));
    assertThat(buffer.hasRemaining()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void writev(Stream stream) throws Exception {
    byte[] last = PATTERN.asSlice(LARGE - 100_000).toArray(ValueLayout.JAVA_BYTE);
    MemorySegment[] parts = {
      PATTERN.asSlice(0, 1),
      Local.room(0),
      PATTERN.asSlice(1, 4_000_000),
      PATTERN.asSlice(4_000_001, LARGE - 4_100_001),
      MemorySegment.ofArray(last),
      Local.room(0)
    };
    assertSendsAll(stream, "sendmsg", s -> s.writev(parts));
  }

  @ParameterizedTest
  @EnumSource
  void sendfile(Stream stream, @TempDir Path folder) throws Exception {
    Path path = Files.write(folder.resolve("file"), PATTERN.toArray(ValueLayout.JAVA_BYTE));
    int fd = OpenFds.open(path);
    try {
      assertSendsAll(stream, "sendfile", s -> s.sendfile(fd, 0, LARGE + 5)); // to its end
      assertSendsAll(stream, "sendfile", s -> s.sendfile(fd, -1, LARGE));
    } finally {
      OpenFds.close(fd);
    }
  }

  /** What was sent of a call that is ended is told, and is what arrives. */
  @ParameterizedTest
  @EnumSource
  void sendAllTellsHowFarItCame(Stream stream) throws Exception {
    assertTells(stream, InterruptedIOException.class, Duration.ofHours(1));
    assertTells(stream, SocketTimeoutException.class, Duration.ofMillis(200));
    assertTells(stream, ClosedChannelException.class, Duration.ofHours(1));
  }

  private void assertTells(Stream stream, Class<? extends IOException> ending, Duration timeout)
      throws Exception {
    try (Pair pair = stream.open()) {
      boolean late = ending == SocketTimeoutException.class;
      PosixSocket socket = late ? pair.client().within(timeout) : pair.client();
      var sending =
          begin(() -> {
            Transfer.sendAll(socket, PATTERN);
            return null;
          });
      if (!late) {
        sending.awaitBlocked("send");
      }
      if (ending == ClosedChannelException.class) {
        pair.client().close();
      } else if (!late) {
        sending.interrupt();
      }
      Throwable thrown = sending.thrown();
      assertThat(thrown).isExactlyInstanceOf(ending);
      pair.client().close();
      long arrived = 0;
      for (long n; (n = pair.server().recv(Local.room(1 << 16))) > 0; ) {
        arrived += n;
      }
      if (late && arrived == 0) { // it was over before the first byte
        assertTells(stream, ending, timeout.multipliedBy(2));
        return;
      }
      assertThat(arrived).isBetween(1L, LARGE - 1L);
      if (thrown instanceof InterruptedIOException e) {
        assertThat(e.bytesTransferred).isEqualTo((int) arrived);
      }
    }
  }

  @Test
  void recvExactlyTellsHowFarItCame() throws Exception {
    try (Pair pair = Pair.tcp()) {
      MemorySegment buf = Local.room(10);
      pair.client().send(Local.utf8("1234"));
      Await.readable(pair.server());
      var receiving =
          begin(() -> {
            Transfer.recvExactly(pair.server(), buf);
            return null;
          });
      Expect.soon("it has that", () -> Local.isEmpty(pair.server()));
      receiving.awaitBlocked("recv").interrupt();
      assertThat(receiving.thrown())
          .isExactlyInstanceOf(InterruptedIOException.class)
          .hasFieldOrPropertyWithValue("bytesTransferred", 4);
    }
  }

  // MSG_WAITALL.

  private enum Receive {
    RECV,
    RECVMSG,
    RECVMSG_WITH_CONTROL;

    long on(PosixSocket socket, MemorySegment buf, MsgFlags flags) throws IOException {
      if (this == RECV) {
        return socket.recv(buf, flags);
      }
      int room = this == RECVMSG ? 0 : 64;
      int half = (int) buf.byteSize() / 2;
      MemorySegment[] halves = {buf.asSlice(0, half), buf.asSlice(half)};
      try (var received = socket.recvmsg(flags, room, halves)) {
        return received.length();
      }
    }

    String systemCall() {
      return this == RECV ? "recv" : "recvmsg";
    }
  }

  @ParameterizedTest
  @EnumSource
  void waitallWaitsForAll(Receive receive) throws Exception {
    for (Stream stream : Stream.values()) {
      try (Pair pair = stream.open()) {
        MemorySegment buf = Local.room(6);
        var receiving = begin(() -> receive.on(pair.server(), buf, MSG_WAITALL));
        for (String part : List.of("1", "23", "45")) {
          receiving.awaitBlocked(receive.systemCall());
          pair.client().send(Local.utf8(part));
          Expect.soon("it has that", () -> Local.isEmpty(pair.server()));
        }
        receiving.awaitBlocked(receive.systemCall());
        pair.client().send(Local.utf8("678"));
        assertThat(receiving.result()).isEqualTo(6);
        assertThat(Local.text(buf, 6)).isEqualTo("123456");
        assertThat(Local.recv(pair.server())).isEqualTo("78");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void waitallEndsWithTheFile(Receive receive) throws Exception {
    for (Stream stream : Stream.values()) {
      try (Pair pair = stream.open()) {
        MemorySegment buf = Local.room(6);
        pair.client().send(Local.utf8("1234"));
        var receiving = begin(() -> receive.on(pair.server(), buf, MSG_WAITALL));
        Expect.soon("it has that", () -> Local.isEmpty(pair.server()));
        receiving.awaitBlocked(receive.systemCall());
        pair.client().shutdown(SHUT_WR);
        assertThat(receiving.result()).isEqualTo(4);
        assertThat(Local.recv(pair.server())).isEmpty();
      }
    }
  }

  /** What has come is looked at until it is enough, and stays. */
  @ParameterizedTest
  @EnumSource
  void waitallPeeks(Receive receive) throws Exception {
    try (Pair pair = Pair.tcp()) {
      MemorySegment buf = Local.room(6);
      pair.client().send(Local.utf8("1234"));
      Await.readable(pair.server());
      var receiving =
          begin(() -> receive.on(pair.server(), buf, MSG_WAITALL.or(MSG_PEEK)))
              .awaitBlocked(receive.systemCall());
      pair.client().send(Local.utf8("5"));
      receiving.awaitBlocked(receive.systemCall());
      pair.client().send(Local.utf8("678"));
      assertThat(receiving.result()).isEqualTo(6);
      assertThat(Local.text(buf, 6)).isEqualTo("123456");
      assertThat(Local.recv(pair.server())).isEqualTo("12345678");

      pair.client().send(Local.utf8("ab"));
      var ending =
          begin(() -> receive.on(pair.server(), buf, MSG_WAITALL.or(MSG_PEEK)))
              .awaitBlocked(receive.systemCall());
      pair.client().shutdown(SHUT_WR);
      assertThat(ending.result()).isEqualTo(2);
      assertThat(Local.recv(pair.server())).isEqualTo("ab");
    }
  }

  /** That there was urgent data, or an error, is no end. */
  @Test
  void waitallPeeksBehindUrgentData() throws Exception {
    try (Pair pair = Pair.tcp()) {
      var first = begin(() -> Local.recv(pair.server())).awaitBlocked("recv");
      pair.client().send(Local.utf8("!"), MSG_OOB);
      pair.client().send(Local.utf8("a"));
      assertThat(first.result()).isEqualTo("a");
      pair.client().send(Local.utf8("1234"));
      MemorySegment buf = Local.room(6);
      var receiving = begin(() -> pair.server().recv(buf, MSG_WAITALL.or(MSG_PEEK)));
      receiving.awaitBlocked("recv");
      pair.client().send(Local.utf8("56"));
      assertThat(receiving.result()).isEqualTo(6);
    }
  }

  /** A part that has come is not lost: the call tells of it, and the next one of its end. */
  @Test
  void waitallThatIsInterruptedTellsWhatItHas() throws Exception {
    try (Pair pair = Pair.tcp()) {
      MemorySegment buf = Local.room(6);
      pair.client().send(Local.utf8("1234"));
      Await.readable(pair.server());
      var receiving = begin(() -> pair.server().recv(buf, MSG_WAITALL));
      Expect.soon("it has that", () -> Local.isEmpty(pair.server()));
      receiving.awaitBlocked("recv").interrupt();
      assertThat(receiving.result()).isEqualTo(4);
      assertThat(receiving.wasInterrupted()).isTrue();
      assertThat(Local.text(buf, 4)).isEqualTo("1234");
    }
  }

  // Messages.

  @Test
  void recvmmsgWaitsForAll() throws Exception {
    try (Pair pair = Pair.udp()) {
      var batch = new MessageBatch(3, 9);
      var receiving = begin(() -> pair.server().recvmmsg(batch, 3, MsgFlags.NONE));
      for (String part : List.of("one", "two", "three")) {
        receiving.awaitBlocked("recvmmsg");
        pair.client().send(Local.utf8(part));
      }
      assertThat(receiving.result()).isEqualTo(3);
      assertThat(Local.text(batch.buffer(2), batch.length(2))).isEqualTo("three");
    }
  }

  /** A signal in the middle of recvmmsg is no error of the socket's, which the next call meets. */
  @Test
  void recvmmsgThatIsInterruptedTellsWhatItHas() throws Exception {
    try (Pair pair = Pair.udp()) {
      var batch = new MessageBatch(3, 9);
      pair.client().send(Local.utf8("one"));
      Await.readable(pair.server());
      var receiving = begin(() -> pair.server().recvmmsg(batch, 3, MsgFlags.NONE));
      Expect.soon("it has that", () -> Local.isEmpty(pair.server()));
      receiving.awaitBlocked("recvmmsg").interrupt();
      assertThat(receiving.result()).isEqualTo(1);
      assertThat(receiving.wasInterrupted()).isTrue();
      assertThat(pair.server().getsockopt(SO_ERROR)).isZero();
      pair.client().send(Local.utf8("two"));
      assertThat(Local.recv(pair.server())).isEqualTo("two");
    }
  }

  @Test
  void sendmmsgSendsAll() throws Exception {
    try (var receiver = Local.bound(AF_UNIX, SOCK_DGRAM, Unix.unnamed());
        var sender = PosixSocket.open(AF_UNIX, SOCK_DGRAM).connect(receiver.getsockname())) {
      int count = 1000; // more than the queue has room for
      var sending =
          begin(() -> sender.sendmmsg(new MessageBatch(count, 1), 0, count, MsgFlags.NONE))
              .awaitBlocked("sendmmsg");
      for (int i = 0; i < count; i++) {
        assertThat(receiver.recv(Local.room(9))).isEqualTo(1);
      }
      assertThat(sending.result()).isEqualTo(count);
    }
  }

  // What comes in between.

  /** A short read has emptied the stream, but for its end. */
  @Test
  void theEndOfTheFileIsSeenBehindAShortRead() throws Exception {
    for (int round = 0; round < 200; round++) {
      try (Pair pair = Pair.tcp()) {
        var receiving = begin(() -> readToTheEnd(pair.server()));
        if (round % 2 == 0) {
          receiving.awaitBlocked("recv");
        }
        pair.client().send(Local.utf8("all"));
        pair.client().shutdown(SHUT_WR);
        assertThat(receiving.result()).isEqualTo("all");
      }
    }
  }

  private static String readToTheEnd(PosixSocket socket) throws IOException {
    var all = new StringBuilder();
    for (String part; !(part = Local.recv(socket)).isEmpty(); ) {
      all.append(part);
    }
    return all.toString();
  }

  /** A read ends at the mark, and what is behind it is not waited for in vain. */
  @Test
  void urgentData() throws Exception {
    for (int round = 0; round < 100; round++) {
      try (Pair pair = Pair.tcp()) {
        var receiving = begin(() -> readToTheEnd(pair.server()));
        if (round % 2 == 0) {
          receiving.awaitBlocked("recv");
        }
        pair.client().send(Local.utf8("before"));
        pair.client().send(Local.utf8("!"), MSG_OOB);
        pair.client().send(Local.utf8("behind"));
        pair.client().shutdown(SHUT_WR);
        assertThat(receiving.result()).isEqualTo("beforebehind");
      }
    }
  }

  /** Descriptors end a receive, whatever it was to wait for. */
  @Test
  void descriptorsInAStream() throws Exception {
    for (MsgFlags flags : List.of(MsgFlags.NONE, MSG_WAITALL)) {
      try (Pair pair = Stream.UNIX.open()) {
        var receiving = begin(() -> messages(pair.server(), flags)).awaitBlocked("recvmsg");
        pair.client().send(Local.utf8("ab"));
        pair.client().sendmsg(Local.utf8("cd"), Cmsg.Rights.of(pair.client()));
        pair.client().sendmsg(Local.utf8("ef"), Cmsg.Rights.of(pair.client(), pair.client()));
        pair.client().send(Local.utf8("gh"));
        pair.client().shutdown(SHUT_WR);
        assertThat(String.join(" ", receiving.result())).matches("(ab ?)cd1 ef2 gh");
      }
    }
  }

  /** So do those that there is no room for: the loss is told, and not forgotten by what follows. */
  @ParameterizedTest
  @ValueSource(ints = {0, 8, 64})
  @Promise("received-truncation")
  void waitallTellsOfDescriptorsThatWereLost(int room) throws Exception {
    int sent = 1 + Math.max(0, room - 16) / 4; // one more than fit
    try (Pair pair = Stream.UNIX.open()) {
      pair.client().send(Local.utf8("ab"));
      pair.client().sendmsg(Local.utf8("cd"), Cmsg.Rights.of(new int[sent]));
      pair.client().send(Local.utf8("ef"));
      MemorySegment buf = Local.room(6);
      var receiving =
          begin(() -> {
            try (var received = pair.server().recvmsg(MSG_WAITALL, room, buf)) {
              return received.length() + (received.isControlTruncated() ? " truncated" : " whole");
            }
          });
      assertThat(receiving.result()).isEqualTo("4 truncated");
    }
  }

  private static List<String> messages(PosixSocket socket, MsgFlags flags) throws IOException {
    List<String> messages = new ArrayList<>();
    MemorySegment buf = Local.room(100);
    while (true) {
      try (var received = socket.recvmsg(flags, 64, buf)) {
        if (received.length() == 0) {
          return messages;
        }
        assertThat(received.isControlTruncated()).isFalse();
        var rights = received.first(Cmsg.Rights.class).map(r -> "" + r.fds().size()).orElse("");
        messages.add(Local.text(buf, received.length()) + rights);
      }
    }
  }

  /** Those that are sent with the first byte are sent once. */
  @Test
  void descriptorsWithALongMessage() throws Exception {
    try (Pair pair = Stream.UNIX.open()) {
      var sending =
          begin(() -> pair.client().sendmsg(PATTERN, Cmsg.Rights.of(pair.client())))
              .awaitBlocked("sendmsg");
      long got = 0;
      int descriptors = 0;
      while (got < LARGE) {
        try (var received = pair.server().recvmsg(MsgFlags.NONE, 64, Local.room(1 << 16))) {
          got += received.length();
          descriptors += received.first(Cmsg.Rights.class).isPresent() ? 1 : 0;
        }
      }
      assertThat(sending.result()).isEqualTo(LARGE);
      assertThat(descriptors).isEqualTo(1);
    }
  }
}
