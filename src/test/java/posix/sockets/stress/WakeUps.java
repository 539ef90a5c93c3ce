package posix.sockets.stress;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * How long it takes until a blocked call has ended, from the close or the interrupt on that ends
 * it. That comes after a random time, so that it also meets calls that are only just about to
 * block.
 */
final class WakeUps {
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long USUAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int CLEARLY_BLOCKED = 16; // each such round waits until it must be

  private WakeUps() {}

  private enum Act {
    CLOSE,
    INTERRUPT
  }

  static void run(int rounds, Report report) throws Exception {
    report.say("%-12s %-9s %-10s %8s %s", "call", "thread", "ended by", "rounds", Times.COLUMNS);
    for (var call : Situation.Of.values()) {
      for (Kind kind : Kind.values()) {
        for (Act act : Act.values()) {
          var times = new Times();
          for (int i = 0; i < rounds; i++) {
            times.add(round(call, kind, act, i % CLEARLY_BLOCKED == 0, report));
          }
          report.say("%-12s %-9s %-10s %8d %s", call, kind, act, rounds, times);
          String what = call + " on a " + kind + " thread, ended by " + act;
          report.bound(times.longest() <= LONGEST_NANOS, "%s: longer than 1 s", what);
          report.bound(times.percentile(99) <= USUAL_NANOS, "%s: 99%% is above 100 ms", what);
        }
      }
    }
  }

  private static long round(Situation.Of of, Kind kind, Act act, boolean blocked, Report report)
      throws Exception {
    try (Situation situation = of.open()) {
      Caller<?> caller = Caller.start(kind, situation.call()).awaitBegun();
      if (blocked) {
        Thread.sleep(2);
      } else {
        Caller.spin(ThreadLocalRandom.current().nextBoolean() ? 20_000 : 200_000);
      }
      report.check(!caller.isDone(), "%s on a %s thread did not block", of, kind);
      long begin = System.nanoTime();
      if (act == Act.CLOSE) {
        situation.target().close();
      } else {
        caller.interrupt();
      }
      long time = caller.end() - begin;
      Throwable thrown = caller.thrown();
      boolean right =
          act == Act.CLOSE
              ? thrown instanceof ClosedChannelException
              : thrown instanceof InterruptedIOException
                  && !(thrown instanceof SocketTimeoutException)
                  && caller.wasInterrupted();
      report.check(right, "%s on a %s thread, ended by %s: %s", of, kind, act, thrown);
      return time;
    }
  }
}
