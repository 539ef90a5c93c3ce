package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import posix.sockets.testing.Pair;

/**
 * Signals all the time to a call that has a deadline: each interrupts its wait, and none ends the
 * call sooner or lets it begin its time anew, which would never end.
 */
class SignalledDeadlinesTest {
  private static final Duration SHORT = Duration.ofMillis(60);

  /** Something in a platform thread that gets a signal every 10 ms until it has ended. */
  private interface Task {
    void run() throws Exception;
  }

  private static void underSignals(Task task) throws Exception {
    var ended = new AtomicBoolean();
    var noMoreSignals = new CountDownLatch(1);
    var thread =
        new BlockedThread<Void>(() -> {
          try {
            task.run();
          } finally {
            ended.set(true);
            noMoreSignals.await(); // a thread that is gone takes none
          }
          return null;
        });
    try {
      Expect.soon(
          "its end",
          () -> {
            thread.signal();
            return ended.get();
          });
    } finally {
      noMoreSignals.countDown();
    }
    thread.result();
  }

  @TestFactory
  Stream<DynamicTest> everyCallEndsInTime() {
    return BlockingCalls.all().stream()
        .map(row -> DynamicTest.dynamicTest(row.name(), () -> endsInTime(row)));
  }

  private static void endsInTime(BlockingCalls.Row row) throws Exception {
    try (var site = row.open()) {
      underSignals(() -> {
        long begin = System.nanoTime();
        PosixSocket socket = site.socket.within(SHORT);
        try {
          while (true) { // a send may find room that turned up late
            assertThat(row.call(socket, site)).isPositive();
          }
        } catch (SocketTimeoutException _) {
          assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(SHORT.toNanos());
        }
      });
      assertThat(site.socket.isClosed()).isFalse();
    } catch (ErrnoException e) {
      if (!e.call().equals("socket") || e.errno() != Errno.EPERM) {
        throw e;
      }
      System.err.println("*** not permitted here, and not tried: " + row.name() + " ***");
    }
  }

  @Test
  void everythingArrives() throws Exception {
    MemorySegment sent = Local.pattern(8 << 20);
    MemorySegment got = Local.room(sent.byteSize());
    try (Pair pair = Pair.tcp()) {
      var receiver =
          new BlockedThread<Void>(() -> {
            for (long at = 0; at < got.byteSize(); at += 1 << 20) {
              Thread.sleep(20); // so that the sender has to wait
              Transfer.recvExactly(pair.server(), got.asSlice(at, 1 << 20));
            }
            return null;
          });
      underSignals(() -> Transfer.sendAll(pair.client().within(Duration.ofHours(1)), sent));
      receiver.result();
      assertThat(got.mismatch(sent)).isEqualTo(-1);
    }
  }
}
