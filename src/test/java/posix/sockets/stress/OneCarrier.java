package posix.sockets.stress;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import posix.sockets.testing.Program;

/**
 * A client and a server on virtual threads, in a JVM that has one thread to carry them all: a call
 * that blocked it would end everything. What they do is in {@link Exchange}.
 */
final class OneCarrier {
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int WARM_UPS = 20; // so that all is compiled

  private OneCarrier() {}

  static void run(int connections, Report report) throws Exception {
    Program.Result result =
        Program.run(
            Path.of("/"),
            Program.java(
                List.of(
                    "-Djdk.virtualThreadScheduler.parallelism=1",
                    "-Djdk.virtualThreadScheduler.maxPoolSize=1"),
                Exchange.class,
                List.of(
                    Integer.toString(connections),
                    Integer.toString(report.isTimed() ? WARM_UPS : 0))));
    report.check(result.status() == 0, "exit status %d: %s", result.status(), result.err());
    List<String> lines = result.out().lines().toList();
    lines.stream().limit(lines.size() - 1).forEach(line -> report.say("%s", line));
    long longest = Long.parseLong(lines.getLast());
    report.bound(longest <= LONGEST_NANOS, "a gap of %d ns", longest);
  }
}
