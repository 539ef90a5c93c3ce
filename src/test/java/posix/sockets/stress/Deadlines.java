package posix.sockets.stress;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.EPOLLIN;
import static posix.sockets.Constants.POLLIN;
import static posix.sockets.Constants.SOCK_DGRAM;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import posix.sockets.Epoll;
import posix.sockets.Poll;
import posix.sockets.PosixSocket;

/** No wait ends before its deadline, how much later it ends, and that none takes a thread. */
final class Deadlines {
  private static final int PLATFORM_THREADS = 64;
  private static final int VIRTUAL_THREADS = 256;

  /** Carriers, and what waits for virtual threads. */
  private static final int FURTHER_THREADS = 8 + Runtime.getRuntime().availableProcessors();

  private static final long LONGEST_NANOS = 100_000_000;

  private final Times late = new Times();
  private final Report report;

  private Deadlines(Report report) {
    this.report = report;
  }

  static void run(int waits, Report report) throws Exception {
    report.say("%-9s %8s %8s %8s %s", "thread", "waits", "at once", "threads", Times.COLUMNS);
    for (Kind kind : Kind.values()) {
      int atOnce = Math.min(waits, kind == Kind.PLATFORM ? PLATFORM_THREADS : VIRTUAL_THREADS);
      int before = Footprint.threads();
      int[] most = {0};
      Times late =
          waits(
              kind, atOnce, waits / atOnce, report, () -> {}, () -> most[0] = Footprint.threads());
      report.say("%-9s %8d %8d %8d %s", kind, late.count(), atOnce, most[0], late);
      int allowed = before + FURTHER_THREADS + (kind == Kind.PLATFORM ? atOnce : 0);
      report.check(most[0] <= allowed, "%d threads, and %d before", most[0], before);
    }
  }

  /**
   * So many waits of so many threads.
   *
   * @param first what each thread does first
   * @param meanwhile what is done in the midst of them
   * @return how late they ended
   */
  static Times waits(
      Kind kind, int threads, int each, Report report, Runnable first, Meanwhile meanwhile)
      throws Exception {
    var deadlines = new Deadlines(report);
    List<Caller<Void>> callers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      callers.add(
          Caller.start(
              kind,
              () -> {
                first.run();
                deadlines.waits(each);
                return null;
              }));
    }
    meanwhile.run();
    for (Caller<Void> caller : callers) {
      caller.result();
    }
    return deadlines.late;
  }

  interface Meanwhile {
    void run() throws IOException;
  }

  private interface Wait {
    void until(Duration timeout) throws IOException;
  }

  private void waits(int count) throws IOException {
    try (var arena = Arena.ofConfined();
        var udp = PosixSocket.open(AF_INET, SOCK_DGRAM);
        var listener = Situation.listener(1);
        Poll<Void> poll = Poll.open();
        Epoll<Void> epoll = Epoll.open()) {
      MemorySegment buf = arena.allocate(8);
      poll.add(udp, POLLIN);
      epoll.add(listener, EPOLLIN);
      var events = epoll.events(1);
      List<Wait> all =
          List.of(
              timeout -> udp.within(timeout).recv(buf),
              timeout -> listener.within(timeout).accept(),
              timeout -> answered(poll.poll(timeout)),
              timeout -> answered(epoll.epoll_wait(events, timeout)));
      for (int i = 0; i < count; i++) {
        wait(all.get(i % all.size()));
      }
    }
  }

  private static void answered(int ready) throws SocketTimeoutException {
    if (ready == 0) {
      throw new SocketTimeoutException();
    }
  }

  private void wait(Wait wait) throws IOException {
    long nanos = ThreadLocalRandom.current().nextLong(LONGEST_NANOS);
    long begin = System.nanoTime();
    try {
      wait.until(Duration.ofNanos(nanos));
      report.check(false, "a wait ended without a timeout");
    } catch (SocketTimeoutException _) {
      long past = System.nanoTime() - begin - nanos;
      report.check(past >= 0, "a wait of %d ns ended %d ns early", nanos, -past);
      late.add(past);
    }
  }
}
