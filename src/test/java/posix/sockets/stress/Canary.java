package posix.sockets.stress;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.AF_UNIX;
import static posix.sockets.Constants.POLLIN;
import static posix.sockets.Constants.POLLNVAL;
import static posix.sockets.Constants.SOCK_DGRAM;
import static posix.sockets.Constants.SOCK_STREAM;
import static posix.sockets.Constants.SO_KEEPALIVE;
import static posix.sockets.Constants.SO_PRIORITY;
import static posix.sockets.Constants.SO_RCVBUF;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import posix.sockets.ErrnoException;
import posix.sockets.Poll;
import posix.sockets.PosixSocket;
import posix.sockets.SockAddr;
import posix.sockets.SocketPair;
import posix.sockets.raw.Posix;

/**
 * A socket is closed with threads in its calls, and somebody else gets its number at once: a
 * canary. Whatever happens to that is a call that came to the wrong one.
 */
final class Canary implements Closeable {
  private static final Duration SOON = Duration.ofNanos(50_000);
  private static final int AT_ONCE = 8;
  private static final int OFTEN = 100; // when it must be free, unless somebody else was faster
  private static final int PRIORITY = 6; // the canary's; the others' are lower
  private static final String BYTES = "canary";

  /** The calls. */
  private enum Of {
    RECV,
    SEND,
    ACCEPT,
    CONNECT,
    OPTIONS,
    POLL
  }

  /** One call of a thread, over and over until the socket is closed. */
  private interface Use {
    void on(PosixSocket socket) throws IOException;
  }

  private final Of of;
  private final PosixSocket socket;
  private final PosixSocket peer; // of the canary; what sends to it, and is sent to from it
  private final SockAddr full; // a listener that lets nobody in
  private final List<PosixSocket> open = new ArrayList<>();
  private String before;

