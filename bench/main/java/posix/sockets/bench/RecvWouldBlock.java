package posix.sockets.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link RecvWouldBlockBenchmark} and its twin in C in turns, and prints medians of the ratios
 * to C of each round: what changes on the machine during the run changes both.
 */
public final class RecvWouldBlock {
  private static final List<String> LAYERS = List.of("bindings", "libc", "raw", "typed");
  private static final int C_MILLIS = 300;
  private static final int C_REPEATS = 5;

  private RecvWouldBlock() {}

  /** Arguments: the C twin's path, and how many rounds. */
  public static void main(String[] args) throws Exception {
    Path twin = Path.of(args[0]);
    int rounds = Integer.parseInt(args[1]);
    Map<String, double[]> nanos = new LinkedHashMap<>();
    nanos.put("c", new double[rounds]);
    LAYERS.forEach(layer -> nanos.put(layer, new double[rounds]));
    for (int round = 0; round < rounds; round++) {
      System.err.printf("round %d of %d%n", round + 1, rounds);
      List<String> order = new ArrayList<>(nanos.keySet());
      Collections.rotate(order, round); // nobody always goes first
      for (String who : order) {
        nanos.get(who)[round] = who.equals("c") ? runC(twin) : runJmh(who);
      }
    }
    print(nanos, rounds);
  }

  private static void print(Map<String, double[]> nanos, int rounds) {
    System.out.println(
        "A recv that would block: nanoseconds a call, and its ratios in each of "
            + rounds
            + " rounds: median (least to most)");
    System.out.println("| | ns | of C | of libc with errno |");
    System.out.println("|---|---|---|---|");
    nanos.forEach((who, ns) ->
        System.out.printf(
            "| %s | %.0f | %s | %s |%n",
            who,
            Rounds.median(ns),
            Rounds.ratios(ns, nanos.get("c")),
            Rounds.ratios(ns, nanos.get("libc"))));
  }

  private static double runC(Path twin) throws IOException, InterruptedException {
    var command = List.of(twin.toString(), Integer.toString(C_MILLIS), Integer.toString(C_REPEATS));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String line = process.inputReader().readLine();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(twin + " exited with " + process.exitValue());
    }
    return Double.parseDouble(line.trim());
  }

  private static double runJmh(String layer) throws RunnerException {
    var options =
        new OptionsBuilder()
            .include("\\." + RecvWouldBlockBenchmark.class.getSimpleName() + "\\." + layer + "$")
            .forks(1)
            .warmupIterations(3)
            .warmupTime(TimeValue.milliseconds(500))
            .measurementIterations(5)
            .measurementTime(TimeValue.milliseconds(300))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    RunResult result = new Runner(options).runSingle();
    double[] scores =
        result.getBenchmarkResults().stream()
            .flatMap(r -> r.getIterationResults().stream())
            .mapToDouble(r -> r.getPrimaryResult().getScore())
            .toArray();
    return Rounds.median(scores);
  }
}
