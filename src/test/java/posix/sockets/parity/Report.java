package posix.sockets.parity;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** What {@code make parity} prints: a line for each script, tables, and all differences. */
final class Report {
  private static final int PROGRESS_SECONDS = 3;
  private static final String CELL = "%-10s";

  private record Played(Script script, List<CompletableFuture<List<Parity.Outcome>>> scenarios) {}

  private final PrintStream out;
  private final boolean tables;
  private final List<Played> played = new ArrayList<>();
  private int casts;

  /**
   * A new one.
   *
   * @param tables whether to show those too that are all the same
   */
  Report(PrintStream out, boolean tables) {
    this.out = out;
    this.tables = tables;
  }

  /** Something to wait for, and to tell of. */
  void add(Script script, List<CompletableFuture<List<Parity.Outcome>>> scenarios) {
    played.add(new Played(script, scenarios));
  }

  /** Tells of each script as soon as it is through; whether all is the same. */
  boolean print() throws InterruptedException, ExecutionException {
    var wrong = new ArrayList<Parity.Outcome>();
    for (Played one : played) {
      var scenarios = new ArrayList<List<Parity.Outcome>>();
      for (var scenario : one.scenarios) {
        scenarios.add(await(scenario));
      }
      print(one.script, scenarios);
      scenarios.forEach(
          outcomes -> outcomes.stream().filter(outcome -> !outcome.same()).forEach(wrong::add));
    }
    wrong.forEach(this::print);
    boolean same = wrong.stream().allMatch(outcome -> outcome.differences().isEmpty());
    out.printf(
        "%n%,d scripts, %,d plays: %s%n",
        played.size(), casts, same ? "all the same as C's" : "DIFFERENT, see above");
    return same;
  }

  private <T> T await(CompletableFuture<T> future) throws InterruptedException, ExecutionException {
    while (true) {
      try {
        return future.get(PROGRESS_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException _) {
        var all = played.stream().flatMap(one -> one.scenarios.stream()).toList();
        long done = all.stream().filter(CompletableFuture::isDone).count();
        System.err.println("… " + done + " of " + all.size() + " scenarios done");
      }
    }
  }

  private void print(Script script, List<List<Parity.Outcome>> scenarios) {
    List<Parity.Outcome> all = scenarios.stream().flatMap(List::stream).toList();
    casts += all.size();
    long wrong = all.stream().filter(outcome -> !outcome.differences().isEmpty()).count();
    long untried = all.stream().filter(outcome -> outcome.missing() != null).count();
    out.printf(
        "%-32s %2d scenarios, %3d casts, %s%n",
        script.name(),
        scenarios.size(),
        all.size(),
        wrong > 0
            ? wrong + " DIFFERENT"
            : untried > 0 ? untried + " NOT TRIED, the others the same" : "all the same");
    if (tables || wrong > 0) {
      scenarios.forEach(this::table);
    }
  }

  private void table(List<Parity.Outcome> outcomes) {
    Script.Scenario scenario = outcomes.getFirst().scenario();
    Map<Cast, String> words =
        outcomes.stream().collect(Collectors.toMap(Parity.Outcome::cast, Report::word));
    List<String> programs = scenario.programs();
    if (programs.size() == 2 && scenario.first()) {
      out.printf("  %s; down: %s, across: %s%n", scenario.name(), programs.get(0), programs.get(1));
      print("", List.of("C", "raw", "typed"));
      for (Layer down : Layer.values()) {
        var row = new ArrayList<String>();
        for (Layer across : Layer.values()) {
          Map<String, Layer> layers = Map.of(programs.get(0), down, programs.get(1), across);
          row.add(words.getOrDefault(new Cast(layers, Cast.Way.COMPILED), "-"));
        }
        print(down.toString(), row);
      }
    } else {
      out.printf(
          "  %s: %s%n",
          scenario.name(),
          outcomes.stream()
              .map(outcome -> outcome.cast() + " " + word(outcome))
              .collect(Collectors.joining("; ")));
    }
  }

  private void print(String first, List<String> cells) {
    out.print("    ");
    out.printf(CELL, first);
    cells.forEach(cell -> out.printf(CELL, cell));
    out.println();
  }

  private static String word(Parity.Outcome outcome) {
    return outcome.missing() != null ? "not tried" : outcome.same() ? "same" : "DIFFERENT";
  }

  private void print(Parity.Outcome outcome) {
    if (outcome.missing() != null) {
      out.printf("%n*** %s WAS NOT TRIED: no %s ***%n", outcome.scenario(), outcome.missing());
      return;
    }
    out.printf("%n%s: %s%n", outcome.scenario(), outcome.cast());
    outcome.differences().forEach(difference -> out.println(difference.indent(2).stripTrailing()));
  }
}
