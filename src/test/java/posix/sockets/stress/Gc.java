package posix.sockets.stress;

import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A thread in a blocked call does not hold up the garbage collector. */
final class Gc {
  private static final int PLATFORM_THREADS = 100;
  private static final int VIRTUAL_THREADS = 50;
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private Gc() {}

  private record Blocked(Situation.Of of, Situation situation, Caller<?> caller) {}

  static void run(int collections, Report report) throws Exception {
    List<Blocked> blocked = new ArrayList<>();
    for (int i = 0; i < PLATFORM_THREADS + VIRTUAL_THREADS; i++) {
      var all = Situation.Of.values();
      var of = all[i % all.length];
      Situation situation = of.open();
      Kind kind = i < PLATFORM_THREADS ? Kind.PLATFORM : Kind.VIRTUAL;
      blocked.add(new Blocked(of, situation, Caller.start(kind, situation.call()).awaitBegun()));
    }
    var times = new Times();
    for (int i = 0; i < collections; i++) {
      long begin = System.nanoTime();
      System.gc();
      times.add(System.nanoTime() - begin);
    }
    report.say("%8s %8s %12s %s", "platform", "virtual", "collections", Times.COLUMNS);
    report.say("%8d %8d %12d %s", PLATFORM_THREADS, VIRTUAL_THREADS, collections, times);
    report.bound(times.longest() <= LONGEST_NANOS, "a collection took longer than 1 s");
    for (Blocked each : blocked) {
      report.check(!each.caller().isDone(), "%s ended", each.of());
      each.situation().target().close();
      Throwable thrown = each.caller().thrown();
      report.check(thrown instanceof ClosedChannelException, "%s: %s", each.of(), thrown);
      each.situation().close();
    }
  }
}
