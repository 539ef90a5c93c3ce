package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.raw.constants.IoctlH;
import posix.sockets.testing.Pair;
import posix.sockets.testing.Program;
import posix.sockets.testing.Program.Result;
import posix.sockets.testing.Project;

/**
 * Calls that had a part of what they wanted, and what the next one says: the kernel's own loop has
 * its answer, and a call that is tried and waited for gives the same.
 */
class PartialTransfersTest {
  private static final int LARGE = 16 << 20;
  private static final MemorySegment PATTERN = Local.pattern(LARGE);

  /** How a call is made. */
  private enum Caller {
    PLATFORM,
    DEADLINE,
    VIRTUAL;

    PosixSocket of(PosixSocket socket) {
      return this == DEADLINE ? socket.within(Duration.ofMinutes(1)) : socket;
    }

    <T> BlockedThread<T> begin(Callable<T> call) {
      return new BlockedThread<>(this == VIRTUAL, call);
    }

    /** A platform thread that tries and waits is in poll, or parked. */
    <T> BlockedThread<T> block(String systemCall, Callable<T> call) throws Exception {
      return begin(call).awaitBlocked(systemCall, "poll", "futex");
    }
  }

  private enum Stream {
    TCP,
    UNIX;

    /** Whoever receives in vain fails, instead of hanging. */
    Pair open() throws IOException {
      SocketPair pair = this == TCP ? Local.tcp() : Local.pair(SOCK_STREAM);
      return new Pair(pair.first(), pair.second());
    }
  }

  private static void reset(PosixSocket socket) throws IOException {
    socket.setsockopt(SO_LINGER, new Linger(true, Duration.ZERO));
    socket.close();
  }

  /** What a call answers: how much, or which error. */
  private static String answer(Callable<Long> call) throws Exception {
    try {
      return call.call().toString();
    } catch (ErrnoException e) {
      return e.errno().toString();
    }
  }

  // Batches.

  /** The rest of a message is not left out for the next one. */
  @ParameterizedTest
  @CsvSource({
    "PLATFORM, UNIX",
    "DEADLINE, UNIX",
    "VIRTUAL, UNIX",
    "PLATFORM, TCP",
    "DEADLINE, TCP",
    "VIRTUAL, TCP"
  })
  void aBatchIsSentWholeAndInOrder(Caller caller, Stream stream) throws Exception {
    int count = 3;
    int size = stream == Stream.UNIX ? 1_000_000 : 5_000_000; // more than there is room for
    var batch = new MessageBatch(count, size);
    for (int i = 0; i < count; i++) {
      batch.buffer(i).copyFrom(PATTERN.asSlice((long) i * size, size));
      batch.length(i, size);
    }
    try (Pair pair = stream.open()) {
      PosixSocket socket = caller.of(pair.client());
      var sending = caller.block("sendmmsg", () -> socket.sendmmsg(batch, 0, count, MsgFlags.NONE));
      MemorySegment got = Local.room((long) count * size);
      Transfer.recvExactly(pair.server(), got);
      assertThat(sending.result()).isEqualTo(count);
      assertThat(got.mismatch(PATTERN)).isEqualTo(got.byteSize());
      assertThat(pair.server().tryRecv(got)).isEqualTo(PosixSocket.WOULD_BLOCK);
      for (int i = 0; i < count; i++) {
        assertThat(batch.length(i)).isEqualTo(size);
      }
    }
  }

  // Errors behind a part.

  @ParameterizedTest
  @EnumSource
  void aResetBehindAPartIsToldByTheNextReceive(Caller caller) throws Exception {
    for (MsgFlags next : List.of(MSG_WAITALL, MsgFlags.NONE, MSG_DONTWAIT)) {
      try (Pair pair = Stream.TCP.open()) {
        PosixSocket socket = caller.of(pair.client());
        MemorySegment buf = Local.room(100);
        var receiving = caller.block("recv", () -> socket.recv(buf, MSG_WAITALL));
        pair.server().send(Local.utf8("0123456789"));
        Expect.soon("it has that", () -> Local.isEmpty(pair.client()));
        reset(pair.server());
        assertThat(receiving.result()).isEqualTo(10);
        assertThat(Local.text(buf, 10)).isEqualTo("0123456789");
        var answers =
            caller.begin(() ->
                List.of(answer(() -> socket.recv(buf, next)), answer(() -> socket.recv(buf))));
        assertThat(answers.result()).as("%s", next).containsExactly("ECONNRESET", "0");
      }
    }
  }

