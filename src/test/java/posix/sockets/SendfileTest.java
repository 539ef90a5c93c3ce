package posix.sockets;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;
import static posix.sockets.Expect.errno;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.raw.Posix;
import posix.sockets.testing.Pair;

/** The loops that programs write around {@code sendfile}, on both layers. */
@ParameterizedClass
@EnumSource
class SendfileTest {
  private static final int LARGE = 3_000_001;
  private static final MemorySegment PATTERN = Local.pattern(LARGE);

  enum Layer {
    RAW {
      @Override
      long sendfile(PosixSocket socket, int in, long offset, long n) throws IOException {
        try (var arena = Arena.ofConfined()) {
          MemorySegment at = offset < 0 ? Posix.NULL : arena.allocateFrom(JAVA_LONG, offset);
          long sent = Posix.sendfile(socket.fd(), in, at, n);
          if (sent < 0) {
            int errno = Posix.errno();
            throw new ErrnoException("sendfile", errno, Posix.strerror(errno), null);
          }
          assertThat(offset < 0 ? sent : at.get(JAVA_LONG, 0) - offset).isEqualTo(sent);
          return sent;
        }
      }
    },
    TYPED {
      @Override
      long sendfile(PosixSocket socket, int in, long offset, long n) throws IOException {
        return socket.sendfile(in, offset, n);
      }
    };

    abstract long sendfile(PosixSocket socket, int in, long offset, long n) throws IOException;
  }

  @Parameter Layer layer;
  @TempDir Path folder;

  private Path file;
  private int in;

  @BeforeEach
  void write() throws IOException {
    file = Files.write(folder.resolve("file"), PATTERN.toArray(ValueLayout.JAVA_BYTE));
    in = OpenFds.open(file);
  }

  @AfterEach
  void close() {
    OpenFds.close(in);
  }

  /** Less room than the file needs, whether it waits for more or is told to look again. */
  private static Pair narrow(boolean nonBlocking) throws IOException {
    Pair pair = Pair.tcp();
    pair.client().setsockopt(SO_SNDBUF, 100_000).setNonBlocking(nonBlocking);
    return pair;
  }

  /** Sends until there is no more to be read; how many calls sent something. */
  private int loop(PosixSocket socket, long end) throws IOException {
    int calls = 0;
    long at = 0;
    while (true) {
      try {
        long n = layer.sendfile(socket, in, at, end - at);
        if (n == 0) {
          return calls;
        }
        at += n;
        calls++;
      } catch (ErrnoException e) {
        if (e.errno() != Errno.EAGAIN) {
          throw e;
        }
        try (Poll<Void> poll = Poll.open()) {
          poll.add(socket, POLLOUT);
          poll.poll();
        }
      }
    }
  }

