package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.bindings.posix_h;
import posix.sockets.testing.OpenFiles;
import posix.sockets.testing.Program;
import posix.sockets.testing.Program.Result;
import posix.sockets.testing.Project;
import posix.sockets.testing.Promise;

/** Sockets that nobody refers to any more, and that nobody has closed. */
class DroppedSocketTest {
  private static final long HANG_SECONDS = 30;

  /** A descriptor and what it is open on. */
  private record Open(int fd, String target) {
    static Open of(int fd) throws IOException {
      return new Open(fd, OpenFiles.at(fd));
    }

    static Open of(PosixSocket socket) throws IOException {
      return of(socket.descriptor.fd);
    }

    boolean isOpen() throws IOException {
      return target.equals(OpenFiles.at(fd));
    }
  }

  private interface Dropping {
    /** Makes something, and keeps no reference to it. */
    Open drop() throws Exception;
  }

  /** In a frame of its own, so that nothing of it stays in ours. */
  private static Open dropped(Dropping dropping) throws Exception {
    return new BlockedThread<>(dropping::drop).result();
  }

  private static void assertCloses(Open open) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(HANG_SECONDS);
    while (open.isOpen()) {
      assertThat(System.nanoTime()).as("%s is still open", open).isLessThan(end);
      System.gc();
      Thread.sleep(1);
    }
  }

  @Test
  void oneThatWasNeverUsed() throws Exception {
    assertCloses(dropped(() -> Open.of(PosixSocket.open(AF_INET, SOCK_STREAM))));
  }

  @Test
  void oneThatWasMadeElsewhere() throws Exception {
    assertCloses(dropped(() -> Open.of(PosixSocket.adopt(OpenFds.openMarker()))));
  }

  @Test
  @Promise("received-owned")
  void oneThatArrivedInAMessage() throws Exception {
    try (var pair = Local.pair(SOCK_STREAM)) {
      pair.first().sendmsg(Local.utf8("x"), Cmsg.Rights.of(pair.first()));
      assertCloses(
          dropped(() -> {
            Received received = pair.second().recvmsg(MsgFlags.NONE, 64, Local.room(1));
            return Open.of(received.first(Cmsg.Rights.class).orElseThrow().fds().getFirst().fd());
          }));
    }
  }

  /** Whoever has waited for it, nothing of that refers to it. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneThatWasWaitedFor(boolean virtual) throws Exception {
    List<Open> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int ends = i;
      try (var listener = Local.bound(AF_INET, SOCK_STREAM, Inet4.loopback(0)).listen(1);
          var client = PosixSocket.open(AF_INET, SOCK_STREAM).connect(listener.getsockname())) {
        all.add(
            dropped(() -> {
              PosixSocket server = listener.accept().socket();
              waitFor(virtual, server, client, ends);
              return Open.of(server);
            }));
      }
    }
    for (Open open : all) {
      assertCloses(open);
    }
  }

  private static void waitFor(boolean virtual, PosixSocket socket, PosixSocket peer, int ends)
      throws Exception {
    var blocked = new BlockedThread<>(virtual, () -> Local.recv(socket)).awaitBlocked("recv");
    var second = new BlockedThread<>(virtual, () -> Local.recv(socket)).awaitBlocked("recv");
    switch (ends) {
      case 0 -> {
        peer.send(Local.utf8("1"));
        peer.shutdown(SHUT_WR);
        blocked.result();
        second.result();
      }
      case 1 -> {
        blocked.interrupt();
        blocked.thrown();
        second.interrupt();
        second.thrown();
      }
      default -> {
        second.interrupt();
        second.thrown();
        peer.send(Local.utf8("1"));
        blocked.result();
        new BlockedThread<>(virtual, () -> Local.recv(socket.within(Duration.ofMillis(1))))
            .thrown();
      }
    }
  }

  @Test
  void oneThatWasPolled() throws Exception {
    assertCloses(
        dropped(() -> {
          var socket = Local.udp();
          try (Poll<Object> poll = Poll.open();
              Epoll<Object> epoll = Epoll.open()) {
            poll.add(socket, POLLOUT, socket);
            epoll.add(socket, EPOLLOUT, socket);
            assertThat(poll.poll()).isEqualTo(1);
            assertThat(epoll.epoll_wait(epoll.events(1))).isEqualTo(1);
          }
          return Open.of(socket);
        }));
  }

  /** Both refer to it only as long as they are referred to. */
  @Test
  void oneThatIsDroppedWithWhatItIsIn() throws Exception {
    assertCloses(
        dropped(() -> {
          var socket = Local.udp();
          Poll.<Object>open().add(socket, POLLOUT, socket);
          Epoll.<Object>open().add(socket, EPOLLOUT, socket);
          return Open.of(socket);
        }));
  }

  @Test
  void anEpoll() throws Exception {
    assertCloses(dropped(() -> Open.of(Epoll.open().fd())));
  }

  /** It is the same socket. */
  @Test
  void oneWithADeadlineKeepsItOpen() throws Exception {
    PosixSocket limited = Local.udp().within(Duration.ofHours(1));
    assertCloses(dropped(() -> Open.of(Local.udp()))); // the collector has run
    assertThat(Open.of(limited).isOpen()).isTrue();
    assertThat(limited.getsockname()).isInstanceOf(Inet4.class);
    limited.close();
  }

  /** A thread that waits refers to what it waits on. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneThatIsWaitedOnStaysOpen(boolean virtual) throws Exception {
    SockAddr[] there = {null};
    Open[] open = {null};
    var blocked = blockedReceiver(virtual, there, open);
    assertCloses(dropped(() -> Open.of(Local.udp()))); // the collector has run
    try (var sender = Local.udp()) {
      sender.sendto(Local.utf8("still here"), MsgFlags.NONE, there[0]);
    }
    assertThat(blocked.result()).isEqualTo("still here");
    assertCloses(open[0]);
  }

  private static BlockedThread<String> blockedReceiver(
      boolean virtual, SockAddr[] there, Open[] open) throws Exception {
    PosixSocket socket = PosixSocket.open(AF_INET, SOCK_DGRAM).bind(Inet4.loopback(0));
    there[0] = socket.getsockname();
    open[0] = Open.of(socket);
    return new BlockedThread<>(virtual, () -> Local.recv(socket)).awaitBlocked("recv");
  }

  /** Somebody else may have it by then. */
  @Test
  @Promise("number-reuse")
  void theNumberOfOneThatWasReleasedOrClosedIsLeftAlone() throws Exception {
    int[] numbers = new int[2];
    dropped(() -> {
      var released = Local.udp();
      var closed = OpenFiles.renumbered(Local.udp());
      numbers[0] = released.release();
      numbers[1] = closed.descriptor.fd;
      closed.close();
      assertThat(posix_h.dup2(numbers[0], numbers[1])).isEqualTo(numbers[1]);
      return null;
    });
    Open released = Open.of(numbers[0]);
    Open closed = Open.of(numbers[1]);
    for (int i = 0; i < 3; i++) {
      assertCloses(dropped(() -> Open.of(Local.udp())));
    }
    assertThat(released.isOpen()).isTrue();
    assertThat(closed.isOpen()).isTrue();
    OpenFds.close(numbers);
  }

  /** Drops one, closes one and releases one; and says when the first is gone. */
  private static final String PROGRAM =
      """
      import java.nio.file.Files;
      import java.nio.file.LinkOption;
      import java.nio.file.Path;
      import posix.sockets.Constants;
      import posix.sockets.PosixSocket;

      public class Dropping {
        static PosixSocket make() throws Exception {
          return PosixSocket.open(Constants.AF_INET, Constants.SOCK_DGRAM);
        }

        static int drop() throws Exception {
          make().close();
          make().release();
          return make().fd();
        }

        public static void main(String[] args) throws Exception {
          Path open = Path.of("/proc/self/fd/" + drop());
          while (Files.exists(open, LinkOption.NOFOLLOW_LINKS)) {
            System.gc();
            Thread.sleep(1);
          }
          System.out.println("closed");
        }
      }
      """;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whereItWasMadeIsSaidIfThatIsWanted(boolean tracked, @TempDir Path folder) throws Exception {
    Path program = Files.writeString(folder.resolve("Dropping.java"), PROGRAM);
    Result result =
        Program.run(
            folder,
            Program.jdk("java"),
            "--enable-native-access=ALL-UNNAMED",
            "-Dposix.sockets.leaks=" + tracked,
            "-cp",
            Project.CLASSES + File.pathSeparator + Project.bindings(),
            program.toString());
    assertThat(result.out()).isEqualTo("closed\n");
    assertThat(result.status()).isZero();
    if (tracked) {
      assertThat(result.err())
          .containsOnlyOnce("was not closed")
          .matches("(?s).*WARNING: descriptor \\d+ was not closed\\n.*it was made here.*")
          .containsSubsequence("PosixSocket.open(", "Dropping.make(", "Dropping.drop(");
    } else {
      assertThat(result.err()).isEmpty();
    }
  }
}