  private enum Next {
    RECV,
    SEND,
    DONTWAIT,
    SO_ERROR;

    long on(PosixSocket socket) throws IOException {
      return switch (this) {
        case RECV -> socket.recv(Local.room(10));
        case SEND -> socket.send(Local.utf8("x"), MSG_NOSIGNAL);
        case DONTWAIT -> socket.recv(Local.room(10), MSG_DONTWAIT);
        case SO_ERROR -> socket.getsockopt(Constants.SO_ERROR);
      };
    }
  }

  /** The kernel's answers are those on a platform thread. */
  @ParameterizedTest
  @CsvSource({
    "RECV, SEND",
    "RECV, RECV",
    "SEND, RECV",
    "SEND, SEND",
    "DONTWAIT, RECV",
    "SO_ERROR, RECV"
  })
  void aResetBehindAPartIsToldAfterASend(Next first, Next second) throws Exception {
    List<String> kernel = afterSend(Caller.PLATFORM, first, second);
    assertThat(kernel.getFirst()).isIn("ECONNRESET", "EPIPE", "104");
    for (Caller caller : List.of(Caller.DEADLINE, Caller.VIRTUAL)) {
      assertThat(afterSend(caller, first, second)).as("%s", caller).isEqualTo(kernel);
    }
  }

  private static List<String> afterSend(Caller caller, Next... next) throws Exception {
    try (Pair pair = Stream.TCP.open()) {
      PosixSocket socket = caller.of(pair.client());
      var sending = caller.block("send", () -> socket.send(PATTERN, MSG_NOSIGNAL));
      reset(pair.server());
      assertThat(sending.result()).as("%s", caller).isBetween(1L, LARGE - 1L);
      return caller
          .begin(() -> {
            List<String> answers = new ArrayList<>();
            for (Next each : next) {
              answers.add(answer(() -> each.on(socket)));
            }
            return answers;
          })
          .result();
    }
  }

  /** Whatever was kept for the next call: there is none any more. */
  @ParameterizedTest
  @EnumSource
  void aClosedSocketHasNoErrorButThat(Caller caller) throws Exception {
    for (Next next : List.of(Next.RECV, Next.SEND, Next.DONTWAIT, Next.SO_ERROR)) {
      try (Pair pair = Stream.TCP.open()) {
        PosixSocket socket = caller.of(pair.client());
        var sending = caller.block("send", () -> socket.send(PATTERN, MSG_NOSIGNAL));
        reset(pair.server());
        assertThat(sending.result()).isBetween(1L, LARGE - 1L);
        pair.client().close();
        assertThat(caller.begin(() -> next.on(socket)).thrown())
            .as("%s", next)
            .isExactlyInstanceOf(ClosedChannelException.class);
      }
    }
  }

  /** A datagram to nobody is no concern of the next call. */
  @ParameterizedTest
  @EnumSource
  void whatADatagramsOwnAddressAnswersIsNotKept(Caller caller) throws Exception {
    Unix here = Local.ownName("partial");
    try (PosixSocket bound = Local.bound(AF_UNIX, SOCK_DGRAM, here)) {
      var batch = new MessageBatch(2, 1);
      batch.address(0, here);
      batch.address(1, Local.ownName("nobody"));
      PosixSocket socket = caller.of(bound);
      var answers =
          caller.begin(() ->
              List.of(
                  answer(() -> (long) socket.sendmmsg(batch, 0, 2, MsgFlags.NONE)),
                  answer(() -> socket.recv(Local.room(1))),
                  answer(() -> (long) socket.sendmmsg(batch, 1, 1, MsgFlags.NONE))));
      assertThat(answers.result()).containsExactly("1", "1", "ECONNREFUSED");
    }
  }

