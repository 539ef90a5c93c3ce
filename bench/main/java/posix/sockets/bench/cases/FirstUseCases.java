package posix.sockets.bench.cases;

import static posix.sockets.bench.race.Metric.MILLIS;

import java.util.List;
import posix.sockets.bench.first.FirstNet;
import posix.sockets.bench.first.FirstNio;
import posix.sockets.bench.first.FirstRaw;
import posix.sockets.bench.first.FirstTyped;
import posix.sockets.bench.race.Case;
import posix.sockets.bench.race.Entrant;
import posix.sockets.bench.race.Goal;
import posix.sockets.bench.race.Launch;

/** What a program takes from its start to the first byte that is echoed. */
final class FirstUseCases {
  private interface Program {
    Entrant of(String name, boolean library, Class<?> program);
  }

  private FirstUseCases() {}

  static List<Case> all() {
    return List.of(
        of("first-use", "from the process's start to the first byte echoed", Launch::java),
        of("first-use-aot", "the same, with an AOT cache for each JVM", Launch::aot));
  }

  /** Wherever the scheduler likes: a JVM starts with several threads. */
  private static Case of(String group, String title, Program java) {
    return Case.of(group, "", title, MILLIS)
        .cores(0)
        .longer(3)
        .with(
            Launch.c("first_use"),
            java.of("raw", true, FirstRaw.class),
            java.of("typed", true, FirstTyped.class),
            java.of("java.net", false, FirstNet.class),
            java.of("nio", false, FirstNio.class))
        .goals(Goal.atMost(MILLIS, "typed", "java.net", 2.0));
  }
}
