package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.testing.OpenFiles;

/** What ends {@code poll} and {@code epoll_wait} that block, on either kind of thread. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class BlockingWaitsTest {
  private static final byte[] BYTE = {1};
  private static final Duration SHORT = Duration.ofMillis(30);

  @Parameter boolean virtual;

  private Poll<String> poll;
  private Epoll<String> epoll;
  private PosixSocket a;
  private PosixSocket b;

  /** The two calls; each without a limit, and with one that is far off. */
  private enum Wait {
    POLL,
    POLL_WITH_TIMEOUT,
    EPOLL,
    EPOLL_WITH_TIMEOUT;

    boolean isPoll() {
      return this == POLL || this == POLL_WITH_TIMEOUT;
    }

    String systemCall() {
      return isPoll() ? "poll" : "epoll_wait";
    }
  }

  @BeforeEach
  void open() throws IOException {
    poll = Poll.open();
    epoll = Epoll.open();
    SocketPair pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM);
    a = pair.first();
    b = pair.second();
    poll.add(a, POLLIN, "a");
    epoll.add(a, EPOLLIN, "a");
  }

  @AfterEach
  void close() throws IOException {
    poll.close();
    epoll.close();
    a.close();
    b.close();
  }

  private int make(Wait wait) throws IOException {
    Duration farOff = Duration.ofHours(1);
    return switch (wait) {
      case POLL -> poll.poll();
      case POLL_WITH_TIMEOUT -> poll.poll(farOff);
      case EPOLL -> epoll.epoll_wait(epoll.events(4));
      case EPOLL_WITH_TIMEOUT -> epoll.epoll_wait(epoll.events(4), farOff);
    };
  }

  private BlockedThread<Integer> begin(Callable<Integer> call) {
    return new BlockedThread<>(virtual, call);
  }

  private BlockedThread<Integer> blocked(Wait wait) throws Exception {
    return begin(() -> make(wait)).awaitBlocked(wait.systemCall());
  }

  private void assertGoesOn(Wait wait) throws Exception {
    var blocked = blocked(wait);
    b.send(BYTE, 0, 1);
    assertThat(blocked.result()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void readiness(Wait wait) throws Exception {
    assertGoesOn(wait);
    assertThat(begin(() -> make(wait)).result()).as("at once").isEqualTo(1);
    a.recv(BYTE, 0, 1);
    assertGoesOn(wait);
  }

  @ParameterizedTest
  @EnumSource
  void wakeup(Wait wait) throws Exception {
    var blocked = blocked(wait);
    if (wait.isPoll()) {
      poll.wakeup();
    } else {
      epoll.wakeup();
    }
    assertThat(blocked.result()).isZero();
    assertGoesOn(wait);
  }

  @ParameterizedTest
  @EnumSource
  void close(Wait wait) throws Exception {
    var blocked = blocked(wait);
    if (wait.isPoll()) {
      poll.close();
    } else {
      epoll.close();
    }
    assertThat(blocked.thrown()).isExactlyInstanceOf(ClosedChannelException.class);
    assertThat(blocked.wasInterrupted()).isFalse();
    assertThat(a.isClosed()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void interrupt(Wait wait) throws Exception {
    var blocked = blocked(wait);
    blocked.interrupt();
    assertThat(blocked.thrown()).isExactlyInstanceOf(InterruptedIOException.class);
    assertThat(blocked.wasInterrupted()).isTrue();
    assertGoesOn(wait);
  }

  @ParameterizedTest
  @EnumSource
  void interruptBefore(Wait wait) throws Exception {
    var interrupted =
        begin(() -> {
          Thread.currentThread().interrupt();
          return make(wait);
        });
    assertThat(interrupted.thrown()).isExactlyInstanceOf(InterruptedIOException.class);
    assertThat(interrupted.wasInterrupted()).isTrue();
    assertGoesOn(wait);
  }

  /** One that does not wait is not ended. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anInterruptedThreadMayLook(boolean polls) throws Exception {
    b.send(BYTE, 0, 1);
    var interrupted =
        begin(() -> {
          Thread.currentThread().interrupt();
          return polls ? poll.poll(0) : epoll.epoll_wait(epoll.events(4), 0);
        });
    assertThat(interrupted.result()).isEqualTo(1);
    assertThat(interrupted.wasInterrupted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void timeout(boolean polls) throws Exception {
    var timed =
        begin(() -> {
          long begin = System.nanoTime();
          int n = polls ? poll.poll(SHORT) : epoll.epoll_wait(epoll.events(4), SHORT);
          assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(SHORT.toNanos());
          return n;
        });
    assertThat(timed.result()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"POLL", "POLL_WITH_TIMEOUT"})
  void closeOfASocket(Wait wait) throws Exception {
    int fd = a.descriptor.fd;
    String open = OpenFiles.at(fd);
    int other = poll.add(b, POLLIN, "b");
    var blocked = blocked(wait);
    a.close();
    // of AF_UNIX, b reads the end of the file, if it is looked at late enough
    assertThat(blocked.result()).isBetween(1, 2);
    assertThat(poll.revents(0)).isEqualTo(POLLNVAL);
    assertThat(OpenFiles.at(fd)).isNotEqualTo(open);
    poll.remove(0);
    assertThat(poll.poll()).isEqualTo(1);
    assertThat(poll.revents(other).has(POLLIN)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"POLL", "POLL_WITH_TIMEOUT"})
  void releaseOfASocket(Wait wait) throws Exception {
    int fd = a.descriptor.fd;
    String open = OpenFiles.at(fd);
    var blocked = blocked(wait);
    assertThat(a.release()).isEqualTo(fd);
    assertThat(OpenFiles.at(fd)).isEqualTo(open);
    assertThat(blocked.result()).isEqualTo(1);
    assertThat(poll.revents(0)).isEqualTo(POLLNVAL);
    PosixSocket.adopt(fd).close();
  }
}