  // Non-blocking sockets.

  /** A short read has emptied the stream; what came since is there at once. */
  @ParameterizedTest
  @EnumSource
  void whatPollSawIsReceivedWithoutBlocking(Caller caller) throws Exception {
    for (int round = 0; round < 100; round++) {
      try (Pair pair = Stream.TCP.open();
          Poll<String> poll = Poll.open()) {
        PosixSocket socket = caller.of(pair.client());
        poll.add(pair.client(), POLLIN);
        var receiving =
            caller.begin(() -> {
              String all = Local.recv(socket);
              pair.client().setNonBlocking(true);
              for (String part : List.of("b", "c", "d")) {
                pair.server().send(Local.utf8(part));
                assertThat(poll.poll(10_000)).isEqualTo(1);
                all += Local.recv(socket);
              }
              return all + answer(() -> socket.recv(Local.room(1)));
            });
        if (round % 2 == 0) {
          receiving.awaitBlocked("recv", "poll", "futex");
        }
        pair.server().send(Local.utf8("a"));
        assertThat(receiving.result()).isEqualTo("abcdEAGAIN");
      }
    }
  }

  private enum Ioctl {
    NUMBER,
    MEMORY;

    void nonBlocking(PosixSocket socket, int value) throws IOException {
      if (this == NUMBER) {
        assertThat(socket.ioctl(IoctlH.FIONBIO, value)).isEqualTo(value);
      } else {
        MemorySegment argument = Local.room(Integer.BYTES);
        argument.set(ValueLayout.JAVA_INT, 0, value);
        assertThat(socket.ioctl(IoctlH.FIONBIO, argument)).isZero();
      }
    }
  }

  /** It is the owner's word, on a descriptor too that was made non-blocking for us. */
  @ParameterizedTest
  @CsvSource({
    "PLATFORM, NUMBER",
    "DEADLINE, NUMBER",
    "VIRTUAL, NUMBER",
    "PLATFORM, MEMORY",
    "DEADLINE, MEMORY",
    "VIRTUAL, MEMORY"
  })
  void nonBlockingByIoctl(Caller caller, Ioctl ioctl) throws Exception {
    try (var listener = PosixSocket.open(AF_INET, SOCK_STREAM).bind(Inet4.loopback(0)).listen(5)) {
      PosixSocket limited = caller.of(listener);
      acceptOne(Caller.VIRTUAL, listener, listener);
      assertThat(listener.isNonBlocking()).isFalse();

      caller
          .begin(() -> {
            ioctl.nonBlocking(limited, 1);
            assertThat(limited.isNonBlocking()).isTrue();
            Expect.errno(Errno.EAGAIN, limited::accept);
            return null;
          })
          .result();

      caller
          .begin(() -> {
            ioctl.nonBlocking(limited, 0);
            assertThat(limited.isNonBlocking()).isFalse();
            return null;
          })
          .result();
      acceptOne(caller, listener, limited);
    }
  }

  private static void acceptOne(Caller caller, PosixSocket listener, PosixSocket limited)
      throws Exception {
    var accepting = caller.block("accept", limited::accept);
    try (var client = PosixSocket.open(AF_INET, SOCK_STREAM).connect(listener.getsockname());
        var server = accepting.result().socket()) {
      assertThat(server.getpeername()).isEqualTo(client.getsockname());
    }
  }

  // Several at once.

