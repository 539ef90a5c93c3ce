package posix.sockets.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.AF_UNIX;
import static posix.sockets.Constants.SOCK_STREAM;
import static posix.sockets.Constants.SO_LINGER;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import posix.sockets.AddrInfo;
import posix.sockets.BlockedThread;
import posix.sockets.Expect;
import posix.sockets.Linger;
import posix.sockets.Local;
import posix.sockets.PosixSocket;
import posix.sockets.SocketPair;
import posix.sockets.testing.Cases;
import posix.sockets.testing.Cases.Case;
import posix.sockets.testing.Pair;

/**
 * No thread can be made: a call that needs one of the library's own says so, a close closes, and
 * later all is as it should be. A stack is larger than what is left of the address space then, and
 * everything else is smaller. One case a process.
 */
public final class NoThreads {
  static final List<String> OPTIONS =
      List.of(
          "-Xss1g",
          "-Djdk.virtualThreadScheduler.parallelism=1",
          "-Xlog:disable"); // it would say that a thread could not be made

  private static final long LITTLE = 900 << 20;

  private NoThreads() {}

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.addAll(Cases.onBoth("the first socket", NoThreads::firstSocket));
    cases.add(new Case("recv, virtual thread", NoThreads::recv));
    cases.add(new Case("getaddrinfo, virtual thread", NoThreads::getaddrinfo));
    cases.add(new Case("close that lingers, virtual thread", NoThreads::closeThatLingers));
    cases.add(new Case("a socket that lingers is dropped", NoThreads::dropped));
    cases.addAll(Cases.onBoth("close, with a call in flight", NoThreads::closeInFlight));
    return cases;
  }

  /** Runs the cases, or those that are named. */
  public static void main(String... names) throws Exception {
    Thread.ofVirtual().start(() -> {}).join(); // there is a carrier from now on
    Cases.run(cases(), names);
  }

  private static <T> T withoutThreads(Callable<T> task) throws Exception {
    return Limit.addresses(LITTLE, task);
  }

  private static void saysSo(boolean virtual, Callable<?> call) throws Exception {
    Throwable thrown = withoutThreads(() -> thrown(virtual, call));
    assertThat(thrown)
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessageContaining("unable to create native thread");
  }

  private static Throwable thrown(boolean virtual, Callable<?> call) throws Exception {
    if (virtual) {
      return new BlockedThread<>(true, call).thrown();
    }
    try {
      return new AssertionError("returned " + call.call());
    } catch (Throwable t) {
      return t;
    }
  }

  private static void recv() throws Exception {
    try (SocketPair pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM)) {
      Callable<String> recv = () -> Local.recv(pair.first());
      saysSo(true, recv); // what it has made, the next attempt uses
      int before = Limit.countDescriptors();
      saysSo(true, recv);
      assertThat(Limit.countDescriptors()).isEqualTo(before);
      var blocked = new BlockedThread<>(true, recv).awaitBlocked();
      pair.second().send(Local.utf8("here"));
      assertThat(blocked.result()).isEqualTo("here");
    }
  }

  private static void getaddrinfo() throws Exception {
    Callable<List<AddrInfo>> lookUp = () -> AddrInfo.getaddrinfo("127.0.0.1", "80");
    saysSo(true, lookUp);
    assertThat(new BlockedThread<>(true, lookUp).result()).isNotEmpty();
  }

  private static void closeThatLingers() throws Exception {
    int before = Limit.countDescriptors();
    Pair pair = Pair.tcp();
    pair.client().setsockopt(SO_LINGER, Linger.of(Duration.ofSeconds(5)));
    withoutThreads(() ->
        new BlockedThread<Void>(
                true,
                () -> {
                  pair.client().close();
                  return null;
                })
            .result());
    assertThat(Local.recv(pair.server())).isEmpty(); // the end
    pair.server().close();
    assertThat(Limit.countDescriptors()).isEqualTo(before);
  }

  private static void dropped() throws Exception {
    PosixSocket server = dropClient();
    withoutThreads(() -> {
      Expect.soon(
          "the dropped socket is closed",
          () -> {
            System.gc();
            return !Local.isEmpty(server); // it is at its end
          });
      return null;
    });
    assertThat(Local.recv(server)).isEmpty();
    server.close();
  }

  private static PosixSocket dropClient() throws Exception {
    Pair pair = Pair.tcp();
    pair.client().setsockopt(SO_LINGER, Linger.of(Duration.ofSeconds(5)));
    return pair.server();
  }

  private static void firstSocket(boolean virtual) throws Exception {
    Callable<PosixSocket> open = () -> PosixSocket.open(AF_UNIX, SOCK_STREAM);
    int before = Limit.countDescriptors();
    saysSo(virtual, open);
    assertThat(Limit.countDescriptors()).isEqualTo(before);
    new BlockedThread<>(virtual, open).result().close();
  }

  private static void closeInFlight(boolean virtual) throws Exception {
    int before = Limit.countDescriptors();
    try (SocketPair other = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM)) {
      if (virtual) { // the poller is there
        var first = new BlockedThread<>(true, () -> Local.recv(other.first())).awaitBlocked();
        other.second().send(Local.utf8("x"));
        first.result();
      }
      SocketPair pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM);
      var recv = new BlockedThread<>(virtual, () -> Local.recv(pair.first())).awaitBlocked("recv");
      withoutThreads(() -> {
        pair.first().close();
        return null;
      });
      assertThat(recv.thrown()).isInstanceOf(java.nio.channels.ClosedChannelException.class);
      pair.second().close();
    }
    assertThat(Limit.countDescriptors()).isEqualTo(before + (virtual ? 2 : 0));
  }
}
