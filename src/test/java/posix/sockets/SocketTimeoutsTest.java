package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.testing.Await;
import posix.sockets.testing.Pair;

/** {@code SO_RCVTIMEO} and {@code SO_SNDTIMEO}: they hold as the kernel's do, on each thread. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class SocketTimeoutsTest {
  private static final Duration SHORT = Duration.ofMillis(40);
  private static final String EAGAIN = "Resource temporarily unavailable (EAGAIN, 11)";

  @Parameter boolean virtual;

  private <T> BlockedThread<T> begin(Callable<T> call) {
    return new BlockedThread<>(virtual, call);
  }

  /** A call fails, and not before a time; the kernel's own counts in ticks, of 10 ms at most. */
  private void assertEnds(String message, Duration least, Callable<?> call) throws Exception {
    var timed =
        begin(() -> {
          long begin = System.nanoTime();
          try {
            while (true) { // a send may find room that turned up late
              call.call();
              begin = System.nanoTime();
            }
          } finally {
            assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(least.toNanos());
          }
        });
    assertThat(timed.thrown()).isExactlyInstanceOf(ErrnoException.class).hasMessage(message);
    assertThat(timed.wasInterrupted()).isFalse();
  }

  @Test
  void receive() throws Exception {
    try (Pair pair = Pair.tcp()) {
      PosixSocket socket = pair.server().setsockopt(SO_RCVTIMEO, SHORT);
      assertEnds("recv: " + EAGAIN, SHORT, () -> Local.recv(socket));
      assertEnds("recvmsg: " + EAGAIN, SHORT, () -> socket.recvmsg(MSG_PEEK, 0, Local.room(1)));
      assertEnds("readv: " + EAGAIN, SHORT, () -> socket.readv(Local.room(1), Local.room(1)));
      pair.client().send(Local.utf8("x"));
      assertThat(begin(() -> Local.recv(socket)).result()).isEqualTo("x");
      assertEnds("recv: " + EAGAIN, SHORT, () -> Local.recv(socket)); // emptied by a short read
    }
  }

  @Test
  void batch() throws Exception {
    try (Pair pair = Pair.udp()) {
      PosixSocket socket = pair.server().setsockopt(SO_RCVTIMEO, SHORT);
      var batch = new MessageBatch(3, 9);
      assertEnds("recvmmsg: " + EAGAIN, SHORT, () -> socket.recvmmsg(batch, 3, MsgFlags.NONE));
      pair.client().send(Local.utf8("x"));
      var part = begin(() -> socket.recvmmsg(batch, 3, MsgFlags.NONE));
      assertThat(part.result()).isEqualTo(1);
    }
  }

  @Test
  void accept() throws Exception {
    try (var listener = PosixSocket.open(AF_INET, SOCK_STREAM).bind(Inet4.loopback(0)).listen(1)) {
      listener.setsockopt(SO_RCVTIMEO, SHORT);
      assertEnds("accept: " + EAGAIN, SHORT, listener::accept);
    }
  }

  @Test
  void send() throws Exception {
    try (Pair pair = Pair.tcp()) {
      PosixSocket socket = pair.client().setsockopt(SO_SNDTIMEO, SHORT);
      while (socket.trySend(Local.room(1 << 16)) != PosixSocket.WOULD_BLOCK) {}
      assertEnds("send: " + EAGAIN, SHORT, () -> socket.send(Local.room(1 << 16)));
      assertEnds("sendmsg: " + EAGAIN, SHORT, () -> socket.writev(Local.room(1 << 16)));
      int file = OpenFds.open(Path.of("/proc/self/exe"));
      try {
        assertEnds(
            "sendfile: " + EAGAIN + ": descriptor " + file,
            SHORT,
            () -> socket.sendfile(file, 0, 1 << 12));
      } finally {
        OpenFds.close(file);
      }
    }
  }

  /** The receiving one is not the sending one. */
  @Test
  void eachIsOfItsDirection() throws Exception {
    try (Pair pair = Pair.tcp()) {
      PosixSocket socket = pair.server().setsockopt(SO_SNDTIMEO, Duration.ofMillis(1));
      assertEnds("recv: " + EAGAIN, SHORT, () -> Local.recv(socket.setsockopt(SO_RCVTIMEO, SHORT)));
      socket.setsockopt(SO_RCVTIMEO, Duration.ZERO);
      var receiving = begin(() -> Local.recv(socket)).awaitBlocked("recv");
      pair.client().send(Local.utf8("x"));
      assertThat(receiving.result()).isEqualTo("x");
    }
  }

  @Test
  void sendToAFullQueue() throws Exception {
    try (var receiver = Local.bound(AF_UNIX, SOCK_DGRAM, Unix.unnamed());
        var sender = PosixSocket.open(AF_UNIX, SOCK_DGRAM).setsockopt(SO_SNDTIMEO, SHORT)) {
      SockAddr to = receiver.getsockname();
      assertEnds(
          "sendto: " + EAGAIN + ": " + to,
          SHORT,
          () -> sender.sendto(Local.room(1), MsgFlags.NONE, to));
    }
  }

  private static PosixSocket fullListener(AddressFamily family, SockAddr address)
      throws IOException {
    return PosixSocket.open(family, SOCK_STREAM).bind(address).listen(0);
  }

  @Test
  void connect() throws Exception {
    try (var listener = fullListener(AF_INET, Inet4.loopback(0));
        var waiting = PosixSocket.open(AF_INET, SOCK_STREAM).connect(listener.getsockname());
        var client = PosixSocket.open(AF_INET, SOCK_STREAM).setsockopt(SO_SNDTIMEO, SHORT)) {
      SockAddr to = listener.getsockname();
      assertThat(waiting.getpeername()).isEqualTo(to);
      Await.readable(listener); // connect may return before it is in the queue
      String inProgress = "connect: Operation now in progress (EINPROGRESS, 115): " + to;
      assertEnds(inProgress, SHORT, () -> client.connect(to));
      // It goes on by itself.
      listener.accept().socket().close();
      client.setsockopt(SO_SNDTIMEO, Duration.ZERO);
      assertThat(begin(() -> client.connect(to)).result()).isSameAs(client);
      assertThat(client.getpeername()).isEqualTo(to);
    }
  }

  @Test
  void connectOfAnAfUnixSocket() throws Exception {
    try (var listener = fullListener(AF_UNIX, Unix.unnamed());
        var waiting = PosixSocket.open(AF_UNIX, SOCK_STREAM).connect(listener.getsockname());
        var client = PosixSocket.open(AF_UNIX, SOCK_STREAM).setsockopt(SO_SNDTIMEO, SHORT)) {
      SockAddr to = listener.getsockname();
      assertThat(waiting.getpeername()).isEqualTo(to);
      assertEnds("connect: " + EAGAIN + ": " + to, SHORT, () -> client.connect(to));
    }
  }

  /** Set by somebody who does not go by our object. */
  @Test
  void oneThatIsSetElsewhereHolds() throws Exception {
    try (Pair pair = Pair.tcp()) {
      PosixSocket socket = pair.server();
      pair.client().send(Local.utf8("x"));
      assertThat(begin(() -> Local.recv(socket)).result()).isEqualTo("x");
      try (var same = PosixSocket.adopt(posix.sockets.bindings.posix_h.dup(socket.fd()))) {
        same.setsockopt(SO_RCVTIMEO, SHORT);
        assertEnds("recv: " + EAGAIN, SHORT, () -> Local.recv(socket));
      }
    }
  }

  /** Both of a deadline and a timeout hold. */
  @Test
  void theEarlierOneEndsACall() throws Exception {
    try (Pair pair = Pair.tcp()) {
      PosixSocket socket = pair.server().setsockopt(SO_RCVTIMEO, SHORT);
      PosixSocket patient = socket.within(Duration.ofHours(1));
      assertEnds("recv: " + EAGAIN, SHORT, () -> Local.recv(patient));
      socket.setsockopt(SO_RCVTIMEO, Duration.ofHours(1));
      var late = begin(() -> Local.recv(socket.within(SHORT)));
      assertThat(late.thrown()).isExactlyInstanceOf(java.net.SocketTimeoutException.class);
    }
  }

  private enum Listener {
    TCP,
    UNIX;

    PosixSocket open() throws IOException {
      return this == TCP
          ? PosixSocket.open(AF_INET, SOCK_STREAM).bind(Inet4.loopback(0)).listen(9)
          : PosixSocket.open(AF_UNIX, SOCK_STREAM).bind(Unix.unnamed()).listen(9);
    }
  }

  /** Whether a socket that is accepted has its listener's is the kernel's to say. */
  @ParameterizedTest
  @EnumSource
  void aSocketThatIsAccepted(Listener kind) throws Exception {
    try (var listener = kind.open();
        var before = PosixSocket.open(listener.getsockname().family(), SOCK_STREAM);
        var behind = PosixSocket.open(listener.getsockname().family(), SOCK_STREAM)) {
      listener.setsockopt(SO_RCVTIMEO, SHORT);
      assertEnds("accept: " + EAGAIN, SHORT, listener::accept); // it is known by now
      before.connect(listener.getsockname());
      Await.readable(listener); // or accept might give up
      assertHasWhatTheKernelSays(listener, before);

      behind.connect(listener.getsockname());
      listener.setsockopt(SO_RCVTIMEO, Duration.ZERO);
      try (var client = PosixSocket.open(listener.getsockname().family(), SOCK_STREAM)) {
        assertHasWhatTheKernelSays(listener, behind);
        client.connect(listener.getsockname());
        assertHasWhatTheKernelSays(listener, client);
      }
    }
  }

  private void assertHasWhatTheKernelSays(PosixSocket listener, PosixSocket client)
      throws Exception {
    try (var accepted = begin(listener::accept).result().socket()) {
      Duration timeout = accepted.getsockopt(SO_RCVTIMEO);
      if (timeout.isZero()) {
        var receiving = begin(() -> Local.recv(accepted)).awaitBlocked("recv");
        assertStaysFor(SHORT.multipliedBy(2), receiving);
        client.send(Local.utf8("x"));
        assertThat(receiving.result()).isEqualTo("x");
      } else {
        assertEnds("recv: " + EAGAIN, timeout, () -> Local.recv(accepted));
      }
    }
  }

  private static void assertStaysFor(Duration time, BlockedThread<?> thread) throws Exception {
    Thread.sleep(time);
    assertThat(thread.isDone()).isFalse();
  }
}