  /** One that only looks, and waits for more, does not keep what has come from the other. */
  @ParameterizedTest
  @EnumSource
  void whoPeeksForMoreLetsAnotherReceive(Caller caller) throws Exception {
    for (boolean peeksFirst : new boolean[] {true, false}) {
      try (Pair pair = Pair.tcp()) {
        PosixSocket socket = caller.of(pair.client());
        Callable<Long> peek = () -> socket.recv(Local.room(100), MSG_PEEK.or(MSG_WAITALL));
        Callable<String> plain = () -> Local.recv(socket);
        BlockedThread<Long> peeking = peeksFirst ? caller.block("recv", peek) : null;
        var receiving = caller.block("recv", plain);
        if (peeking == null) {
          peeking = caller.block("recv", peek);
        }
        pair.server().send(Local.utf8("0123456789"));
        assertThat(receiving.result()).isEqualTo("0123456789");
        pair.server().shutdown(SHUT_WR);
        assertThat(peeking.result()).isBetween(0L, 10L);
      }
    }
  }

  /** More than the kernel lets wait for one descriptor, one behind the other. */
  @Test
  void manyPollTheSameSocket() throws Exception {
    try (Pair pair = Stream.TCP.open()) {
      List<BlockedThread<Integer>> polling = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        polling.add(
            Caller.VIRTUAL.begin(() -> {
              try (Poll<String> poll = Poll.open()) {
                poll.add(pair.client(), POLLIN);
                return poll.poll();
              }
            }));
      }
      for (var each : polling) {
        each.awaitBlocked();
      }
      pair.server().send(Local.utf8("x"));
      for (var each : polling) {
        assertThat(each.result()).isEqualTo(1);
      }
    }
  }

  // A send that connects.

  @ParameterizedTest
  @EnumSource
  void sendThatConnects(Caller caller) throws Exception {
    if ((Local.sysctl("net/ipv4/tcp_fastopen") & 1) == 0) {
      System.err.println("*** net.ipv4.tcp_fastopen is off: MSG_FASTOPEN was not tried ***");
      return;
    }
    for (boolean asMessage : new boolean[] {true, false}) {
      try (var listener = Local.bound(AF_INET, SOCK_STREAM, Inet4.loopback(0)).listen(1);
          var client = PosixSocket.open(AF_INET, SOCK_STREAM)) {
        SockAddr there = listener.getsockname();
        PosixSocket socket = caller.of(client);
        MemorySegment hello = Local.utf8("hello");
        var sending =
            caller.begin(() ->
                asMessage
                    ? socket.sendmsg(MSG_FASTOPEN, there, List.of(), hello)
                    : socket.sendto(hello, MSG_FASTOPEN, there));
        assertThat(sending.result()).isEqualTo(5);
        try (var server = Local.impatient(listener.accept().socket())) {
          assertThat(Local.recv(server)).isEqualTo("hello");
        }
      }
    }
  }

  // What is used first.

  /** Uses an option, and then says what the codecs are. */
  private static final String PROGRAM =
      """
      import posix.sockets.*;

      public class First {
        static void use(String first) throws Exception {
          try (var socket = PosixSocket.open(Constants.AF_INET, Constants.SOCK_STREAM)) {
            switch (first) {
              case "IP_TTL" -> socket.getsockopt(Constants.IP_TTL);
              case "IpOptions" -> socket.getsockopt(IpOptions.IP_TTL);
              case "SO_TYPE" -> socket.getsockopt(Constants.SO_TYPE);
              default -> {}
            }
          }
        }

        public static void main(String[] args) throws Exception {
          use(args[0]);
          System.out.println(SockOpt.Codec.INT != null);
          System.out.println(SockOpt.Codec.BOOLEAN != null);
          System.out.println(SockOpt.Codec.LONG != null);
          System.out.println(SockOpt.Codec.TIMEVAL != null);
        }
      }
      """;

  /** Classes that need one another may be initialized from either end. */
  @ParameterizedTest
  @ValueSource(strings = {"IP_TTL", "IpOptions", "SO_TYPE", "none"})
  void codecsAreThereWhateverIsUsedFirst(String first, @TempDir Path folder) throws Exception {
    Path program = Files.writeString(folder.resolve("First.java"), PROGRAM);
    Result result =
        Program.run(
            folder,
            Program.jdk("java"),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            Project.CLASSES + File.pathSeparator + Project.bindings(),
            program.toString(),
            first);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("true\n".repeat(4));
    assertThat(result.status()).isZero();
  }
}
