package posix.sockets.conformance;

import static posix.sockets.raw.Posix.*;
import static posix.sockets.testing.Fds.SIN;
import static posix.sockets.testing.Fds.done;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.Callable;
import posix.sockets.Poll;
import posix.sockets.PollEvents;
import posix.sockets.PosixSocket;
import posix.sockets.SockAddr;
import posix.sockets.bindings.pollfd;
import posix.sockets.raw.Posix;
import posix.sockets.testing.Await;
import posix.sockets.testing.Fds;

/** Where a call blocks, on both layers. */
final class Site {
  private static final int EVENTS = POLLIN | POLLRDHUP;

  private Site() {}

  /** On the raw layer: what the call is made on, and what lets it go on. */
  record Raw(int fd, Callable<Object> call, Free free) {}

  /** On the typed facade. */
  record Typed(PosixSocket socket, Callable<Object> call) {}

  interface Free {
    void run() throws Exception;
  }

  /** Memory that a thread of its own may use. */
  private static MemorySegment shared(MemorySegment of) {
    return Arena.ofAuto().allocate(of.byteSize(), 8).copyFrom(of);
  }

  static Raw recvTcp(Fds f) {
    return recv(f, f.tcpPair());
  }

  static Raw recvUnix(Fds f) {
    return recv(f, f.unixPair(SOCK_STREAM));
  }

  private static Raw recv(Fds f, int[] pair) {
    MemorySegment buf = shared(f.bytes(4));
    return new Raw(pair[0], () -> Posix.recv(pair[0], buf, 4, 0), () -> f.closeNow(pair[1]));
  }

  static Typed recvTcp(Sockets s) throws IOException {
    return recv(s, s.tcpPair().client());
  }

  static Typed recvUnix(Sockets s) throws IOException {
    return recv(s, s.unixPair().first());
  }

  private static Typed recv(Sockets s, PosixSocket socket) throws IOException {
    return new Typed(socket, () -> socket.recv(s.bytes(4)));
  }

  static Raw accept(Fds f) {
    int fd = f.listener();
    MemorySegment name = f.name(fd);
    return new Raw(
        fd,
        () -> {
          int accepted = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
          return accepted < 0 ? accepted : close(accepted);
        },
        () -> done(Posix.connect(f.tcp(), name, SIN)));
  }

  static Typed accept(Sockets s) throws IOException {
    PosixSocket listener = s.listener();
    return new Typed(listener, () -> s.own(listener.accept().socket()));
  }

  static Raw send(Fds f) throws Exception {
    int[] pair = f.tcpPair();
    MemorySegment buf = shared(f.bytes(1 << 12));
    fill(() -> Posix.send(pair[0], buf, 1 << 12, MSG_DONTWAIT) > 0);
    Posix.errno(Answer.UNTOUCHED);
    return new Raw(
        pair[0],
        () -> untilItFails(() -> Posix.send(pair[0], buf, 1 << 12, 0)),
        () -> f.closeNow(pair[1]));
  }

  static Typed send(Sockets s) throws Exception {
    PosixSocket client = s.tcpPair().client();
    MemorySegment buf = s.bytes(1 << 12);
    fill(() -> client.trySend(buf) > 0);
    return new Typed(client, () -> untilItFails(() -> client.send(buf)));
  }

  /** Until no room has turned up for 0.3 s: TCP acknowledges late what there was room for. */
  static void fill(Callable<Boolean> send) throws Exception {
    for (int full = 0; full < 10; full++) {
      for (; send.call(); full = 0) {}
      Thread.sleep(30);
    }
  }

  /** If there is room after all, it is the next one that blocks. */
  private static long untilItFails(Callable<Long> send) throws Exception {
    long n;
    do {
      n = send.call();
    } while (n > 0);
    return n;
  }

  static Raw poll(Fds f) {
    int[] pair = f.tcpPair();
    MemorySegment entry = shared(f.pollfd(pair[0], EVENTS));
    return new Raw(
        pair[0],
        () -> Answer.of(Posix.poll(entry, 1, -1)) + ", " + pollfd.revents(entry),
        () -> f.closeNow(pair[1]));
  }

  static Typed poll(Sockets s) throws IOException {
    PosixSocket client = s.tcpPair().client();
    Poll<Object> poll = s.poll();
    poll.add(client, PollEvents.of(EVENTS));
    return new Typed(client, () -> poll.poll() + ", " + poll.revents(0).value());
  }

  /**
   * A listener with a connection that nobody accepts, and no room for another: SYNs are dropped.
   */
  static Raw connect(Fds f) {
    int listener = f.bound(f.tcp());
    done(listen(listener, 0));
    MemorySegment name = shared(f.name(listener));
    done(Posix.connect(f.tcp(), name, SIN));
    Motion.await(f, listener, POLLIN); // connect may return before it is in the queue
    int fd = f.tcp();
    return new Raw(
        fd,
        () -> Posix.connect(fd, name, SIN),
        () -> f.own(accept4(listener, NULL, NULL, SOCK_CLOEXEC)));
  }

  static Typed connect(Sockets s) throws IOException {
    return connect(s, s.bound(s.tcp()).listen(0));
  }

  static Typed connect(Sockets s, PosixSocket listener) throws IOException {
    SockAddr name = listener.getsockname();
    s.tcp().connect(name);
    Await.readable(listener); // connect may return before it is in the queue
    PosixSocket client = s.tcp();
    return new Typed(client, () -> client.connect(name));
  }
}
