package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.bindings.posix_h;
import posix.sockets.testing.Child;
import posix.sockets.testing.OpenFiles;
import posix.sockets.testing.Pair;

/**
 * Sockets that somebody else has as well: what is closed or released here, with a thread in a call,
 * goes on working there as if nothing had happened.
 */
class SharedSocketsTest {
  /** Who waits in our call. The last two set O_NONBLOCK in secret where there is no flag. */
  private enum Caller {
    PLATFORM,
    PLATFORM_WITH_DEADLINE,
    VIRTUAL;

    <T> BlockedThread<T> begin(PosixSocket socket, Call<T> call, String name) throws Exception {
      PosixSocket own =
          this == PLATFORM_WITH_DEADLINE ? socket.within(Duration.ofHours(1)) : socket;
      return new BlockedThread<T>(this == VIRTUAL, () -> call.on(own))
          .awaitBlocked(this == PLATFORM_WITH_DEADLINE ? "poll" : name);
    }
  }

  private interface Call<T> {
    T on(PosixSocket socket) throws Exception;
  }

  /** How somebody else comes to have it: a socket that knows nothing of ours. */
  private enum Sharing {
    DUPLICATED {
      @Override
      PosixSocket share(PosixSocket socket) throws Exception {
        return PosixSocket.adopt(posix_h.dup(socket.fd()));
      }
    },
    PASSED {
      @Override
      PosixSocket share(PosixSocket socket) throws Exception {
        try (var pair = Local.pair(SOCK_STREAM)) {
          pair.first().sendmsg(Local.utf8("x"), Cmsg.Rights.of(socket));
          try (var received = pair.second().recvmsg(MsgFlags.NONE, 64, Local.room(1))) {
            return received.first(Cmsg.Rights.class).orElseThrow().fds().getFirst().socket();
          }
        }
      }
    };

    abstract PosixSocket share(PosixSocket socket) throws Exception;
  }

  /** How our own ends. */
  private enum End {
    CLOSE,
    RELEASE;

    /** What is to be closed then, if anything. */
    int end(PosixSocket socket) throws IOException {
      if (this == RELEASE) {
        return socket.release();
      }
      socket.close();
      return -1;
    }
  }

  @TestFactory
  Stream<DynamicTest> othersGoOn() {
    return Stream.of(Sharing.values())
        .flatMap(sharing ->
            Stream.of(Caller.values())
                .flatMap(
                    caller -> Stream.of(End.values()).flatMap(end -> tests(sharing, caller, end))));
  }

  private static Stream<DynamicTest> tests(Sharing sharing, Caller caller, End end) {
    String name = sharing + " " + caller + " " + end;
    return Stream.of(
        DynamicTest.dynamicTest(name + " accept", () -> accept(sharing, caller, end)),
        DynamicTest.dynamicTest(name + " recv", () -> recv(sharing, caller, end)),
        DynamicTest.dynamicTest(name + " sendfile", () -> sendfile(sharing, caller, end)));
  }

  private static PosixSocket listener() throws IOException {
    return PosixSocket.open(AF_INET, SOCK_STREAM).bind(Inet4.loopback(0)).listen(8);
  }

  private static void accept(Sharing sharing, Caller caller, End end) throws Exception {
    try (var ours = listener();
        var theirs = sharing.share(ours);
        var client = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      SockAddr address = ours.getsockname();
      var blocked = caller.begin(ours, PosixSocket::accept, "accept");
      assertThat(OpenFds.isNonBlocking(theirs.fd())).isEqualTo(caller != Caller.PLATFORM);
      assertThat(ours.isNonBlocking()).isFalse();
      end(end, ours, blocked);
      assertThat(OpenFds.isNonBlocking(theirs.fd())).isFalse();

      var others = new BlockedThread<>(theirs::accept).awaitBlocked("accept");
      client.connect(address);
      try (var accepted = others.result().socket()) {
        assertThat(accepted.getpeername()).isEqualTo(client.getsockname());
      }
    }
  }

