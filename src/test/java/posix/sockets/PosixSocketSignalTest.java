package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import posix.sockets.bindings.timeval;
import posix.sockets.raw.Posix;
import posix.sockets.testing.Await;
import posix.sockets.testing.Pair;
import posix.sockets.testing.Signals;
import posix.sockets.testing.Tasks;
import posix.sockets.testing.Tasks.Blocked;

/**
 * What a signal in the middle of a call does: nothing that shows. A call with a time limit is not
 * restarted by the kernel, which makes EINTR sure to come.
 */
class PosixSocketSignalTest {
  private static final SockOpt.Codec<Integer> SECONDS =
      new SockOpt.Codec<>() {
        @Override
        public int size() {
          return (int) timeval.sizeof();
        }

        @Override
        public Integer decode(MemorySegment from) {
          return (int) timeval.tv_sec(from);
        }

        @Override
        public int encode(Integer value, MemorySegment to) {
          timeval.tv_sec(to, value);
          timeval.tv_usec(to, 0);
          return (int) timeval.sizeof();
        }
      };
  private static final SockOpt.ReadWrite<Integer> SO_RCVTIMEO =
      SockOpt.of(Posix.SOL_SOCKET, Posix.SO_RCVTIMEO, SECONDS);
  private static final SockOpt.ReadWrite<Integer> SO_SNDTIMEO =
      SockOpt.of(Posix.SOL_SOCKET, Posix.SO_SNDTIMEO, SECONDS);

  /** Interrupts it several times; each time it is back in the call. */
  private static void interrupt(Blocked<?> task) throws Exception {
    for (int i = 0; i < 3; i++) {
      Signals.interrupt(task);
      Thread.sleep(20);
      assertThat(task.isDone()).isFalse();
    }
  }

  /** Were it not so, the others could not fail. */
  @Test
  void theRawLayerSaysEintr() throws Exception {
    try (Pair pair = Pair.tcp()) {
      int fd = pair.client().setsockopt(SO_RCVTIMEO, 60).fd();
      Blocked<Integer> recv =
          Tasks.blocked(
              fd,
              () -> {
                try (var arena = Arena.ofConfined()) {
                  assertThat(Posix.recv(fd, arena.allocate(4), 4, 0)).isEqualTo(-1);
                  return Posix.errno();
                }
              });
      Signals.interrupt(recv);
      assertThat(recv.get()).isEqualTo(Posix.EINTR);
    }
  }

  @Test
  void recvGoesOn() throws Exception {
    try (Pair pair = Pair.tcp()) {
      PosixSocket socket = pair.client().setsockopt(SO_RCVTIMEO, 60);
      assertThat(socket.getsockopt(SO_RCVTIMEO)).isEqualTo(60);
      Blocked<Integer> recv = Tasks.blocked(socket.fd(), () -> socket.recv(new byte[8], 0, 8));
      interrupt(recv);
      pair.server().send(new byte[3], 0, 3);
      assertThat(recv.get()).isEqualTo(3);
    }
  }

  @Test
  void acceptGoesOn() throws Exception {
    try (var listener = PosixSocket.open(AF_INET, SOCK_STREAM).bind(Inet4.loopback(0)).listen(1);
        var client = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      listener.setsockopt(SO_RCVTIMEO, 60);
      Blocked<Accepted> accept = Tasks.blocked(listener.fd(), listener::accept);
      interrupt(accept);
      client.connect(listener.getsockname());
      assertThat(accept.get().peer()).isEqualTo(client.getsockname());
      accept.get().socket().close();
    }
  }

