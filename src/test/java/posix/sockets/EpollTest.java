package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posix.sockets.internal.EpollEvent;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcFiles;
import posix.sockets.libc.LibcPoll;
import posix.sockets.raw.constants.ErrnoH;
import posix.sockets.raw.constants.FcntlH;

class EpollTest {
  private static final byte[] BYTE = {1};

  private Epoll<String> epoll;
  private EpollReady<String> ready;
  private PosixSocket a;
  private PosixSocket b;

  @BeforeEach
  void open() throws IOException {
    epoll = Epoll.open();
    ready = epoll.events(16);
    SocketPair pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM);
    a = pair.first();
    b = pair.second();
  }

  @AfterEach
  void close() throws IOException {
    epoll.close();
    a.close();
    b.close();
  }

  /** The attachments of what happens without waiting. */
  private List<String> happened() throws IOException {
    epoll.epoll_wait(ready, 0);
    return all();
  }

  private List<String> all() {
    List<String> all = new ArrayList<>();
    while (ready.next()) {
      all.add(ready.attachment());
    }
    return all;
  }

  private static void send(PosixSocket socket) throws IOException {
    socket.send(BYTE, 0, 1);
  }

  private static void recv(PosixSocket socket) throws IOException {
    socket.recv(new byte[1], 0, 1);
  }

  @Test
  void theStructIsTheMachinesOwn() {
    assertThat(EpollEvent.SIZE)
        .isEqualTo(posix.sockets.bindings.posix_epoll_event.layout().byteSize());
  }

  @Test
  void saysWhatHappenedWithItsAttachment() throws Exception {
    epoll.add(a, EPOLLIN, "a");
    epoll.add(b, EPOLLIN.or(EPOLLOUT), "b");
    assertThat(epoll.epoll_wait(ready)).isEqualTo(1);
    assertThat(ready.next()).isTrue();
    assertThat(ready.events()).isEqualTo(EPOLLOUT);
    assertThat(ready.socket()).isSameAs(b);
    assertThat(ready.fd()).isEqualTo(b.fd());
    assertThat(ready.attachment()).isEqualTo("b");
    assertThat(ready.next()).isFalse();
    assertThatThrownBy(() -> ready.events()).isInstanceOf(IllegalStateException.class);
    send(b);
    assertThat(happened()).containsExactlyInAnyOrder("a", "b");
    epoll.mod(b, EPOLLIN);
    epoll.del(a);
    assertThat(happened()).isEmpty();
  }

  @Test
  void noMoreThanThereIsRoomFor() throws Exception {
    epoll.add(a, EPOLLOUT, "a");
    epoll.add(b, EPOLLOUT, "b");
    EpollReady<String> one = epoll.events(1);
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      assertThat(epoll.epoll_wait(one)).isEqualTo(1);
      assertThat(one.next()).isTrue();
      seen.add(one.attachment());
      assertThat(one.next()).isFalse();
    }
    assertThat(seen).containsExactlyInAnyOrder("a", "b");
    assertThatThrownBy(() -> epoll.events(0)).isInstanceOf(IllegalArgumentException.class); // EPO14
    assertThatThrownBy(() -> epoll.events(-1))
        .isInstanceOf(IllegalArgumentException.class); // EPO15
    try (Epoll<String> other = Epoll.open()) {
      assertThatThrownBy(() -> other.epoll_wait(one)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refusals() throws Exception {
    epoll.add(a, EPOLLIN, "a");
    int fd = a.fd();
    assertThatThrownBy(() -> epoll.add(a, EPOLLOUT, "twice")) // EPO11
        .hasMessage("epoll_ctl: File exists (EEXIST, 17): EPOLL_CTL_ADD, fd " + fd);
    assertThatThrownBy(() -> epoll.del(b))
        .isInstanceOf(ErrnoException.class) // EPO9
        .hasMessageContaining("ENOENT");
    assertThatThrownBy(() -> epoll.mod(b, EPOLLIN)).hasMessageContaining("ENOENT"); // EPO10
    assertThatThrownBy(() -> epoll.add(-1, EPOLLIN, "")).hasMessageContaining("EBADF"); // EPO5
    assertThatThrownBy(() -> epoll.add(1 << 30, EPOLLIN, "")).hasMessageContaining("EBADF");
    assertThatThrownBy(() -> epoll.del(-1)).hasMessageContaining("EBADF");
    assertThatThrownBy(() -> epoll.add(epoll.fd(), EPOLLIN, "")) // EPO7
        .hasMessageContaining("EINVAL");
    assertThatThrownBy(() -> epoll.mod(a, EPOLLIN.or(EPOLLEXCLUSIVE)))
        .hasMessageContaining("EINVAL");
    send(b);
    assertThat(happened()).as("what was refused has changed nothing").containsExactly("a");
  }

  @Test
  void aCycleOfThreeIsRefused() throws Exception {
    try (Epoll<String> two = Epoll.open();
        Epoll<String> three = Epoll.open()) {
      epoll.add(two.fd(), EPOLLIN, "");
      two.add(three.fd(), EPOLLIN, "");
      assertThatThrownBy(() -> three.add(epoll.fd(), EPOLLIN, "")).hasMessageContaining("ELOOP");
    }
  }

  @Test
  void aRegularFileIsRefused() throws Exception {
    try (var arena = Arena.ofConfined()) {
      var errno = arena.allocate(Call.ERRNO);
      String path = Path.of("/proc/self/exe").toRealPath().toString();
      int fd = LibcFiles.open(errno, arena.allocateFrom(path), FcntlH.O_RDONLY, 0);
      assertThatThrownBy(() -> epoll.add(fd, EPOLLIN, "")).hasMessageContaining("EPERM");
      LibcFiles.close(errno, fd);
      assertThatThrownBy(() -> epoll.del(fd)).hasMessageContaining("EBADF");
    }
  }

  @Test
  void bareDescriptorsWorkAsWell() throws Exception {
    try (Epoll<String> inner = Epoll.open()) {
      int fd = inner.fd();
      epoll.add(fd, EPOLLIN, "inner");
      inner.add(a, EPOLLIN, "a");
      assertThat(happened()).isEmpty();
      send(b);
      assertThat(epoll.epoll_wait(ready)).isEqualTo(1);
      assertThat(ready.next()).isTrue();
      assertThat(ready.socket()).isNull();
      assertThat(ready.fd()).isEqualTo(fd);
      epoll.mod(fd, EpollEvents.NONE);
      assertThat(happened()).isEmpty();
      epoll.del(fd);
      assertThat(epoll.slots.count()).isZero();
    }
  }

  @Test
  void levelEdgeAndOneShot() throws Exception {
    epoll.add(a, EPOLLIN, "level");
    send(b);
    assertThat(happened()).containsExactly("level");
    assertThat(happened()).as("as long as it lasts").containsExactly("level");
    epoll.del(a);

    epoll.add(a, EPOLLIN.or(EPOLLET), "edge");
    assertThat(happened()).containsExactly("edge");
    assertThat(happened()).as("once").isEmpty();
    send(b);
    assertThat(happened()).as("more has come").containsExactly("edge");
    recv(a);
    assertThat(happened()).as("some is left, but that is not news").isEmpty();
    epoll.mod(a, EPOLLIN.or(EPOLLET));
    assertThat(happened()).as("armed anew").containsExactly("edge");
    epoll.del(a);

    epoll.add(a, EPOLLIN.or(EPOLLONESHOT), "once");
    assertThat(happened()).containsExactly("once");
    send(b);
    assertThat(happened()).as("until it is armed anew").isEmpty();
    epoll.mod(a, EPOLLIN.or(EPOLLONESHOT));
    assertThat(happened()).containsExactly("once");
    assertThat(happened()).isEmpty();
  }

  /** One event wakes so many of four threads, each of which is in an epoll instance of its own. */
  private void assertWakes(int count, EpollEvents events) throws Exception {
    List<Epoll<String>> instances = new ArrayList<>();
    List<BlockedThread<Integer>> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Epoll<String> instance = Epoll.open();
      instances.add(instance);
      instance.add(a, events, "");
      threads.add(new BlockedThread<>(() -> instance.epoll_wait(instance.events(1))));
    }
    for (var thread : threads) {
      thread.awaitBlocked("epoll_wait");
    }
    send(b);
    Expect.soon(
        count + " are woken",
        () -> threads.stream().filter(BlockedThread::isDone).count() == count);
    for (var thread : threads) {
      if (thread.isDone()) {
        assertThat(thread.result()).isEqualTo(1);
      } else {
        thread.awaitBlocked("epoll_wait"); // still
      }
    }
    recv(a);
    for (var instance : instances) {
      instance.close();
    }
  }

  @Test
  void exclusive() throws Exception {
    assertWakes(4, EPOLLIN);
    assertWakes(1, EPOLLIN.or(EPOLLET).or(EPOLLEXCLUSIVE));
  }

  @Test
  void hangUps() throws Exception {
    epoll.add(a, EPOLLRDHUP, "a");
    b.shutdown(SHUT_WR);
    epoll.epoll_wait(ready);
    assertThat(ready.next()).isTrue();
    assertThat(ready.events()).isEqualTo(EPOLLRDHUP);
    b.close();
    epoll.epoll_wait(ready);
    assertThat(ready.next()).isTrue();
    assertThat(ready.events()).isEqualTo(EPOLLRDHUP.or(EPOLLHUP));
  }

  @Test
  void aTimeoutIsNeverEarly() throws Exception {
    epoll.add(a, EPOLLIN);
    for (int i = 0; i < 10; i++) {
      long begin = System.nanoTime();
      assertThat(epoll.epoll_wait(ready, 20)).isZero();
      assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(20_000_000);
      begin = System.nanoTime();
      assertThat(epoll.epoll_wait(ready, Duration.ofNanos(1_000_001))).isZero();
      assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(1_000_001);
    }
    assertThat(epoll.epoll_wait(ready, Duration.ofSeconds(-1))).isZero();
  }

  @Test
  void wakesUp() throws Exception {
    epoll.add(a, EPOLLIN, "a");
    var blocked = new BlockedThread<>(() -> epoll.epoll_wait(ready)).awaitBlocked("epoll_wait");
    epoll.wakeup();
    assertThat(blocked.result()).isZero();
    assertThat(ready.next()).isFalse();

    epoll.wakeup();
    epoll.wakeup();
    assertThat(epoll.epoll_wait(ready)).as("takes both").isZero();
    assertThat(epoll.epoll_wait(ready, 20)).isZero();
    epoll.wakeup();
    send(b);
    assertThat(epoll.epoll_wait(ready)).isEqualTo(1);
    assertThat(all()).containsExactly("a");
  }

  @Test
  void eachWakeUpEndsOneWait() throws Exception {
    var one = new BlockedThread<>(() -> epoll.epoll_wait(epoll.events(4)));
    var two = new BlockedThread<>(() -> epoll.epoll_wait(epoll.events(4)));
    one.awaitBlocked("epoll_wait");
    two.awaitBlocked("epoll_wait");
    epoll.wakeup();
    var last = awaitEither(one, two) == one ? two : one;
    last.awaitBlocked("epoll_wait");
    epoll.wakeup();
    assertThat(last.result()).isZero();
  }

  private static BlockedThread<Integer> awaitEither(
      BlockedThread<Integer> one, BlockedThread<Integer> two) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!one.isDone() && !two.isDone()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(1);
    }
    return one.isDone() ? one : two;
  }

  @Test
  void closeEndsEveryWait() throws Exception {
    epoll.add(a, EPOLLIN, "a");
    int fd = epoll.fd();
    List<BlockedThread<Integer>> threads = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      threads.add(new BlockedThread<>(() -> epoll.epoll_wait(epoll.events(4))));
    }
    for (var thread : threads) {
      thread.awaitBlocked("epoll_wait");
    }
    epoll.close();
    for (var thread : threads) {
      assertThat(thread.thrown()).isInstanceOf(ClosedChannelException.class);
    }
    epoll.close();
    assertThat(epoll).hasToString("Epoll[closed]");
    assertThatThrownBy(() -> epoll.epoll_wait(ready)) // EPO12
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> epoll.add(b, EPOLLIN))
        .isInstanceOf(ClosedChannelException.class); // EPO3
    assertThatThrownBy(() -> epoll.wakeup()).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> epoll.fd()).isInstanceOf(ClosedChannelException.class);
    Expect.soon(
        "both descriptors are closed", // but for the moments that others have the numbers
        () -> {
          try (var next = PosixSocket.open(AF_UNIX, SOCK_STREAM)) {
            return next.fd() <= fd;
          }
        });
  }

  @Test
  void aSignalNeitherEndsNorStretchesIt() throws Exception {
    // What the signal does to the bare call.
    try (var arena = Arena.ofShared()) {
      var events = arena.allocate(64, 8);
      var errno = arena.allocate(Call.ERRNO);
      int fd = epoll.fd();
      var bare =
          new BlockedThread<>(() -> LibcPoll.epoll_wait(errno, fd, events, 1, -1))
              .awaitBlocked("epoll_wait");
      bare.signal();
      assertThat(bare.result()).isEqualTo(-ErrnoH.EINTR);
    }

    epoll.add(a, EPOLLIN, "a");
    var forever = new BlockedThread<>(() -> epoll.epoll_wait(ready)).awaitBlocked("epoll_wait");
    for (int i = 0; i < 5; i++) {
      forever.signal();
      forever.awaitBlocked("epoll_wait");
    }
    assertThat(forever.isDone()).isFalse();
    send(b);
    assertThat(forever.result()).isEqualTo(1);
    recv(a);

    long begin = System.nanoTime();
    var timed = new BlockedThread<>(() -> epoll.epoll_wait(ready, Duration.ofMillis(400)));
    while (!timed.isDone()) {
      timed.signal();
      Thread.sleep(20);
    }
    assertThat(timed.result()).isZero();
    assertThat(System.nanoTime() - begin)
        .isBetween(TimeUnit.MILLISECONDS.toNanos(400), TimeUnit.SECONDS.toNanos(30));
  }

  @Test
  void theLoopAllocatesNothing() throws Throwable {
    epoll.add(a, EPOLLIN, "a");
    epoll.add(b, EPOLLOUT, "b");
    send(b);
    EpollEvents again = EPOLLIN.or(EPOLLONESHOT);
    var seen = new int[1];
    Allocations.assertNone(() -> {
      epoll.epoll_wait(ready);
      while (ready.next()) {
        if (ready.events().has(EPOLLIN) && ready.attachment().equals("a")) {
          seen[0]++;
        }
      }
    });
    assertThat(seen[0]).isPositive();
    Allocations.assertNone(() -> epoll.mod(a, again));
    Allocations.assertNone(epoll::wakeup);
  }
}
