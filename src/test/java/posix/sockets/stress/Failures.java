package posix.sockets.stress;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.AF_UNIX;
import static posix.sockets.Constants.POLLIN;
import static posix.sockets.Constants.SOCK_DGRAM;
import static posix.sockets.Constants.SOCK_STREAM;
import static posix.sockets.Constants.SO_RCVTIMEO;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import posix.sockets.Deadline;
import posix.sockets.Errno;
import posix.sockets.ErrnoException;
import posix.sockets.Inet4;
import posix.sockets.Poll;
import posix.sockets.PosixSocket;
import posix.sockets.SockAddr;
import posix.sockets.SocketPair;

/** What fails leaves nothing behind: no descriptor, no memory. */
final class Failures implements Closeable {
  private static final int THREADS = 16; // of each kind
  private static final Duration SOON = Duration.ofNanos(100_000);
  private static final Duration LONG = Duration.ofMinutes(20);
  private static final long ROOM = 16 << 20;

  /** An operation that fails. */
  private interface Failing {
    void on(Failures all) throws Exception;
  }

  /** What is expected: the class of what is thrown, or an errno. */
  private record Failure(Object expected, Failing operation) {}

  private static final List<Failure> ALL =
      List.of(
          new Failure(Errno.ECONNREFUSED, all -> connect(all.refusing, Duration.ZERO)),
          new Failure(Errno.ECONNREFUSED, all -> connect(all.refusing, LONG)),
          new Failure(InterruptedIOException.class, all -> interrupted(all.listener::accept)),
          new Failure(InterruptedIOException.class, Failures::interruptedWhileBlocked),
          new Failure(SocketTimeoutException.class, all -> recv(all.idle.until(all.passed))),
          new Failure(SocketTimeoutException.class, all -> recv(all.idle.within(SOON))),
          new Failure(SocketTimeoutException.class, all -> all.listener.within(SOON).accept()),
          new Failure(SocketTimeoutException.class, Failures::connectUntilTheDeadline),
          new Failure(ClosedChannelException.class, all -> closedWhileBusy(Kind.PLATFORM)),
          new Failure(ClosedChannelException.class, all -> closedWhileBusy(Kind.VIRTUAL)),
          new Failure(ClosedChannelException.class, all -> recv(all.closed)),
          new Failure(ClosedChannelException.class, all -> pollOf(all.closed)),
          new Failure(Errno.EAGAIN, all -> recv(all.impatient)),
          new Failure(Errno.ENOTCONN, all -> failsOnANewSocket(PosixSocket::getpeername)),
          new Failure(Errno.EPIPE, all -> failsOnANewSocket(tcp -> tcp.send(new byte[1], 0, 1))));

  private final PosixSocket nobody = Situation.tcp().bind(Inet4.loopback(0));
  private final SockAddr refusing = nobody.getsockname();
  private final PosixSocket first = Situation.tcp();
  private final PosixSocket full = Situation.fullListener(first);
  private final SockAddr silent = full.getsockname();
  private final PosixSocket listener = Situation.listener(1);
  private final PosixSocket idle = PosixSocket.open(AF_INET, SOCK_DGRAM);
  private final PosixSocket impatient =
      PosixSocket.open(AF_INET, SOCK_DGRAM).setsockopt(SO_RCVTIMEO, Duration.ofMillis(1));
  private final PosixSocket closed = Situation.tcp();
  private final Deadline passed = Deadline.after(Duration.ZERO);

  private final Report report;
  private final AtomicLong left = new AtomicLong();

  private Failures(Report report) throws IOException {
    this.report = report;
    closed.close();
  }

  static void run(int operations, Report report) throws Exception {
    Footprint before;
    Footprint halfway;
    Footprint end;
    try (var failures = new Failures(report)) {
      failures.some(operations / 10); // so that all is open and loaded that stays so
      before = Footprint.now(report.isTimed());
      failures.some(operations / 2);
      halfway = Footprint.now(report.isTimed());
      failures.some(operations / 2);
      end = Footprint.now(report.isTimed());
    }
    report.say("%-28s %12s %12s %12s", "", "descriptors", "resident", "outside");
    report.say("%-28s %s", "after a tenth, to warm up", before);
    report.say("%-28s %s", "after a half", halfway);
    report.say("%-28s %s", "after all " + operations, end);
    report.check(
        end.descriptors() == before.descriptors(),
        "%d descriptors, and %d before",
        end.descriptors(),
        before.descriptors());
    long growth = end.resident() - halfway.resident();
    report.bound(
        growth < Math.max(ROOM, halfway.resident() / 10), "grew by %d bytes in the half", growth);
  }

  /** Makes so many fail, on threads of both kinds at once. */
  private void some(int operations) throws InterruptedException {
    left.set(operations);
    List<Caller<Void>> callers = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (int i = 0; i < THREADS; i++) {
        int begin = i;
        callers.add(Caller.start(kind, () -> work(begin)));
      }
    }
    for (Caller<Void> caller : callers) {
      caller.result(LONG);
    }
  }

  private Void work(int begin) {
    for (int i = begin; left.getAndDecrement() > 0; i++) {
      Failure failure = ALL.get(i % ALL.size());
      Object got = outcome(failure.operation());
      report.check(got.equals(failure.expected()), "%s, not %s", got, failure.expected());
      Thread.interrupted();
    }
    return null;
  }

  private Object outcome(Failing operation) {
    try {
      operation.on(this);
      return "success";
    } catch (ErrnoException e) {
      return e.errno();
    } catch (Exception e) {
      return e.getClass();
    }
  }

  private static void recv(PosixSocket socket) throws IOException {
    socket.recv(new byte[8], 0, 8);
  }

  private static void connect(SockAddr address, Duration timeout) throws IOException {
    try (var client = Situation.tcp()) {
      (timeout.isZero() ? client : client.within(timeout)).connect(address);
    }
  }

  private void connectUntilTheDeadline() throws IOException {
    connect(silent, SOON);
  }

  private interface Call<T> {
    T on() throws IOException;
  }

  private static void interrupted(Call<?> call) throws IOException {
    Thread.currentThread().interrupt();
    try {
      call.on();
    } finally {
      if (!Thread.interrupted()) {
        throw new AssertionError("the interrupt was lost");
      }
    }
  }

  private void interruptedWhileBlocked() throws Exception {
    Thread self = Thread.currentThread();
    Caller<?> other =
        Caller.start(
            Kind.VIRTUAL,
            () -> {
              Thread.yield();
              self.interrupt();
              return null;
            });
    try {
      listener.accept();
    } finally {
      Thread.interrupted(); // it may come late for the call, but not for the next operation
      other.awaitEnd();
    }
  }

  private static void closedWhileBusy(Kind kind) throws Exception {
    SocketPair pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM);
    PosixSocket socket = pair.first();
    try (pair) {
      Caller<Void> caller =
          Caller.start(
              kind,
              () -> {
                recv(socket);
                return null;
              });
      Thread.yield();
      socket.close();
      if (caller.thrown() instanceof Exception e) {
        throw e;
      }
    }
  }

  private static void pollOf(PosixSocket socket) throws IOException {
    try (Poll<Void> poll = Poll.open()) {
      poll.add(socket, POLLIN);
    }
  }

  private interface Use {
    void on(PosixSocket socket) throws IOException;
  }

  private static void failsOnANewSocket(Use use) throws IOException {
    try (var socket = Situation.tcp()) {
      use.on(socket);
    }
  }

  @Override
  public void close() throws IOException {
    for (var socket : List.of(nobody, first, full, listener, idle, impatient)) {
      socket.close();
    }
  }
}