  private Canary(Of of) throws IOException {
    this.of = of;
    PosixSocket first = keep(Situation.tcp());
    PosixSocket listener = keep(Situation.fullListener(first));
    full = listener.getsockname();
    switch (of) {
      case ACCEPT -> { // it has a connection to give
        socket = listener;
        peer = first;
      }
      case CONNECT -> {
        socket = keep(Situation.tcp());
        peer = first;
      }
      default -> { // it has bytes to give, and room for others
        SocketPair pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM);
        socket = keep(pair.first());
        peer = keep(pair.second());
        peer.send(BYTES.getBytes(), 0, BYTES.length());
      }
    }
    socket.setsockopt(SO_PRIORITY, PRIORITY);
    before = look();
  }

  private PosixSocket keep(PosixSocket kept) {
    open.add(kept);
    return kept;
  }

  /** Everything that may happen to it. */
  private String look() throws IOException {
    boolean listens = of == Of.ACCEPT;
    return "%s readable, its peer %s, %s %s, at %s, options %s %s %s"
        .formatted(
            listens ? isReadable(socket) : socket.ioctl(Posix.FIONREAD, 0),
            peer.ioctl(Posix.FIONREAD, 0),
            isReadable(peer),
            socket.isNonBlocking(),
            socket.getsockname(),
            socket.getsockopt(SO_PRIORITY),
            socket.getsockopt(SO_KEEPALIVE),
            socket.getsockopt(SO_RCVBUF));
  }

  private static boolean isReadable(PosixSocket socket) throws IOException {
    try (Poll<Void> poll = Poll.open()) {
      poll.add(socket, POLLIN);
      return poll.poll(0) > 0;
    }
  }

  static void run(int rounds, Report report) throws Exception {
    report.say("%-8s %8s %8s %12s %8s %8s", "call", "rounds", "taken", "calls", "harmed", "time");
    for (Of of : Of.values()) {
      try (var canary = new Canary(of)) {
        canary.rounds(rounds, report);
      } catch (AssertionError e) {
        report.check(false, "%s: %s", of, e);
      }
    }
  }

  private void rounds(int rounds, Report report) throws Exception {
    long begin = System.nanoTime();
    int taken = 0;
    int harmed = 0;
    long calls = 0;
    for (int i = 0; i < rounds; i++) {
      var round = new Round();
      taken += round.run(Kind.values()[i % 2], report) ? 1 : 0;
      calls += round.calls();
      String after = look();
      report.check(after.equals(before), "%s: %s; before: %s", of, after, before);
      harmed += after.equals(before) ? 0 : 1;
      before = after;
    }
    report.check(taken > rounds / 2, "%s: the number was taken %d times only", of, taken);
    double seconds = (System.nanoTime() - begin) / 1e9;
    report.say("%-8s %8d %8d %12d %8d %6.1f s", of, rounds, taken, calls, harmed, seconds);
  }

  /** One socket that is closed. */
  private final class Round {
    private final List<PosixSocket> others = new ArrayList<>();
    private final PosixSocket victim = victim();
    private final int fd = victim.fd();
    private volatile boolean over;
    private final AtomicInteger calls = new AtomicInteger();

    Round() throws IOException {}

    int calls() {
      return calls.get();
    }

    private PosixSocket victim() throws IOException {
      return switch (of) {
        case RECV, SEND -> {
          SocketPair pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM);
          others.add(pair.second());
          yield pair.first();
        }
        case ACCEPT -> Situation.listener(1);
        case CONNECT -> Situation.tcp();
        case OPTIONS, POLL -> PosixSocket.open(AF_INET, SOCK_DGRAM);
      };
    }

    /** Whether the canary got the number. */
    boolean run(Kind hasty, Report report) throws Exception {
      List<Caller<Void>> callers = new ArrayList<>();
      for (Kind kind : Kind.values()) {
        callers.add(Caller.start(kind, untilClosed(true)).awaitBegun());
      }
      callers.add(Caller.start(hasty, untilClosed(false)).awaitBegun());
      Caller<Boolean> opener = Caller.start(Kind.PLATFORM, this::take).awaitBegun();
      Caller.spin(100_000);
      victim.close();
      for (Caller<Void> caller : callers) {
        Throwable thrown = caller.thrown();
        report.check(thrown instanceof ClosedChannelException, "%s: %s", of, thrown);
      }
      over = true;
      boolean taken = opener.result();
      if (taken) {
        Posix.close(fd);
      }
      for (PosixSocket other : others) {
        other.close();
      }
      return taken;
    }

    /** Makes the canary a descriptor of that number as soon as it is free. */
    private boolean take() throws IOException {
      int own = socket.fd();
      for (int late = 0; late < OFTEN; late += over ? 1 : 0) {
        int got = Posix.fcntl(own, Posix.F_DUPFD_CLOEXEC, fd);
        if (got == fd) {
          return true;
        }
        Posix.close(got);
      }
      return false;
    }

    private Callable<Void> untilClosed(boolean waits) {
      return () -> {
        try (var arena = Arena.ofConfined();
            Poll<Void> poll = Poll.open()) {
          Use use = use(waits, arena.allocate(64), poll);
          while (true) {
            if (calls.incrementAndGet() % AT_ONCE == 0) {
              LockSupport.parkNanos(1); // there are few processors, and others wait
            }
            try {
              use.on(waits ? victim : victim.within(SOON));
            } catch (SocketTimeoutException | ErrnoException _) {
              // it is to be made again
            }
          }
        }
      };
    }

    private Use use(boolean waits, MemorySegment buf, Poll<Void> poll) throws IOException {
      return switch (of) {
        case RECV -> socket -> never(waits ? socket.recv(buf) : socket.tryRecv(buf));
        case SEND -> waits ? socket -> socket.send(buf) : socket -> socket.trySend(buf);
        case ACCEPT -> socket -> never(socket.accept());
        case CONNECT -> socket -> never(socket.connect(full));
        case OPTIONS -> socket -> option(socket, waits);
        case POLL -> {
          poll.add(victim, POLLIN);
          yield _ -> poll(poll, waits);
        }
      };
    }

    private void never(Object answer) {
      if (!Long.valueOf(PosixSocket.WOULD_BLOCK).equals(answer)) {
        throw new AssertionError("answered " + answer);
      }
    }

    private void option(PosixSocket socket, boolean sets) throws IOException {
      if (sets) {
        socket.setsockopt(SO_PRIORITY, 1).setsockopt(SO_KEEPALIVE, true);
      } else if (socket.getsockopt(SO_PRIORITY) == PRIORITY) {
        throw new AssertionError("the canary's priority");
      }
    }

    private void poll(Poll<Void> poll, boolean waits) throws IOException {
      int ready = waits ? poll.poll() : poll.poll(0);
      if (ready > 0 && poll.revents(0).has(POLLNVAL)) {
        throw new ClosedChannelException();
      }
      if (ready > 0) {
        throw new AssertionError("the canary's " + poll.revents(0));
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (PosixSocket each : open) {
      each.close();
    }
  }
}
