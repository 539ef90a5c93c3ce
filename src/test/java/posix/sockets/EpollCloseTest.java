package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcFiles;
import posix.sockets.testing.OpenFiles;

/** Sockets that are closed while they are registered, and numbers that are used again. */
class EpollCloseTest {
  private static final byte[] BYTE = {1};

  private Epoll<Object> epoll;
  private EpollReady<Object> ready;

  @BeforeEach
  void open() throws IOException {
    epoll = Epoll.open();
    ready = epoll.events(64);
  }

  @AfterEach
  void close() throws IOException {
    epoll.close();
  }

  /** With a first socket whose number nobody gets by chance when it is closed. */
  private static SocketPair renumbered(SocketPair pair) throws IOException {
    return new SocketPair(OpenFiles.renumbered(pair.first()), pair.second());
  }

  @Test
  void whatHappenedToAClosedSocketIsPassedOver() throws Exception {
    var one = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM);
    var two = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM);
    try (one;
        two) {
      epoll.add(one.first(), EPOLLOUT, one);
      epoll.add(two.first(), EPOLLOUT, two);
      assertThat(epoll.epoll_wait(ready)).isEqualTo(2);
      assertThat(ready.next()).isTrue();
      var other = ready.attachment() == one ? two : one;
      other.first().close(); // its event comes next in the same array
      assertThat(ready.next()).isFalse();
    }
  }

  @Test
  void anEventOfTheFormerOwnerOfANumberIsPassedOver() throws Exception {
    var one = renumbered(PosixSocket.socketpair(AF_UNIX, SOCK_STREAM));
    var two = renumbered(PosixSocket.socketpair(AF_UNIX, SOCK_STREAM));
    try (one;
        two) {
      epoll.add(one.first(), EPOLLOUT, one);
      epoll.add(two.first(), EPOLLOUT, two);
      assertThat(epoll.epoll_wait(ready)).isEqualTo(2);
      assertThat(ready.next()).isTrue();
      var other = ready.attachment() == one ? two : one;
      int fd = other.first().fd();
      other.first().close();
      try (var heir = OpenFiles.renumbered(PosixSocket.open(AF_INET, SOCK_DGRAM), fd)) {
        epoll.add(heir, EPOLLIN, "heir");
        assertThat(ready.next()).as("EPOLLOUT was not the heir's").isFalse();
        heir.bind(Inet4.loopback(0));
        heir.connect(heir.getsockname());
        heir.send(BYTE, 0, 1);
        epoll.epoll_wait(ready);
        List<Object> seen = new ArrayList<>();
        while (ready.next()) {
          seen.add(ready.attachment());
        }
        assertThat(seen).contains("heir").doesNotContain(other).hasSize(2);
      }
    }
  }

  @Test
  void aSocketOutOfTheSetIsPassedOverAsWell() throws Exception {
    try (var pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM)) {
      epoll.add(pair.first(), EPOLLOUT, "before");
      epoll.epoll_wait(ready);
      epoll.del(pair.first());
      assertThat(ready.next()).isFalse();
      epoll.epoll_wait(ready, 0);
      epoll.add(pair.first(), EPOLLOUT, "now");
      epoll.epoll_wait(ready);
      epoll.del(pair.first());
      epoll.add(pair.first(), EPOLLIN, "later");
      assertThat(ready.next()).as("an event of the registration before").isFalse();
    }
  }

  @Test
  void aClosedSocketThatLivesOnInADupIsNotReported() throws Exception {
    try (var pair = renumbered(PosixSocket.socketpair(AF_UNIX, SOCK_STREAM));
        var arena = Arena.ofConfined()) {
      PosixSocket first = pair.first();
      var dup = PosixSocket.adopt(LibcFiles.dup(arena.allocate(Call.ERRNO), first.fd()));
      try (dup) {
        int fd = first.fd();
        epoll.add(first, EPOLLOUT, "first");
        first.close();
        assertThat(epoll.epoll_wait(ready, 0)).as("the kernel goes on").isEqualTo(1);
        assertThat(ready.next()).isFalse();
        assertThatThrownBy(() -> epoll.mod(first, EPOLLIN))
            .isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> epoll.del(first)).isInstanceOf(ClosedChannelException.class);
        try (var heir = OpenFiles.renumbered(PosixSocket.open(AF_INET, SOCK_DGRAM), fd)) {
          epoll.add(heir, EPOLLOUT, "heir"); // the kernel has both under this number now
          assertThat(epoll.epoll_wait(ready)).isEqualTo(2);
          assertThat(ready.next()).isTrue();
          assertThat(ready.attachment()).isEqualTo("heir");
          assertThat(ready.next()).isFalse();
        }
      }
      assertThat(epoll.epoll_wait(ready, 0)).isZero();
    }
  }

  @Test
  void slotsOfClosedSocketsAreFreed() throws Exception {
    List<PosixSocket> sockets = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      var socket = PosixSocket.open(AF_UNIX, SOCK_DGRAM);
      epoll.add(socket, EPOLLIN, i);
      sockets.add(socket);
    }
    assertThat(epoll.slots.count()).isEqualTo(2000);
    for (var socket : sockets) {
      socket.close();
    }
    try (var pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM)) {
      for (int i = 0; i < 5000; i++) {
        epoll.add(pair.first(), EPOLLIN, i);
        epoll.del(pair.first());
      }
      assertThat(epoll.slots.count()).isZero();
    }
  }

  /** Threads add, close and wait at once: nobody ever sees an attachment of another socket. */
  @Test
  void numbersThatAreUsedAgainAreNeverMistaken() throws Exception {
    var over = new AtomicBoolean();
    var events = new AtomicLong();
    var waiters = new ArrayList<BlockedThread<Void>>();
    for (int i = 0; i < 2; i++) {
      waiters.add(
          new BlockedThread<>(() -> {
            EpollReady<Object> mine = epoll.events(64);
            while (!over.get()) {
              epoll.epoll_wait(mine, 100);
              while (mine.next()) {
                assertThat(mine.attachment()).isSameAs(mine.socket());
                events.incrementAndGet();
              }
            }
            return null;
          }));
    }
    var openers = new ArrayList<BlockedThread<Void>>();
    for (int i = 0; i < 2; i++) {
      openers.add(
          new BlockedThread<>(() -> {
            for (int round = 0; round < 5000 || events.get() == 0; round++) {
              var pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM);
              try (pair) {
                epoll.add(pair.first(), EPOLLOUT, pair.first());
                if (ThreadLocalRandom.current().nextBoolean()) {
                  epoll.mod(pair.first(), EPOLLIN.or(EPOLLOUT).or(EPOLLET));
                  epoll.del(pair.first());
                }
              }
            }
            return null;
          }));
    }
    for (var opener : openers) {
      opener.result();
    }
    over.set(true);
    for (var waiter : waiters) {
      waiter.result();
    }
    assertThat(events.get()).isPositive();
  }
}
