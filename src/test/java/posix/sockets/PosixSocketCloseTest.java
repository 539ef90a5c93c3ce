package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import posix.sockets.bindings.posix_h;
import posix.sockets.testing.OpenFiles;
import posix.sockets.testing.Pair;
import posix.sockets.testing.Promise;
import posix.sockets.testing.Tasks;
import posix.sockets.testing.Tripwire;

/** Who owns a descriptor, and when it ends. */
class PosixSocketCloseTest {
  private static PosixSocket tcp() throws Exception {
    return PosixSocket.open(AF_INET, SOCK_STREAM);
  }

  @Test
  void closeClosesTheDescriptor() throws Exception {
    PosixSocket socket = tcp();
    int fd = socket.fd();
    String open = OpenFiles.at(fd);
    assertThat(open).startsWith("socket:");
    assertThat(socket.isClosed()).isFalse();
    socket.close();
    assertThat(OpenFiles.at(fd)).isNotEqualTo(open);
    assertThat(socket.isClosed()).isTrue();
  }

  @Test
  void aSecondCloseDoesNothing() throws Exception {
    PosixSocket socket = OpenFiles.renumbered(tcp());
    int fd = socket.fd();
    socket.close();
    try (PosixSocket other = tcp()) {
      // the number is somebody else's now
      assertThat(posix_h.dup2(other.fd(), fd)).isEqualTo(fd);
      socket.close();
      assertThat(OpenFiles.at(fd)).isEqualTo(OpenFiles.at(other.fd()));
      PosixSocket.adopt(fd).close();
    }
  }

  @Test
  void closeIsReportedOnceAndTheDescriptorIsGone() throws Exception {
    PosixSocket socket = PosixSocket.adopt(OpenFiles.notOpen());
    assertThatThrownBy(socket::close).hasMessage("close: Bad file descriptor (EBADF, 9)");
    socket.close();
  }

  @Test
  void releaseGivesTheDescriptorAwayOpen() throws Exception {
    PosixSocket socket = tcp();
    int fd = socket.fd();
    assertThat(socket.release()).isEqualTo(fd);
    assertThat(OpenFiles.at(fd)).startsWith("socket:");
    assertThatThrownBy(socket::release).isInstanceOf(ClosedChannelException.class);
    socket.close();
    assertThat(OpenFiles.at(fd)).startsWith("socket:");
    PosixSocket.adopt(fd).close();
  }

  @Test
  void aClosedSocketCannotBeReleased() throws Exception {
    PosixSocket socket = tcp();
    socket.close();
    assertThatThrownBy(socket::release).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(socket::fd).isInstanceOf(ClosedChannelException.class);
  }

  private interface Call {
    void on(PosixSocket socket) throws Exception;
  }

  private record Use(String name, Call call) {}

  /** The number is open, and would be hit by whoever still used it. */
  @TestFactory
  Stream<DynamicTest> afterCloseNothingReachesTheNumber() {
    var array = new byte[4];
    return Stream.of(
            new Use("fd", PosixSocket::fd),
            new Use("bind", socket -> socket.bind(Inet4.loopback(0))),
            new Use("listen", socket -> socket.listen(1)),
            new Use("accept", PosixSocket::accept),
            new Use("connect", socket -> socket.connect(Inet4.loopback(9))),
            new Use("send segment", socket -> socket.send(Arena.global().allocate(4))),
            new Use("send segment, flags", s -> s.send(Arena.global().allocate(4), MSG_OOB)),
            new Use("send buffer", socket -> socket.send(ByteBuffer.allocate(4))),
            new Use("send direct", socket -> socket.send(ByteBuffer.allocateDirect(4), MSG_OOB)),
            new Use("send array", socket -> socket.send(array, 0, 4)),
            new Use("send array, flags", socket -> socket.send(array, 0, 4, MSG_OOB)),
            new Use("trySend", socket -> socket.trySend(Arena.global().allocate(4))),
            new Use("recv segment", socket -> socket.recv(Arena.global().allocate(4))),
            new Use("recv segment, flags", s -> s.recv(Arena.global().allocate(4), MSG_PEEK)),
            new Use("recv buffer", socket -> socket.recv(ByteBuffer.allocate(4))),
            new Use("recv direct", socket -> socket.recv(ByteBuffer.allocateDirect(4), MSG_PEEK)),
            new Use("recv array", socket -> socket.recv(array, 0, 4)),
            new Use("recv array, flags", socket -> socket.recv(array, 0, 4, MSG_PEEK)),
            new Use("tryRecv", socket -> socket.tryRecv(Arena.global().allocate(4))),
            new Use("shutdown", socket -> socket.shutdown(SHUT_RDWR)),
            new Use("getsockname", PosixSocket::getsockname),
            new Use("getpeername", PosixSocket::getpeername),
            new Use("getsockopt", socket -> socket.getsockopt(SO_ERROR)),
            new Use("setsockopt", socket -> socket.setsockopt(SO_REUSEADDR, true)))
        .map(use -> DynamicTest.dynamicTest(use.name(), () -> checkUntouched(use.call())));
  }

