package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.testing.OpenFiles;
import posix.sockets.testing.Pair;
import posix.sockets.testing.Promise;
import posix.sockets.testing.Tripwire;

/** Streams over a socket: what they do, and that every split of what arrives comes out whole. */
class SocketStreamsTest {
  private static final int MESSAGE = 64;

  /** More than passes through a kept buffer at once, and not a multiple of that. */
  private static final int LARGE = 3_000_001;

  private static byte[] pattern(int length) {
    return Local.content(Local.pattern(length), length);
  }

  /** A way to read a whole message. */
  private enum Reading {
    SINGLE_BYTES {
      @Override
      byte[] read(InputStream in) throws IOException {
        byte[] message = new byte[MESSAGE];
        for (int i = 0; i < MESSAGE; i++) {
          int b = in.read();
          assertThat(b).isBetween(0, 255);
          message[i] = (byte) b;
        }
        return message;
      }
    },
    READ_N_BYTES {
      @Override
      byte[] read(InputStream in) throws IOException {
        return in.readNBytes(MESSAGE);
      }
    },
    READ_FULLY {
      @Override
      byte[] read(InputStream in) throws IOException {
        byte[] message = new byte[MESSAGE];
        new DataInputStream(in).readFully(message);
        return message;
      }
    },
    READ_ALL {
      @Override
      byte[] read(InputStream in) throws IOException {
        return in.readAllBytes();
      }
    },
    TRANSFER {
      @Override
      byte[] read(InputStream in) throws IOException {
        var out = new ByteArrayOutputStream();
        assertThat(in.transferTo(out)).isEqualTo(MESSAGE);
        return out.toByteArray();
      }
    },
    SKIP_AND_READ {
      @Override
      byte[] read(InputStream in) throws IOException {
        int half = MESSAGE / 2;
        byte[] message = pattern(MESSAGE);
        Arrays.fill(message, half, MESSAGE, (byte) 0);
        in.skipNBytes(half);
        assertThat(in.readNBytes(message, half, half)).isEqualTo(half);
        return message;
      }
    };

    /** Reads a message that ends with the connection. */
    abstract byte[] read(InputStream in) throws IOException;
  }

  /** The second part is only sent when the reader has the first, and waits. */
  @ParameterizedTest
  @EnumSource
  void everySplitOfAMessage(Reading reading) throws Exception {
    byte[] message = pattern(MESSAGE);
    for (int split = 1; split < MESSAGE; split++) {
      try (Pair pair = Pair.tcp();
          InputStream in = Transfer.inputStream(pair.server())) {
        pair.client().send(message, 0, split);
        var reader = new BlockedThread<>(() -> reading.read(in)).awaitBlocked("recv");
        Transfer.sendAll(pair.client(), message, split, MESSAGE - split);
        pair.client().shutdown(SHUT_WR);
        assertThat(reader.result()).as("split at %d", split).isEqualTo(message);
      }
    }
  }

  /** The same, but the peer ends there. */
  @Test
  void anEndAtEachByteOfAMessage() throws Exception {
    byte[] message = pattern(MESSAGE);
    for (int split = 0; split < MESSAGE; split++) {
      try (Pair pair = Pair.tcp();
          InputStream in = Transfer.inputStream(pair.server())) {
        Transfer.sendAll(pair.client(), message, 0, split);
        pair.client().shutdown(SHUT_WR);
        assertThat(in.readNBytes(MESSAGE)).isEqualTo(Arrays.copyOf(message, split));
        assertThatThrownBy(() -> new DataInputStream(in).readFully(new byte[1]))
            .isExactlyInstanceOf(EOFException.class);
      }
    }
  }