  private static void end(End end, PosixSocket ours, BlockedThread<?> blocked) throws Exception {
    int released = end.end(ours);
    assertThat(blocked.thrown()).isExactlyInstanceOf(ClosedChannelException.class);
    if (released >= 0) {
      PosixSocket.adopt(released).close();
    }
  }

  private static void recv(Sharing sharing, Caller caller, End end) throws Exception {
    try (Pair pair = Pair.tcp();
        var theirs = sharing.share(pair.server())) {
      var blocked = caller.begin(pair.server(), s -> s.recv(Local.room(9)), "recv");
      end(end, pair.server(), blocked);
      assertThat(OpenFds.isNonBlocking(theirs.fd())).isFalse();
      var others = new BlockedThread<>(() -> Local.recv(theirs)).awaitBlocked("recv");
      pair.client().send(Local.utf8("one"));
      assertThat(others.result()).isEqualTo("one");
      theirs.send(Local.utf8("two"));
      assertThat(Local.recv(pair.client())).isEqualTo("two");
    }
  }

  private static void sendfile(Sharing sharing, Caller caller, End end) throws Exception {
    try (var pair = Local.pair(SOCK_STREAM);
        var theirs = sharing.share(pair.first())) {
      int file = OpenFds.openMarker();
      while (pair.first().trySend(Local.room(1)) != PosixSocket.WOULD_BLOCK) {}
      var blocked = caller.begin(pair.first(), s -> s.sendfile(file, 0, 3), "sendfile");
      end(end, pair.first(), blocked);
      OpenFds.close(file);
      assertThat(OpenFds.isNonBlocking(theirs.fd())).isFalse();
      var others = new BlockedThread<>(() -> theirs.send(Local.room(1))).awaitBlocked("send");
      while (!others.isDone()) {
        pair.second().tryRecv(Local.room(1 << 16));
      }
      assertThat(others.result()).isEqualTo(1);
    }
  }

  /** A child that was there before our close accepts afterwards. */
  @ParameterizedTest
  @EnumSource
  void aChildGoesOn(Caller caller) throws Exception {
    String program =
        """
        listener = socket.socket(fileno=int(sys.argv[1]))
        us = socket.socket(fileno=int(sys.argv[2]))
        us.send(b'ready')
        us.recv(1)
        c, _ = listener.accept()
        c.sendall(b'accepted by the child')
        c.close()
        """;
    try (var pair = Local.pair(SOCK_STREAM);
        var listener = listener();
        var client = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      SockAddr address = listener.getsockname();
      listener.setCloseOnExec(false);
      pair.second().setCloseOnExec(false);
      Child child = Child.python(program, listener.fd(), pair.second().fd());
      try (child) {
        pair.second().close();
        assertThat(Local.recv(pair.first())).isEqualTo("ready");
        var blocked = caller.begin(listener, PosixSocket::accept, "accept");
        End.CLOSE.end(listener);
        assertThat(blocked.thrown()).isExactlyInstanceOf(ClosedChannelException.class);
        pair.first().send(Local.utf8("!"));
        client.connect(address);
        assertThat(Local.recv(Local.impatient(client))).isEqualTo("accepted by the child");
        assertThat(child.status()).isZero();
      }
    }
  }

  /** Our own duplicates know of one another. */
  @ParameterizedTest
  @EnumSource
  void ourDuplicateGoesOn(Caller caller) throws Exception {
    try (var listener = listener();
        var dup = listener.dup();
        var client = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      SockAddr address = listener.getsockname();
      var blocked = caller.begin(listener, PosixSocket::accept, "accept");
      End.CLOSE.end(listener);
      assertThat(blocked.thrown()).isExactlyInstanceOf(ClosedChannelException.class);
      assertThat(dup.isNonBlocking()).isFalse();
      String call = caller == Caller.PLATFORM ? "accept" : "poll"; // if O_NONBLOCK is still set
      var others = new BlockedThread<>(dup::accept).awaitBlocked(call);
      client.connect(address);
      others.result().socket().close();
      int fd = dup.release();
      assertThat(OpenFds.isNonBlocking(fd)).isFalse();
      PosixSocket.adopt(fd).close();
    }
  }

