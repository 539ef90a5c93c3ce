package posix.sockets.bench;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Prints what the calls of {@link AllocationBenchmark} allocate; exits 1 if one does. */
public final class Allocation {
  /**
   * JMH itself allocates about 0.4 MB an iteration, which long iterations spread over millions of
   * operations; one object of ours for each operation would be 16 bytes at least.
   */
  private static final double NOTHING = 2;

  private Allocation() {}

  /** No arguments. */
  public static void main(String[] args) throws RunnerException {
    var options =
        new OptionsBuilder()
            .include("\\." + AllocationBenchmark.class.getSimpleName() + "\\.")
            .addProfiler(GCProfiler.class)
            .forks(1)
            .warmupIterations(2)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(2)
            .measurementTime(TimeValue.seconds(5))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    boolean none = true;
    for (RunResult result : new Runner(options).run()) {
      String name = result.getParams().getBenchmark();
      double bytes = result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
      none &= bytes < NOTHING;
      System.out.printf("%-24s %8.3f bytes%n", name.substring(name.lastIndexOf('.') + 1), bytes);
    }
    if (!none) {
      System.exit(1);
    }
  }
}
