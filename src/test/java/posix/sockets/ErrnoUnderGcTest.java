package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import posix.sockets.raw.Posix;
import posix.sockets.testing.OpenFiles;

/**
 * errno is the kernel's answer to this call of this thread, whatever the garbage collector and
 * other threads do meanwhile.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES) // for the work of the collector, on a busy machine
class ErrnoUnderGcTest {
  private static final int CALLS = 100;
  private static final int COLLECTIONS = 50;

  /** A call that fails, the same way each time; it answers the errno that it saw. */
  private interface Failing {
    int errno() throws Exception;
  }

  private record Expected(String what, int errno, Failing call) {}

  /**
   * Runs each call in a thread of its own, over and over, while garbage is made and collected,
   * until every thread has made its calls and the collector its rounds: no clock decides.
   */
  private static void storm(List<Expected> calls) throws Exception {
    var collections = new AtomicInteger();
    var left = new CountDownLatch(calls.size());
    try (ExecutorService executor = Executors.newThreadPerTaskExecutor(Thread::new)) {
      List<Future<?>> threads = new ArrayList<>();
      for (Expected expected : calls) {
        threads.add(executor.submit(() -> repeat(expected, collections, left)));
      }
      while (left.getCount() > 0) {
        System.gc();
        collections.incrementAndGet();
      }
      for (Future<?> thread : threads) {
        thread.get();
      }
    }
  }

  private static Void repeat(Expected expected, AtomicInteger collections, CountDownLatch left)
      throws Exception {
    try {
      var garbage = new byte[64][];
      for (int n = 0; n < CALLS || collections.get() < COLLECTIONS; n++) {
        int errno = expected.call().errno();
        assertThat(errno).as("%s after %s calls", expected.what(), n).isEqualTo(expected.errno());
        garbage[n & 63] = new byte[1024];
      }
      return null;
    } finally {
      left.countDown();
    }
  }

  private static int errnoOf(int result) {
    assertThat(result).isEqualTo(-1);
    return Posix.errno();
  }

  @Test
  void raw() throws Exception {
    int notOpen = OpenFiles.notOpen();
    int pipe = OpenFiles.devNull();
    int tcp = Posix.socket(Posix.AF_INET, Posix.SOCK_STREAM, 0);
    try (var arena = Arena.ofShared()) {
      MemorySegment address = arena.allocate(16);
      storm(
          List.of(
              new Expected("close", Posix.EBADF, () -> errnoOf(Posix.close(notOpen))),
              new Expected(
                  "socket",
                  Posix.EAFNOSUPPORT,
                  () -> errnoOf(Posix.socket(999, Posix.SOCK_STREAM, 0))),
              new Expected("listen", Posix.ENOTSOCK, () -> errnoOf(Posix.listen(pipe, 1))),
              new Expected(
                  "shutdown", Posix.ENOTCONN, () -> errnoOf(Posix.shutdown(tcp, Posix.SHUT_WR))),
              new Expected(
                  "send", Posix.EPIPE, () -> errnoOf((int) Posix.send(tcp, address, 4, 0))),
              new Expected(
                  "bind",
                  Posix.EFAULT,
                  () -> errnoOf(Posix.bind(tcp, MemorySegment.ofAddress(1), 16)))));
    } finally {
      Posix.close(pipe);
      Posix.close(tcp);
    }
  }

  private interface Typed {
    void call() throws IOException;
  }

  private static Expected typed(Errno errno, Typed call) {
    return new Expected(
        errno.name(),
        errno.number(),
        () -> {
          try {
            call.call();
            return 0;
          } catch (ErrnoException e) {
            assertThat(e.errno()).isEqualTo(Errno.of(e.number()));
            assertThat(e.getMessage()).contains(e.strerror(), e.errno().name());
            return e.number();
          }
        });
  }

  @Test
  void typedEachWithASocketOfItsOwn() throws Exception {
    try (var tcp = PosixSocket.open(AF_INET, SOCK_STREAM);
        var udp = PosixSocket.open(AF_INET, SOCK_DGRAM);
        var unix = PosixSocket.open(AF_UNIX, SOCK_STREAM);
        var devNull = PosixSocket.adopt(OpenFiles.devNull());
        var nobody = PosixSocket.open(AF_INET, SOCK_STREAM).bind(Inet4.loopback(0))) {
      SockAddr refusing = nobody.getsockname();
      storm(
          List.of(
              typed(Errno.EAFNOSUPPORT, () -> PosixSocket.open(AddressFamily.of(99), SOCK_STREAM)),
              typed(Errno.ENOTCONN, tcp::getpeername),
              typed(Errno.EDESTADDRREQ, () -> udp.send(new byte[1], 0, 1)),
              typed(Errno.EINVAL, () -> unix.recv(new byte[1], 0, 1)),
              typed(Errno.ENOTSOCK, devNull::accept),
              typed(
                  Errno.ECONNREFUSED,
                  () -> {
                    try (var client = PosixSocket.open(AF_INET, SOCK_STREAM)) {
                      client.connect(refusing);
                    }
                  })));
    }
  }

  /** Calls of one direction share a socket's memory for errno, unless they come together. */
  @Test
  void typedAllOnOneSocket() throws Exception {
    try (var socket = PosixSocket.open(AF_INET, SOCK_STREAM).bind(Inet4.loopback(0))) {
      var unknown = SockOpt.of(Posix.SOL_SOCKET, -1, SockOpt.Codec.INT);
      storm(
          List.of(
              typed(Errno.ENOTCONN, socket::getpeername),
              typed(Errno.EPIPE, () -> socket.send(new byte[1], 0, 1)),
              typed(Errno.ENOPROTOOPT, () -> socket.getsockopt(unknown)),
              typed(Errno.EAFNOSUPPORT, () -> socket.connect(Inet6.loopback(9))),
              typed(Errno.EINVAL, () -> socket.bind(Inet4.any(0))),
              typed(Errno.ENOTCONN, () -> socket.recv(new byte[1], 0, 1)),
              typed(Errno.EINVAL, socket::accept)));
    }
  }

  /** Addresses and values pass through the same memory as errno. */
  @Test
  void answersOfOneSocketAreNotMixedUp() throws Exception {
    try (var server = PosixSocket.open(AF_INET, SOCK_STREAM).bind(Inet4.loopback(0)).listen(1);
        var client = PosixSocket.open(AF_INET, SOCK_STREAM).connect(server.getsockname())) {
      SockAddr own = client.getsockname();
      SockAddr peer = server.getsockname();
      int room = client.getsockopt(SO_RCVBUF);
      storm(
          List.of(
              new Expected("own", 0, () -> client.getsockname().equals(own) ? 0 : -1),
              new Expected("peer", 0, () -> client.getpeername().equals(peer) ? 0 : -1),
              new Expected(
                  "type", 0, () -> client.getsockopt(SO_TYPE).equals(SOCK_STREAM) ? 0 : -1),
              new Expected("room", 0, () -> client.getsockopt(SO_RCVBUF) == room ? 0 : -1),
              typed(Errno.EISCONN, () -> client.connect(peer))));
    }
  }
}