  private static void checkUntouched(Call call) throws Exception {
    try (var wire = new Tripwire()) {
      PosixSocket socket = PosixSocket.adopt(posix_h.dup2(wire.fd(), OpenFiles.notOpen()));
      int fd = socket.fd();
      SockAddr peer = socket.getpeername();
      socket.close();
      assertThat(posix_h.dup2(wire.fd(), fd)).isEqualTo(fd);
      try (var other = PosixSocket.adopt(fd)) {
        assertThatThrownBy(() -> call.on(socket)).isInstanceOf(ClosedChannelException.class);
        assertThat(wire.isUntouched()).isTrue();
        assertThat(other.getpeername()).isEqualTo(peer);
        assertThat(other.getsockopt(SO_REUSEADDR)).isFalse();
      }
    }
  }

  /** A message that passes a socket on, in a call that blocks until it is read. */
  private static final class Passing implements AutoCloseable {
    private final SocketPair pair;
    private final Future<Long> sending;

    Passing(PosixSocket socket) throws Exception {
      pair = PosixSocket.socketpair(AF_UNIX, SOCK_SEQPACKET);
      var buf = Arena.global().allocate(1 << 12);
      while (pair.first().trySend(buf) != PosixSocket.WOULD_BLOCK) {}
      sending =
          Tasks.blocked(pair.first().fd(), () -> pair.first().sendmsg(buf, Cmsg.Rights.of(socket)));
    }

    /** Lets the call end; gives what was passed. */
    PosixSocket finish() throws Exception {
      var buf = Arena.global().allocate(1 << 12);
      while (true) {
        try (var received = pair.second().recvmsg(MsgFlags.NONE, 64, buf)) {
          if (received.first(Cmsg.Rights.class).isPresent()) {
            assertThat(sending.get()).isEqualTo(1 << 12);
            return received.first(Cmsg.Rights.class).get().fds().getFirst().socket();
          }
        }
      }
    }

    @Override
    public void close() throws IOException {
      pair.close();
    }
  }

  @Test
  @Promise("number-reuse")
  void aCallInFlightKeepsTheDescriptorOpen() throws Exception {
    PosixSocket socket = OpenFiles.renumbered(tcp().bind(Inet4.loopback(0)));
    try (var passing = new Passing(socket)) {
      SockAddr address = socket.getsockname();
      int fd = socket.fd();
      String open = OpenFiles.at(fd);
      var buf = new byte[4];
      socket.close();
      assertThat(OpenFiles.at(fd)).isEqualTo(open);
      assertThatThrownBy(() -> socket.send(buf, 0, 4)).isInstanceOf(ClosedChannelException.class);
      assertThatThrownBy(socket::getsockname).isInstanceOf(ClosedChannelException.class);
      assertThatThrownBy(() -> socket.recv(buf, 0, 4)).isInstanceOf(ClosedChannelException.class);
      assertThat(OpenFiles.at(fd)).isEqualTo(open); // what came too late does not end it either
      // nobody else gets the number meanwhile
      try (PosixSocket other = tcp()) {
        assertThat(other.fd()).isNotEqualTo(fd);
      }
      try (PosixSocket passed = passing.finish()) {
        assertThat(passed.getsockname()).isEqualTo(address);
        assertThat(OpenFiles.at(fd)).isNotEqualTo(open);
      }
    }
  }

