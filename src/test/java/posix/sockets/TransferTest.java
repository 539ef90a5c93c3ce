package posix.sockets;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;

import java.io.EOFException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posix.sockets.testing.Pair;
import posix.sockets.testing.Signals;
import posix.sockets.testing.Tasks;
import posix.sockets.testing.Tasks.Blocked;

class TransferTest {
  private static final int LARGE = 3_000_001;

  private static byte[] random() {
    var bytes = new byte[LARGE];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  /** Less room than is sent, so that a send blocks. */
  private static Pair narrow() throws Exception {
    Pair pair = Pair.tcp();
    pair.client().setsockopt(SO_SNDBUF, 100_000);
    pair.server().setsockopt(SO_RCVBUF, 100_000);
    return pair;
  }

  /** A signal in the middle makes a send short. Were it not so, the next could not fail. */
  @Test
  void sendsCanBeShort() throws Exception {
    try (Pair pair = narrow()) {
      PosixSocket socket = pair.client();
      Blocked<Integer> send =
          Tasks.blocked(socket.fd(), () -> socket.send(new byte[LARGE], 0, LARGE));
      Signals.interrupt(send);
      assertThat(send.get()).isBetween(1, LARGE - 1);
    }
  }

  private interface Sender {
    void send(PosixSocket socket) throws Exception;
  }

  /** What arrives of what is sent with interruptions. */
  private static byte[] received(Sender sender, int length) throws Exception {
    try (Pair pair = narrow()) {
      Blocked<Void> send =
          Tasks.blocked(
              pair.client().fd(),
              () -> {
                sender.send(pair.client());
                pair.client().shutdown(SHUT_WR);
                return null;
              });
      var buf = new byte[length + 20];
      int got = 0;
      for (int n; (n = pair.server().recv(buf, got, buf.length - got)) > 0; ) {
        got += n;
        if (got < length / 2) {
          Signals.interrupt(send);
          Thread.sleep(1);
        }
      }
      send.get();
      return Arrays.copyOf(buf, got);
    }
  }

  @Test
  void bytesArriveWhole() throws Exception {
    byte[] bytes = random();
    byte[] received = received(socket -> Transfer.sendAll(socket, bytes, 1, LARGE - 2), LARGE - 2);
    assertThat(received).isEqualTo(Arrays.copyOfRange(bytes, 1, LARGE - 1));
  }

  @Test
  void segmentsArriveWhole() throws Exception {
    byte[] bytes = random();
    MemorySegment segment = Arena.ofAuto().allocateFrom(JAVA_BYTE, bytes);
    byte[] received = received(socket -> Transfer.sendAll(socket, segment), LARGE);
    assertThat(received).isEqualTo(bytes);
  }

  @Test
  void receivesUntilThePartIsFull() throws Exception {
    byte[] bytes = random();
    MemorySegment segment = Arena.ofAuto().allocate(1000);
    var array = new byte[1010];
    try (Pair pair = Pair.tcp();
        var executor = Executors.newThreadPerTaskExecutor(Thread::new)) {
      Future<Void> received =
          executor.submit(() -> {
            Transfer.recvExactly(pair.server(), segment);
            Transfer.recvExactly(pair.server(), array, 5, 1000);
            return null;
          });
      for (int i = 0; i < 2010; i += 201) {
        pair.client().send(bytes, i, 201);
        Thread.sleep(2); // so that they come one by one
      }
      received.get();
      assertThat(segment.toArray(JAVA_BYTE)).isEqualTo(Arrays.copyOf(bytes, 1000));
      assertThat(Arrays.copyOfRange(array, 5, 1005))
          .isEqualTo(Arrays.copyOfRange(bytes, 1000, 2000));
      assertThat(Arrays.copyOf(array, 5)).containsOnly(0);
      assertThat(Arrays.copyOfRange(array, 1005, 1010)).containsOnly(0);
      assertThat(pair.server().recv(array, 0, 1010)).isEqualTo(10); // the rest is still there
    }
  }

  @Test
  void anEndBeforeTheLastByte() throws Exception {
    for (boolean segment : new boolean[] {true, false}) {
      try (Pair pair = Pair.tcp()) {
        pair.client().send(new byte[3], 0, 3);
        pair.client().shutdown(SHUT_WR);
        assertThatThrownBy(
                () -> {
                  if (segment) {
                    Transfer.recvExactly(pair.server(), Arena.ofAuto().allocate(5));
                  } else {
                    Transfer.recvExactly(pair.server(), new byte[9], 2, 5);
                  }
                })
            .isInstanceOf(EOFException.class)
            .hasMessage("end of file after 3 of 5 bytes");
      }
    }
  }

  @Test
  void nothingIsTransferredAtOnce() throws Exception {
    try (Pair pair = Pair.tcp()) {
      Transfer.sendAll(pair.client(), MemorySegment.NULL);
      Transfer.sendAll(pair.client(), new byte[0], 0, 0);
      Transfer.recvExactly(pair.client(), MemorySegment.NULL);
      Transfer.recvExactly(pair.client(), new byte[4], 4, 0);
    }
  }

  @ParameterizedTest
  @CsvSource({"-1, 2", "0, 5", "2, 3", "5, 0", "0, -1", "-1, 0", "4, -4"})
  void partsThatAreNoPart(int offset, int length) throws Exception {
    try (Pair pair = Pair.tcp()) {
      pair.server().send(new byte[8], 0, 8);
      var bytes = new byte[4];
      assertThatThrownBy(() -> Transfer.sendAll(pair.client(), bytes, offset, length))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> Transfer.recvExactly(pair.client(), bytes, offset, length))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(pair.client().recv(new byte[9], 0, 9)).isEqualTo(8);
      pair.client().shutdown(SHUT_WR);
      assertThat(pair.server().recv(bytes, 0, 4)).isZero();
    }
  }
}
