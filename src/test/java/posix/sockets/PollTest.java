package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcFiles;
import posix.sockets.libc.LibcPoll;
import posix.sockets.libc.Structs.pollfd;
import posix.sockets.raw.constants.ErrnoH;
import posix.sockets.testing.OpenFiles;

class PollTest {
  private static final byte[] BYTE = {1};

  private Poll<String> poll;
  private PosixSocket a;
  private PosixSocket b;

  @BeforeEach
  void open() throws IOException {
    poll = Poll.open();
    SocketPair pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM);
    a = pair.first();
    b = pair.second();
  }

  @AfterEach
  void close() throws IOException {
    poll.close();
    a.close();
    b.close();
  }

  private List<Integer> ready() {
    List<Integer> ready = new ArrayList<>();
    for (int i = poll.nextReady(0); i >= 0; i = poll.nextReady(i + 1)) {
      ready.add(i);
    }
    return ready;
  }

  @Test
  void saysWhatIsReadyWithItsAttachment() throws Exception {
    int first = poll.add(a, POLLIN, "a");
    int second = poll.add(b, POLLIN.or(POLLOUT), "b");
    assertThat(poll.poll(0)).isEqualTo(1);
    assertThat(ready()).containsExactly(second);
    assertThat(poll.revents(second)).isEqualTo(POLLOUT);
    assertThat(poll.revents(first)).isEqualTo(PollEvents.NONE);

    b.send(BYTE, 0, 1);
    assertThat(poll.poll()).isEqualTo(2);
    assertThat(ready()).containsExactly(first, second);
    assertThat(poll.attachment(first)).isEqualTo("a");
    assertThat(poll.socket(second)).isSameAs(b);
    assertThat(poll.fd(second)).isEqualTo(b.fd());
    assertThat(poll.events(second)).hasToString("POLLIN|POLLOUT");
  }

  @Test
  void changesAndRemoves() throws Exception {
    int first = poll.add(a, POLLOUT, "a");
    int second = poll.add(b, POLLOUT, "b");
    poll.modify(first, POLLIN);
    assertThat(poll.poll(0)).isEqualTo(1);
    assertThat(ready()).containsExactly(second);
    poll.remove(second);
    assertThat(ready()).isEmpty();
    assertThat(poll.poll(0)).isZero();
    assertThat(poll.size()).isEqualTo(1);
    assertThatThrownBy(() -> poll.revents(second)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> poll.remove(second)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> poll.attachment(99)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(poll.add(b, POLLOUT, "again")).isEqualTo(second);
    assertThat(poll.poll(0)).isEqualTo(1);
    assertThat(poll.attachment(second)).isEqualTo("again");
  }

  @Test
  void growsAndKeepsIndexes() throws Exception {
    Set<Integer> indexes = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      int index = poll.add(b, i % 2 == 0 ? POLLOUT : POLLIN, "" + i);
      assertThat(indexes.add(index)).isTrue();
      assertThat(poll.attachment(index)).isEqualTo("" + i);
    }
    assertThat(poll.poll()).isEqualTo(500);
    for (int index : ready()) {
      assertThat(Integer.parseInt(poll.attachment(index)) % 2).isZero();
      poll.remove(index);
    }
    assertThat(poll.size()).isEqualTo(500);
    assertThat(poll.poll(0)).isZero();
    poll.wakeup();
    assertThat(poll.poll()).isZero();
  }

  @Test
  void aBareDescriptorThatIsClosedIsInvalid() throws Exception { // POL1
    int fd = OpenFiles.renumbered(a).release();
    int index = poll.add(fd, POLLIN, null);
    try (var arena = Arena.ofConfined()) {
      LibcFiles.close(arena.allocate(Call.ERRNO), fd);
    }
    assertThat(poll.poll()).isEqualTo(1);
    assertThat(poll.revents(index)).isEqualTo(POLLNVAL);
    assertThat(poll.socket(index)).isNull();
    assertThatThrownBy(() -> poll.add(-1, POLLIN, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClosedSocketIsInvalidAndItsNumberIsLeftAlone() throws Exception {
    PosixSocket closed = OpenFiles.renumbered(a);
    int index = poll.add(closed, POLLIN.or(POLLOUT), "a");
    int fd = closed.fd();
    closed.close();
    try (var canary = OpenFiles.renumbered(PosixSocket.open(AF_INET, SOCK_DGRAM), fd)) {
      assertThat(canary.fd()).as("the number is used again").isEqualTo(fd);
      for (int round = 0; round < 2; round++) {
        assertThat(poll.poll()).isEqualTo(1);
        assertThat(ready()).containsExactly(index);
        assertThat(poll.revents(index)).as("not POLLOUT of the canary").isEqualTo(POLLNVAL);
        assertThat(poll.fd(index)).isEqualTo(-1);
      }
      int second = poll.add(b, POLLOUT, "b"); // its peer is gone
      assertThat(poll.poll()).isEqualTo(2);
      assertThat(poll.revents(second)).isEqualTo(POLLOUT.or(POLLHUP));
      poll.remove(index);
      assertThat(poll.poll()).isEqualTo(1);
    }
    assertThatThrownBy(() -> poll.add(closed, POLLIN)).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void aSocketThatIsClosedWhileItIsPolledEndsIt() throws Exception {
    int index = poll.add(a, POLLIN, "a");
    int fd = a.fd();
    String open = OpenFiles.at(fd);
    var blocked = new BlockedThread<>(() -> poll.poll()).awaitBlocked("poll");
    a.close();
    assertThat(blocked.result()).isEqualTo(1);
    assertThat(poll.revents(index)).isEqualTo(POLLNVAL);
    assertThat(OpenFiles.at(fd)).isNotEqualTo(open);
    assertThat(poll.poll()).as("until it is removed").isEqualTo(1);
    assertThat(poll.revents(index)).isEqualTo(POLLNVAL);
  }

  @Test
  void moreEntriesThanDescriptorsAreInvalid() throws Exception { // POL4
    long limit =
        Files.readAllLines(Path.of("/proc/self/limits")).stream()
            .filter(line -> line.startsWith("Max open files"))
            .mapToLong(line -> Long.parseLong(line.split(" +")[3]))
            .findFirst()
            .orElseThrow();
    if (limit > 2_000_000) {
      System.err.println("*** POL4 was not tried: " + limit + " descriptors may be open here ***");
    }
    org.junit.jupiter.api.Assumptions.assumeTrue(limit <= 2_000_000);
    for (int i = 0; i <= limit; i++) {
      poll.add(0, POLLIN, null);
    }
    assertThatThrownBy(() -> poll.poll(0)).hasMessage("poll: Invalid argument (EINVAL, 22)");
  }

  @Test
  void aFreshStreamSocketHasHungUp() throws Exception { // POL5
    try (var tcp = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      int index = poll.add(tcp, POLLIN.or(POLLOUT));
      assertThat(poll.poll()).isEqualTo(1);
      assertThat(poll.revents(index)).isEqualTo(POLLOUT.or(POLLHUP));
    }
  }

  @Test
  void anIdleListenerIsNotReady() throws Exception { // POL6
    try (var tcp = PosixSocket.open(AF_INET, SOCK_STREAM);
        var client = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      tcp.bind(Inet4.loopback(0)).listen(1);
      int index = poll.add(tcp, POLLIN);
      assertThat(poll.poll(0)).isZero();
      client.connect(tcp.getsockname());
      assertThat(poll.poll()).isEqualTo(1);
      assertThat(poll.revents(index)).isEqualTo(POLLIN);
    }
  }

  @Test
  void hangUpWakesWhoAsksForNothing() throws Exception {
    int index = poll.add(a, PollEvents.NONE);
    var blocked = new BlockedThread<>(() -> poll.poll()).awaitBlocked("poll");
    b.close();
    assertThat(blocked.result()).isEqualTo(1);
    assertThat(poll.revents(index)).isEqualTo(POLLHUP);
  }

  @Test
  void endOfFileAndUrgentData() throws Exception {
    try (var listener = PosixSocket.open(AF_INET, SOCK_STREAM);
        var client = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      listener.bind(Inet4.loopback(0)).listen(1);
      client.connect(listener.getsockname());
      try (var server = listener.accept().socket()) {
        int index = poll.add(server, POLLIN.or(POLLPRI).or(POLLRDHUP));
        client.send(BYTE, 0, 1, MSG_OOB);
        poll.poll();
        assertThat(poll.revents(index).has(POLLPRI)).isTrue();
        client.shutdown(SHUT_WR);
        poll.modify(index, POLLRDHUP);
        assertThat(poll.poll()).isEqualTo(1);
        assertThat(poll.revents(index)).isEqualTo(POLLRDHUP);
      }
    }
  }

  @Test
  void aTimeoutIsNeverEarly() throws Exception {
    poll.add(a, POLLIN);
    for (int i = 0; i < 10; i++) {
      assertTakes(Duration.ofMillis(20), () -> poll.poll(20));
      assertTakes(Duration.ofNanos(1_000_001), () -> poll.poll(Duration.ofNanos(1_000_001)));
    }
    assertThat(poll.poll(Duration.ZERO)).isZero();
    assertThat(poll.poll(Duration.ofSeconds(-1))).isZero();
  }

  private static void assertTakes(Duration least, java.util.concurrent.Callable<Integer> call)
      throws Exception {
    long begin = System.nanoTime();
    assertThat(call.call()).isZero();
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(least.toNanos());
  }

  @Test
  void wakesUp() throws Exception {
    poll.add(a, POLLIN);
    var blocked = new BlockedThread<>(() -> poll.poll()).awaitBlocked("poll");
    poll.wakeup();
    assertThat(blocked.result()).isZero();

    poll.wakeup();
    poll.wakeup();
    assertThat(poll.poll(0)).as("does not take the wake-up").isZero();
    assertThat(poll.poll()).as("takes both").isZero();
    assertThat(ready()).isEmpty();
    b.send(BYTE, 0, 1);
    poll.wakeup();
    assertThat(poll.poll()).as("both at once").isEqualTo(1);
    a.recv(BYTE, 0, 1);
    assertTakes(Duration.ofMillis(20), () -> poll.poll(20));
  }

  @Test
  void closeEndsIt() throws Exception {
    poll.add(a, POLLIN);
    var blocked = new BlockedThread<>(() -> poll.poll()).awaitBlocked("poll");
    poll.close();
    assertThat(blocked.thrown()).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> poll.poll(0)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> poll.wakeup()).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> poll.add(b, POLLIN)).isInstanceOf(ClosedChannelException.class);
    poll.close();
    assertThat(a.isClosed()).isFalse();
    assertThat(poll).hasToString("Poll[closed]");
  }

  @Test
  void isOneThreadsAtATime() throws Exception {
    poll.add(a, POLLIN);
    var blocked = new BlockedThread<>(() -> poll.poll()).awaitBlocked("poll");
    assertThatThrownBy(() -> poll.poll(0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> poll.add(b, POLLIN)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> poll.remove(0)).isInstanceOf(IllegalStateException.class);
    b.send(BYTE, 0, 1);
    assertThat(blocked.result()).isEqualTo(1);
  }

  @Test
  void aSignalNeitherEndsNorStretchesIt() throws Exception {
    // What the signal does to the bare call.
    try (var arena = Arena.ofShared()) {
      var fds = arena.allocate(pollfd.SIZE, 8);
      var errno = arena.allocate(Call.ERRNO);
      var bare = new BlockedThread<>(() -> LibcPoll.poll(errno, fds, 0, -1)).awaitBlocked("poll");
      bare.signal();
      assertThat(bare.result()).isEqualTo(-ErrnoH.EINTR);
    }

    poll.add(a, POLLIN);
    var forever = new BlockedThread<>(() -> poll.poll()).awaitBlocked("poll");
    for (int i = 0; i < 5; i++) {
      forever.signal();
      forever.awaitBlocked("poll");
    }
    assertThat(forever.isDone()).isFalse();
    b.send(BYTE, 0, 1);
    assertThat(forever.result()).isEqualTo(1);
    a.recv(BYTE, 0, 1);

    long begin = System.nanoTime();
    var timed = new BlockedThread<>(() -> poll.poll(Duration.ofMillis(400)));
    while (!timed.isDone()) {
      timed.signal();
      Thread.sleep(20);
    }
    assertThat(timed.result()).isZero();
    long took = System.nanoTime() - begin;
    assertThat(took).isBetween(TimeUnit.MILLISECONDS.toNanos(400), TimeUnit.SECONDS.toNanos(30));
  }

  @Test
  void theLoopAllocatesNothing() throws Throwable {
    poll.add(a, POLLIN.or(POLLOUT), "a");
    poll.add(b, POLLIN.or(POLLOUT), "b");
    a.send(BYTE, 0, 1);
    var seen = new int[1];
    Allocations.assertNone(() -> {
      poll.poll();
      for (int i = poll.nextReady(0); i >= 0; i = poll.nextReady(i + 1)) {
        if (poll.revents(i).has(POLLIN) && poll.attachment(i).equals("b")) {
          seen[0]++;
        }
      }
    });
    assertThat(seen[0]).isPositive();
    Allocations.assertNone(() -> poll.poll(0));
    Allocations.assertNone(() -> poll.modify(0, POLLIN.or(POLLOUT)));
  }
}