  @Test
  void theLastOfSeveralCallsClosesTheDescriptorOnce() throws Exception {
    PosixSocket socket = OpenFiles.renumbered(tcp());
    try (var first = new Passing(socket);
        var second = new Passing(socket)) {
      int fd = socket.fd();
      String open = OpenFiles.at(fd);
      socket.close();
      assertThat(OpenFiles.at(fd)).isEqualTo(open);
      second.finish().close();
      assertThat(OpenFiles.at(fd)).isEqualTo(open);
      first.finish().close();
      assertThat(OpenFiles.at(fd)).isNotEqualTo(open);
      try (PosixSocket other = tcp()) {
        assertThat(posix_h.dup2(other.fd(), fd)).isEqualTo(fd);
        socket.close();
        assertThat(OpenFiles.at(fd)).isEqualTo(OpenFiles.at(other.fd()));
        PosixSocket.adopt(fd).close();
      }
    }
  }

  /** Those that wait are ended, and the last one out closes it. */
  @Test
  void closeEndsAllCallsInFlight() throws Exception {
    try (Pair pair = Pair.tcp()) {
      PosixSocket socket = pair.server();
      int fd = socket.fd();
      String open = OpenFiles.at(fd);
      List<Future<Integer>> blocked = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        blocked.add(Tasks.blocked(fd, () -> socket.recv(new byte[4], 0, 4)));
      }
      socket.close();
      for (Future<Integer> call : blocked) {
        assertThatThrownBy(call::get).hasCauseExactlyInstanceOf(ClosedChannelException.class);
      }
      assertThat(OpenFiles.at(fd)).isNotEqualTo(open);
    }
  }

  @Test
  void releaseEndsCallsInFlightAndLeavesTheRest() throws Exception {
    try (Pair pair = Pair.tcp()) {
      var buf = new byte[4];
      int fd = pair.client().fd();
      Future<Integer> blocked = Tasks.blocked(fd, () -> pair.client().recv(buf, 0, 4));
      assertThat(pair.client().release()).isEqualTo(fd);
      assertThatThrownBy(blocked::get).hasCauseExactlyInstanceOf(ClosedChannelException.class);
      assertThat(OpenFiles.at(fd)).startsWith("socket:");
      try (PosixSocket heir = PosixSocket.adopt(fd)) {
        pair.server().send(new byte[] {1, 2}, 0, 2);
        assertThat(heir.recv(buf, 0, 4)).isEqualTo(2);
      }
    }
  }

  /** A number that is closed twice would take away a descriptor that another socket just got. */
  @Test
  @Promise("number-reuse")
  void aRaceOfCallsAndClosesNeverClosesAStranger() throws Exception {
    int rounds = 3000;
    var sockets = new PosixSocket[rounds];
    var barrier = new CyclicBarrier(3);
    Task opens =
        i -> {
          try (PosixSocket stranger = tcp()) {
            stranger.getsockname(); // fails, as the close does, where its descriptor is gone
          }
        };
    Task closes = i -> sockets[i].close();
    Task uses =
        i -> {
          try {
            sockets[i].getsockopt(SO_TYPE);
            sockets[i].close();
          } catch (ClosedChannelException _) {
            // the other was faster
          }
        };
    try (ExecutorService executor = Executors.newThreadPerTaskExecutor(Thread::new)) {
      List<Future<Void>> all = new ArrayList<>();
      for (Task task : List.of(opens, closes, uses)) {
        all.add(
            executor.submit(() -> {
              for (int i = 0; i < rounds; i++) {
                if (task == opens) {
                  sockets[i] = tcp();
                }
                barrier.await();
                task.run(i);
                barrier.await();
              }
              return null;
            }));
      }
      for (Future<Void> task : all) {
        task.get();
      }
    }
  }

  private interface Task {
    void run(int i) throws Exception;
  }
}