  /** Over AF_UNIX: what is full there stays so, while over TCP room turns up as acknowledged. */
  @Test
  void sendGoesOn() throws Exception {
    try (var pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM)) {
      PosixSocket socket = pair.first().setsockopt(SO_SNDTIMEO, 60);
      MemorySegment one = Local.room(1);
      long sent = 0;
      while (socket.trySend(one) != PosixSocket.WOULD_BLOCK) {
        sent++;
      }
      Blocked<Long> send = Tasks.blocked(socket.fd(), () -> socket.send(one));
      interrupt(send);
      Transfer.recvExactly(pair.second(), Local.room(sent));
      assertThat(send.get()).isEqualTo(1);
    }
  }

  /**
   * And over TCP, of more than there is ever room for: a signal ends the kernel's call with what it
   * has sent, and another one goes on.
   */
  @Test
  void sendAllGoesOn() throws Exception {
    try (Pair pair = Pair.tcp()) {
      PosixSocket socket = pair.client().setsockopt(SO_SNDTIMEO, 60);
      MemorySegment bytes = Local.pattern(16 << 20);
      Blocked<Void> send =
          Tasks.blocked(
              socket.fd(),
              () -> {
                Transfer.sendAll(socket, bytes);
                return null;
              });
      interrupt(send);
      MemorySegment got = Local.room(bytes.byteSize());
      Transfer.recvExactly(pair.server(), got);
      send.get();
      assertThat(got.mismatch(bytes)).isEqualTo(-1);
    }
  }

  /** A listener that lets nobody in until it accepts. */
  private static PosixSocket fullListener(List<PosixSocket> waiting) throws Exception {
    var listener = PosixSocket.open(AF_INET, SOCK_STREAM).bind(Inet4.loopback(0)).listen(0);
    waiting.add(PosixSocket.open(AF_INET, SOCK_STREAM).connect(listener.getsockname()));
    Await.readable(listener); // connect may return before it is in the queue
    return listener;
  }

  private static Blocked<PosixSocket> connecting(PosixSocket client, SockAddr address)
      throws Exception {
    Blocked<PosixSocket> connect = Tasks.blocked(client.fd(), () -> client.connect(address));
    Signals.interrupt(connect); // from now on it polls
    while (connect.systemCall().contains(" 0x" + Integer.toHexString(client.fd()) + " ")) {
      Thread.sleep(1);
    }
    interrupt(connect);
    return connect;
  }

  @Test
  void connectIsWaitedFor() throws Exception {
    List<PosixSocket> waiting = new ArrayList<>();
    try (PosixSocket listener = fullListener(waiting);
        var client = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      client.setsockopt(SO_SNDTIMEO, 60);
      Blocked<PosixSocket> connect = connecting(client, listener.getsockname());
      listener.accept().socket().close();
      assertThat(connect.get()).isSameAs(client);
      assertThat(client.getpeername()).isEqualTo(listener.getsockname());
    } finally {
      closeAll(waiting);
    }
  }

  @Test
  void connectIsWaitedForAndFails() throws Exception {
    List<PosixSocket> waiting = new ArrayList<>();
    PosixSocket listener = fullListener(waiting);
    try (var client = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      client.setsockopt(SO_SNDTIMEO, 60);
      SockAddr address = listener.getsockname();
      Blocked<PosixSocket> connect = connecting(client, address);
      listener.close();
      assertThatThrownBy(connect::get)
          .hasCauseInstanceOf(ErrnoException.class)
          .hasRootCauseMessage("connect: Connection refused (ECONNREFUSED, 111): " + address);
    } finally {
      closeAll(waiting);
    }
  }

  /** Here nothing goes on in the kernel: the call has to be made again. */
  @Test
  void connectOfAnAfUnixSocketGoesOn() throws Exception {
    SockAddr address = Local.ownName("posix-sockets-signal");
    List<PosixSocket> waiting = new ArrayList<>();
    try (var listener = PosixSocket.open(AF_UNIX, SOCK_STREAM).bind(address).listen(0);
        var client = PosixSocket.open(AF_UNIX, SOCK_STREAM)) {
      waiting.add(PosixSocket.open(AF_UNIX, SOCK_STREAM).connect(address));
      client.setsockopt(SO_SNDTIMEO, 60);
      Blocked<PosixSocket> connect = Tasks.blocked(client.fd(), () -> client.connect(address));
      interrupt(connect);
      listener.accept().socket().close();
      listener.accept().socket().close();
      assertThat(connect.get().getpeername()).isEqualTo(address);
    } finally {
      closeAll(waiting);
    }
  }

  private static void closeAll(List<PosixSocket> sockets) throws IOException {
    for (PosixSocket socket : sockets) {
      socket.close();
    }
  }
}
