package posix.sockets.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.AF_UNIX;
import static posix.sockets.Constants.EPOLLIN;
import static posix.sockets.Constants.POLLIN;
import static posix.sockets.Constants.SOCK_STREAM;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import posix.sockets.AddrInfo;
import posix.sockets.AddrInfoException;
import posix.sockets.BlockedThread;
import posix.sockets.Epoll;
import posix.sockets.EpollReady;
import posix.sockets.Inet4;
import posix.sockets.Local;
import posix.sockets.Poll;
import posix.sockets.PosixSocket;
import posix.sockets.SocketPair;
import posix.sockets.raw.Posix;
import posix.sockets.testing.Cases;
import posix.sockets.testing.Cases.Case;
import posix.sockets.testing.Fds;

/**
 * What the library makes when it is first needed, made when there is no descriptor: the call says
 * so, or does without, and the next one finds all as it should be. One case a process.
 */
public final class FirstUse {
  private static final String NO_POLLER = "epoll_create1: Too many open files (EMFILE, 24)";

  private FirstUse() {}

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.addAll(Cases.onBoth("the first call of all", FirstUse::firstOfAll));
    cases.addAll(Cases.onBoth("recv", FirstUse::recv));
    cases.addAll(Cases.onBoth("recv with a deadline", FirstUse::recvWithin));
    cases.addAll(Cases.onBoth("connect", FirstUse::connect));
    cases.addAll(Cases.onBoth("poll", FirstUse::poll));
    cases.addAll(Cases.onBoth("epoll_wait", FirstUse::epoll));
    cases.addAll(Cases.onBoth("getaddrinfo", FirstUse::getaddrinfo));
    return cases;
  }

  /** Runs the cases, or those that are named. */
  public static void main(String... names) throws Exception {
    Cases.run(cases(), names);
  }

  /** Nothing of the library is in use yet, not even the means to set a limit. */
  private static void firstOfAll(boolean virtual) throws Exception {
    List<FileInputStream> files = new ArrayList<>();
    Callable<PosixSocket> open = () -> PosixSocket.open(AF_INET, SOCK_STREAM);
    try {
      while (true) {
        files.add(new FileInputStream("/dev/null"));
      }
    } catch (FileNotFoundException e) {
      assertThat(e).hasMessageContaining("Too many open files");
    }
    try {
      assertThat(new BlockedThread<>(virtual, open).thrown())
          .hasMessage("socket: Too many open files (EMFILE, 24): AF_INET, SOCK_STREAM, 0");
    } finally {
      for (FileInputStream file : files) {
        file.close();
      }
    }
    new BlockedThread<>(virtual, open).result().close();
  }

  private interface Step {
    void run() throws Exception;
  }

  /**
   * A call that blocks, made where no descriptor is free: a virtual thread is told at once that it
   * cannot wait, and loses none; a platform thread does not need any. Then it is let go on.
   */
  private static <T> T blocked(boolean virtual, Callable<T> call, Step goOn) throws Exception {
    BlockedThread<T> blocked;
    if (virtual) {
      int before = Limit.countDescriptors();
      for (int free = 0; free < 2; free++) {
        Throwable thrown = Limit.descriptors(free, () -> new BlockedThread<>(true, call).thrown());
        assertThat(thrown).hasMessage(NO_POLLER);
      }
      assertThat(Limit.countDescriptors()).isEqualTo(before);
      blocked = new BlockedThread<>(true, call).awaitBlocked();
    } else {
      blocked =
          Limit.descriptors(
              0,
              () -> {
                var made = new BlockedThread<>(false, call);
                made.awaitBegun();
                Thread.sleep(20); // most probably it is in the kernel by now
                return made;
              });
    }
    goOn.run();
    return blocked.result();
  }

  private static void recv(boolean virtual) throws Exception {
    recv(virtual, Duration.ZERO);
  }

  private static void recvWithin(boolean virtual) throws Exception {
    recv(virtual, Duration.ofMinutes(9));
  }

  private static void recv(boolean virtual, Duration within) throws Exception {
    try (SocketPair pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM)) {
      PosixSocket socket = pair.first();
      Callable<String> recv = () -> Local.recv(within.isZero() ? socket : socket.within(within));
      String got = blocked(virtual, recv, () -> pair.second().send(Local.utf8("here")));
      assertThat(got).isEqualTo("here");
    }
  }

  /** What has begun goes on in the kernel, and the next call waits for it. */
  private static void connect(boolean virtual) throws Exception {
    try (var listener = PosixSocket.open(AF_INET, SOCK_STREAM).bind(Inet4.loopback(0)).listen(0);
        var first = PosixSocket.open(AF_INET, SOCK_STREAM).connect(listener.getsockname());
        var client = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      awaitFull(listener);
      Callable<PosixSocket> connect = () -> client.connect(listener.getsockname());
      blocked(virtual, connect, () -> listener.accept().socket().close());
      assertThat(client.getpeername()).isEqualTo(listener.getsockname());
      try (var accepted = listener.accept().socket()) {
        assertThat(accepted.getpeername()).isEqualTo(client.getsockname());
      }
      assertThat(first.isClosed()).isFalse();
    }
  }

  /** Nothing of the library's that waits is in use yet: so it is asked by the raw layer. */
  private static void awaitFull(PosixSocket listener) throws Exception {
    try (var fds = new Fds()) {
      fds.awaitReady(listener.fd(), Posix.POLLIN);
    }
  }

  private static void poll(boolean virtual) throws Exception {
    try (SocketPair pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM);
        Poll<Void> poll = Poll.open()) {
      poll.add(pair.first(), POLLIN);
      int ready = blocked(virtual, poll::poll, () -> pair.second().send(Local.utf8("here")));
      assertThat(ready).isOne();
    }
  }

  private static void epoll(boolean virtual) throws Exception {
    try (SocketPair pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM);
        Epoll<String> epoll = Epoll.open()) {
      epoll.add(pair.first(), EPOLLIN, "first");
      EpollReady<String> ready = epoll.events(4);
      Callable<Integer> wait = () -> epoll.epoll_wait(ready);
      int n = blocked(virtual, wait, () -> pair.second().send(Local.utf8("here")));
      assertThat(n).isOne();
      assertThat(ready.next()).isTrue();
      assertThat(ready.attachment()).isEqualTo("first");
    }
  }

  /** libc reads files for it; which of its errors it answers then, it decides itself. */
  private static void getaddrinfo(boolean virtual) throws Exception {
    Callable<List<AddrInfo>> lookUp = () -> AddrInfo.getaddrinfo("localhost", "80");
    Throwable thrown = Limit.descriptors(0, () -> new BlockedThread<>(virtual, lookUp).thrown());
    assertThat(thrown).isInstanceOf(AddrInfoException.class);
    assertThat(new BlockedThread<>(virtual, lookUp).result()).isNotEmpty();
  }
}