  /** What the kernel remembers of a number ends with it, even if a duplicate lives on. */
  @Test
  void aNumberThatADuplicateGetsAgainIsWaitedFor() throws Exception {
    try (Pair pair = Pair.tcp();
        var dup = pair.server().dup()) {
      PosixSocket server = OpenFiles.renumbered(pair.server());
      int fd = server.descriptor.fd;
      Call<String> recv = Local::recv;
      var first = Caller.VIRTUAL.begin(server, recv, "recv");
      server.close();
      assertThat(first.thrown()).isExactlyInstanceOf(ClosedChannelException.class);
      assertThat(OpenFiles.at(fd)).isNull();
      assertThat(posix_h.dup2(dup.descriptor.fd, fd)).isEqualTo(fd);
      try (var again = PosixSocket.adopt(fd)) {
        var second = Caller.VIRTUAL.begin(again, recv, "recv");
        pair.client().send(Local.utf8("again"));
        assertThat(second.result()).isEqualTo("again");
      }
    }
  }

  /** Whoever gets a socket by release may close it, and its number may be somebody else's then. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void afterReleaseNothingIsDoneToTheNumber(boolean virtual) throws Exception {
    for (int round = 0; round < 200; round++) {
      try (var listener = listener()) {
        var blocked = new BlockedThread<>(virtual, listener::accept).awaitBlocked("accept");
        int fd = listener.release();
        assertThat(OpenFds.isNonBlocking(fd)).isFalse();
        try (var stranger = PosixSocket.open(AF_INET, SOCK_STREAM.or(SOCK_NONBLOCK))) {
          assertThat(posix_h.dup2(stranger.descriptor.fd, fd)).isEqualTo(fd);
          assertThat(blocked.thrown()).isExactlyInstanceOf(ClosedChannelException.class);
          assertThat(OpenFds.isNonBlocking(fd)).as("the stranger's").isTrue();
        } finally {
          OpenFds.close(fd);
        }
      }
    }
  }

  /** The owner's own O_NONBLOCK: it is answered by EAGAIN, and stays. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theOwnersFlagIsTheOwners(boolean virtual) throws Exception {
    try (var listener = listener()) {
      var blocked = new BlockedThread<>(true, listener::accept).awaitBlocked();
      listener.setNonBlocking(true);
      assertThat(listener.isNonBlocking()).isTrue();
      var answered = new BlockedThread<>(virtual, listener::accept);
      assertThat(answered.thrown())
          .hasMessage("accept: Resource temporarily unavailable (EAGAIN, 11)");
      listener.setNonBlocking(false);
      assertThat(listener.isNonBlocking()).isFalse();
      listener.setNonBlocking(true);
      int fd = listener.release();
      assertThat(blocked.thrown()).isExactlyInstanceOf(ClosedChannelException.class);
      assertThat(OpenFds.isNonBlocking(fd)).isTrue();
      PosixSocket.adopt(fd).close();
    }
  }

  /** Somebody else who has the socket may take O_NONBLOCK away in the middle of a call. */
  @ParameterizedTest
  @EnumSource(names = {"VIRTUAL", "PLATFORM_WITH_DEADLINE"})
  void aFlagThatIsTakenAwayIsSetAgain(Caller caller, @TempDir Path folder) throws Exception {
    int length = 8 << 20;
    Path path = Files.write(folder.resolve("file"), new byte[length]);
    int fd = OpenFds.open(path);
    try (var pair = Local.pair(SOCK_STREAM);
        var theirs = Sharing.DUPLICATED.share(pair.first())) {
      var blocked = caller.begin(pair.first(), s -> s.sendfile(fd, 0, length), "sendfile");
      theirs.setNonBlocking(false);
      for (long read = 0; read < length / 8; ) {
        read += pair.second().recv(Local.room(1 << 16));
      }
      Expect.soon("it is set again", () -> OpenFds.isNonBlocking(theirs.fd()));
      End.CLOSE.end(pair.first());
      assertThat(blocked.result()).isBetween(1L, length - 1L);
      assertThat(OpenFds.isNonBlocking(theirs.fd())).isFalse();
    } finally {
      OpenFds.close(fd);
    }
  }
}