  /** Less room than is sent, so that a write blocks. */
  private static Pair narrow() throws Exception {
    Pair pair = Pair.tcp();
    pair.client().setsockopt(SO_SNDBUF, 100_000);
    pair.server().setsockopt(SO_RCVBUF, 100_000);
    return pair;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void moreThanOneCallTransfers(boolean virtual) throws Exception {
    byte[] bytes = pattern(LARGE);
    try (Pair pair = narrow();
        InputStream in = Transfer.inputStream(pair.server())) {
      OutputStream out = Transfer.outputStream(pair.client());
      var writer =
          new BlockedThread<>(
              virtual,
              () -> {
                out.write(bytes, 1, LARGE - 2);
                out.flush();
                out.close();
                return null;
              });
      var reader = new BlockedThread<>(virtual, in::readAllBytes);
      assertThat(reader.result()).isEqualTo(Arrays.copyOfRange(bytes, 1, LARGE - 1));
      writer.result();
    }
  }

  @Test
  void oneThreadsBytesAreNotAmongAnothers() throws Exception {
    int length = 1_000_000; // more than there is room for
    try (Pair pair = narrow();
        OutputStream out = Transfer.outputStream(pair.client())) {
      List<BlockedThread<Void>> writers =
          Stream.of('a', 'b', 'c')
              .map(letter -> {
                byte[] bytes = new byte[length];
                Arrays.fill(bytes, (byte) (char) letter);
                return new BlockedThread<Void>(() -> {
                  out.write(bytes);
                  return null;
                });
              })
              .toList();
      InputStream in = Transfer.inputStream(pair.server());
      StringBuilder letters = new StringBuilder();
      for (int i = 0; i < writers.size(); i++) {
        byte[] one = in.readNBytes(length);
        assertThat(one).containsOnly(one[0]);
        letters.append((char) one[0]);
      }
      assertThat(letters.toString()).containsOnlyOnce("a").containsOnlyOnce("b").hasSize(3);
    }
  }

  /** A write that has to wait for another one's end. */
  private static BlockedThread<Void> second(OutputStream out) throws Exception {
    return new BlockedThread<Void>(
            () -> {
              out.write('x');
              return null;
            })
        .awaitBlocked("futex");
  }

  @Test
  void whoWaitsForItsTurnIsEndedToo() throws Exception {
    try (Pair pair = narrow();
        OutputStream out = Transfer.outputStream(pair.client())) {
      var first =
          new BlockedThread<Void>(
                  () -> {
                    out.write(new byte[LARGE]);
                    return null;
                  })
              .awaitBlocked("send");
      var interrupted = second(out);
      interrupted.interrupt();
      assertThat(interrupted.thrown()).isExactlyInstanceOf(InterruptedIOException.class);
      assertThat(interrupted.wasInterrupted()).isTrue();
      assertThat(first.isDone()).isFalse();

      var waiting = second(out);
      pair.client().close();
      assertThat(first.thrown()).isExactlyInstanceOf(ClosedChannelException.class);
      assertThat(waiting.thrown()).isExactlyInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  void aDeadlineHoldsForAllThatAStreamDoes() throws Exception {
    try (Pair pair = narrow()) {
      PosixSocket limited = pair.client().within(Duration.ofMillis(50));
      OutputStream out = Transfer.outputStream(limited);
      assertThatThrownBy(() -> out.write(new byte[LARGE]))
          .isExactlyInstanceOf(SocketTimeoutException.class)
          .satisfies(e ->
              assertThat(((InterruptedIOException) e).bytesTransferred).isBetween(1, LARGE - 1));
      InputStream in = Transfer.inputStream(limited);
      pair.server().send(new byte[1], 0, 1);
      assertThatThrownBy(in::read).isExactlyInstanceOf(SocketTimeoutException.class);
      assertThat(Transfer.inputStream(pair.client()).read()).isZero(); // it is still open
    }
  }

  /** No call: what waits there to be told is still there. */
  @TestFactory
  Stream<DynamicTest> whatMakesNoCall() {
    record Row(String name, Step step) {}
    byte[] four = new byte[4];
    return Stream.of(
            new Row("read nothing", (in, out) -> assertThat(in.read(four, 4, 0)).isZero()),
            new Row("read into nothing", (in, out) -> assertThat(in.read(new byte[0])).isZero()),
            new Row("readNBytes(0)", (in, out) -> assertThat(in.readNBytes(0)).isEmpty()),
            new Row("skip(0)", (in, out) -> assertThat(in.skip(0)).isZero()),
            new Row("skip(-1)", (in, out) -> assertThat(in.skip(-1)).isZero()),
            new Row("write nothing", (in, out) -> out.write(four, 4, 0)),
            new Row("flush", (in, out) -> out.flush()),
            new Row("read past the end", (in, out) -> refused(() -> in.read(four, 2, 3))),
            new Row("read, negative", (in, out) -> refused(() -> in.read(four, 2, -1))),
            new Row("write past the end", (in, out) -> refused(() -> out.write(four, 2, 3))),
            new Row("write, negative", (in, out) -> refused(() -> out.write(four, -1, 2))))
        .map(row ->
            DynamicTest.dynamicTest(
                row.name,
                () -> {
                  try (var tripwire = new Tripwire()) {
                    row.step.run(
                        Transfer.inputStream(tripwire.socket()),
                        Transfer.outputStream(tripwire.socket()));
                    assertThat(tripwire.isUntouched()).isTrue();
                  }
                }));
  }

  private interface Step {
    void run(InputStream in, OutputStream out) throws Exception;
  }

  private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isExactlyInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void noSocket() {
    assertThatThrownBy(() -> Transfer.inputStream(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> Transfer.outputStream(null)).isInstanceOf(NullPointerException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closesTheSocketAndNothingElse(boolean input) throws Exception {
    try (Pair pair = Pair.tcp();
        PosixSocket dup = pair.client().dup()) {
      int fd = pair.client().fd();
      String open = OpenFiles.at(fd);
      PosixSocket limited = pair.client().within(Duration.ofHours(1));
      Closeable stream = input ? Transfer.inputStream(limited) : Transfer.outputStream(limited);
      stream.close();
      assertThat(pair.client().isClosed()).isTrue();
      assertThat(OpenFiles.at(fd)).isNotEqualTo(open);
      stream.close();
      Transfer.outputStream(dup).write(7);
      assertThat(Transfer.inputStream(pair.server()).read()).isEqualTo(7);
    }
  }

  /** The kernel tells once what broke a connection, and from then on that it has ended. */
  @Test
  @Promise("no-false-end")
  void aBrokenConnectionHasNoEnd() throws Exception {
    for (var pair : List.of(Local.tcp(), Local.pair(SOCK_STREAM))) {
      try (pair) {
        pair.second().send(Local.utf8("never read"));
        pair.first().send(Local.utf8("never read")); // by this, AF_UNIX is reset
        pair.second().setsockopt(SO_LINGER, new Linger(true, Duration.ZERO)).close();
        InputStream in = Transfer.inputStream(pair.first());
        InputStream once = Transfer.inputStream(pair.first());
        String reset = "recv: Connection reset by peer (ECONNRESET, 104)";
        assertThatThrownBy(in::readAllBytes).hasMessage(reset);
        assertThatThrownBy(in::read).hasMessage(reset);
        assertThatThrownBy(() -> in.read(new byte[9])).hasMessage(reset);
        assertThat(once.read()).isEqualTo(-1); // as the kernel has it
      }
    }
  }

  @Test
  void aSocketThatWouldBlockIsNotAtItsEnd() throws Exception {
    try (Pair pair = Pair.tcp()) {
      pair.server().setNonBlocking(true);
      InputStream in = Transfer.inputStream(pair.server());
      assertThatThrownBy(in::read)
          .isExactlyInstanceOf(ErrnoException.class)
          .hasMessage("recv: Resource temporarily unavailable (EAGAIN, 11)");
      pair.client().shutdown(SHUT_WR);
      pair.server().setNonBlocking(false);
      assertThat(in.read()).isEqualTo(-1);
    }
  }
}
