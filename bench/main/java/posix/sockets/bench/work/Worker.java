package posix.sockets.bench.work;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import posix.sockets.bench.race.Sample;

/**
 * A JVM in which JMH measures one {@link Work}, in turns with other processes: each of JMH's
 * iterations waits for a line of standard input, and tells its figures in a line of standard
 * output, as the C programs of native/bench do.
 */
public final class Worker implements OutputFormat {
  /** What one run of the work counts for: JMH has it as a constant only. */
  static volatile int operations = 1;

  /** Nanoseconds of CPU that this process used in the turn. */
  static volatile long cpu;

  private final BufferedReader turns =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
  private final PrintStream out = System.out;
  private final int last;

  private Worker(int last) {
    this.last = last;
  }

  /** Arguments: the class, how many turns, milliseconds of each, and what the work is told. */
  public static void main(String[] args) throws Exception {
    var told = new StringBuilder();
    for (int i = 3; i < args.length; i++) {
      told.append(i > 3 ? " " : "").append(args[i]);
    }
    int last = Integer.parseInt(args[1]) + 1; // JMH closes all in it, so it is no turn
    var options =
        new OptionsBuilder()
            .include("\\." + WorkBenchmark.class.getSimpleName() + "\\.")
            .param("work", args[0])
            .param("arguments", told.toString())
            .forks(0) // this is the fork
            .warmupIterations(0) // who gives the turns knows which of them count
            .measurementIterations(last)
            .measurementTime(TimeValue.milliseconds(Integer.parseInt(args[2])))
            .syncIterations(false)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .build();
    int status = 0;
    try {
      new Runner(options, new Worker(last)).run();
    } catch (RunnerException e) {
      System.err.println(e.getMessage()); // the cause has been printed
      status = 1;
    }
    System.exit(status); // whatever threads a library has left
  }

  @Override
  public void iteration(BenchmarkParams benchmark, IterationParams params, int iteration) {
    try {
      boolean over = turns.readLine() == null;
      if (over != (iteration == last)) {
        Runtime.getRuntime().halt(1); // nobody is there any more, or somebody has miscounted
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    Latencies.reset();
  }

  @Override
  public void iterationResult(
      BenchmarkParams benchmark, IterationParams params, int iteration, IterationResult result) {
    if (iteration == last) {
      return;
    }
    long runs = result.getMetadata().getMeasuredOps();
    double nanos = result.getPrimaryResult().getScore() * runs;
    var allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
    double bytes = allocated == null ? 0 : allocated.getScore() / operations;
    out.println(new Sample(runs * operations, nanos, cpu, bytes, Latencies.percentiles()).toJson());
    out.flush();
  }

  @Override
  public void println(String text) {
    if (text.contains("Exception") || text.contains("Error")) {
      System.err.println(text);
    }
  }

  @Override
  public void verbosePrintln(String text) {}

  @Override
  public void startBenchmark(BenchmarkParams benchmark) {}

  @Override
  public void endBenchmark(BenchmarkResult result) {}

  @Override
  public void startRun() {}

  @Override
  public void endRun(Collection<RunResult> results) {}

  @Override
  public void print(String text) {}

  @Override
  public void flush() {}

  @Override
  public void close() {}

  @Override
  public void write(int b) {}

  @Override
  public void write(byte[] b) {}
}