  private static FutureTask<MemorySegment> receive(PosixSocket socket, long n) {
    var task =
        new FutureTask<>(() -> {
          MemorySegment got = Local.room(n);
          Transfer.recvExactly(socket, got);
          assertThat(socket.recv(Local.room(1))).isZero();
          return got;
        });
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFileArrivesWhole(boolean nonBlocking) throws Exception {
    try (Pair pair = narrow(nonBlocking)) {
      var received = receive(pair.server(), LARGE);
      int calls = loop(pair.client(), LARGE + 1000);
      if (nonBlocking) {
        assertThat(calls).isGreaterThan(1);
      }
      pair.client().shutdown(SHUT_WR);
      assertThat(received.get().mismatch(PATTERN)).isEqualTo(-1);
    }
  }

  /** With an offset the file's own position stays where it is, and without one it moves. */
  @ParameterizedTest
  @CsvSource({"0, 5000", "1000, 4096", "2999999, 2", "2999999, 100", "3000001, 1", "0, 0"})
  void aPart(long offset, int length) throws Exception {
    int there = (int) Math.min(length, LARGE - offset);
    try (Pair pair = Pair.tcp()) {
      assertThat(layer.sendfile(pair.client(), in, offset, length)).isEqualTo(there);
      assertThat(layer.sendfile(pair.client(), in, -1, 3)).isEqualTo(3);
      assertThat(layer.sendfile(pair.client(), in, -1, 4)).isEqualTo(4);
      pair.client().shutdown(SHUT_WR);
      MemorySegment got = receive(pair.server(), there + 7).get();
      assertThat(got.asSlice(0, there).mismatch(PATTERN.asSlice(offset, there))).isEqualTo(-1);
      assertThat(got.asSlice(there).mismatch(PATTERN.asSlice(0, 7))).isEqualTo(-1);
    }
  }

  /** Behind the end there is nothing, and in an empty file neither. */
  @ParameterizedTest
  @ValueSource(longs = {LARGE, LARGE + 1, Integer.MAX_VALUE})
  void nothingIsThere(long offset) throws Exception {
    int empty = OpenFds.open(Files.createFile(folder.resolve("empty")));
    try (Pair pair = Pair.tcp()) {
      assertThat(layer.sendfile(pair.client(), in, offset, 10)).isZero();
      assertThat(layer.sendfile(pair.client(), empty, 0, 10)).isZero();
      assertThat(layer.sendfile(pair.client(), empty, -1, 10)).isZero();
      assertThat(Local.isEmpty(pair.server())).isTrue();
    } finally {
      OpenFds.close(empty);
    }
  }

  /** A file that becomes shorter on the way ends the loop. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFileThatShrinks(boolean nonBlocking) throws Exception {
    try (Pair pair = narrow(nonBlocking)) {
      assertThat(layer.sendfile(pair.client(), in, 0, 1000)).isEqualTo(1000);
      try (var writer = new RandomAccessFile(file.toFile(), "rw")) {
        writer.setLength(2_000_000);
      }
      var received = receive(pair.server(), 2_001_000);
      loop(pair.client(), LARGE);
      pair.client().shutdown(SHUT_WR);
      MemorySegment whole = PATTERN.asSlice(0, 2_000_000);
      assertThat(received.get().asSlice(1000).mismatch(whole)).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPeerThatGoes(boolean nonBlocking) throws Exception {
    try (Pair pair = narrow(nonBlocking)) {
      var going =
          new FutureTask<Void>(() -> {
            Transfer.recvExactly(pair.server(), Local.room(50_000));
            pair.server().close();
            return null;
          });
      Thread.ofPlatform().daemon().start(going);
      // It resets the connection with what it did not read; the kernel forgets that where it had
      // sent a part in the same call.
      assertThatThrownBy(() -> loop(pair.client(), LARGE))
          .isInstanceOfSatisfying(
              ErrnoException.class, e -> assertThat(e.errno()).isIn(Errno.ECONNRESET, Errno.EPIPE));
      going.get();
      errno(Errno.EPIPE, () -> layer.sendfile(pair.client(), in, 0, 1));
    }
  }

  /** What cannot be mapped cannot be sent, and what has no positions has no offset. */
  @Test
  void whatIsNoFile() throws Exception {
    int directory = OpenFds.open(folder);
    try (Pair pair = Pair.tcp();
        var udp = Local.udp()) {
      errno(Errno.EINVAL, () -> layer.sendfile(pair.client(), directory, 0, 1));
      errno(Errno.EINVAL, () -> layer.sendfile(pair.client(), directory, -1, 1));
      errno(Errno.ESPIPE, () -> layer.sendfile(pair.client(), udp.fd(), 0, 1));
      errno(Errno.EINVAL, () -> layer.sendfile(pair.client(), udp.fd(), -1, 1));
      errno(Errno.EOVERFLOW, () -> layer.sendfile(pair.client(), in, Long.MAX_VALUE - 10, 10));
      assertThat(Local.isEmpty(pair.server())).isTrue();
    } finally {
      OpenFds.close(directory);
    }
  }
}
