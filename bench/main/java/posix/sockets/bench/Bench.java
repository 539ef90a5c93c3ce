package posix.sockets.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import posix.sockets.bench.cases.Cases;
import posix.sockets.bench.race.Case;
import posix.sockets.bench.race.Plan;
import posix.sockets.bench.race.Progress;
import posix.sockets.bench.race.Race;
import posix.sockets.bench.race.Results;
import posix.sockets.bench.report.Tables;

/** Runs the comparisons. */
@Command(name = "bench", description = "Compares sockets with C's, java.net's and others'.")
public final class Bench implements Callable<Integer> {
  private static final int AT_ONCE = 2; // cases of a smoke test

  @Parameters(index = "0", description = "where the C programs are")
  private Path programs;

  @Option(names = "--case", description = "groups or cases, by their names")
  private List<String> names = List.of();

  @Option(names = "--rounds", description = "how often each has its turn")
  private int rounds = 15;

  @Option(names = "--warm-ups", description = "turns before the first round")
  private int warmUps = 30;

  @Option(names = "--millis", description = "of a turn")
  private int millis = 60;

  @Option(names = "--smoke", description = "once and short: that everything runs")
  private boolean smoke;

  @Option(names = "--results", description = "the file to write")
  private Path results;

  @Option(names = "--list", description = "print the names of the cases only")
  private boolean list;

  private Bench() {}

  /** See the options. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Bench())
            .setExecutionExceptionHandler((e, command, parsed) -> {
              for (Throwable t = e; t != null; t = t.getCause()) {
                System.err.println(t.getMessage());
              }
              return 1;
            })
            .execute(args));
  }

  @Override
  public Integer call() throws Exception {
    List<Case> cases = selected();
    if (list) {
      cases.forEach(c -> System.out.println(c.name()));
      return 0;
    }
    Plan plan = smoke ? Plan.smokeTest() : new Plan(warmUps, rounds, millis, false);
    var progress = new Progress(plan, cases);
    List<Callable<Results.Outcome>> races = new ArrayList<>();
    cases.forEach(c -> races.add(new Race(c, programs, plan, progress)::run));
    if (results != null) {
      Files.createDirectories(results.toAbsolutePath().getParent());
    }
    var found = Results.here(plan, smoke ? atOnce(races) : oneByOne(races, plan));
    write(found);
    if (smoke) {
      System.out.printf("%d cases run, their work checked%n", cases.size());
    } else {
      System.out.print(Tables.markdown(found));
    }
    return 0;
  }

  private List<Case> selected() {
    List<Case> all = Cases.all();
    for (String name : names) {
      if (all.stream().noneMatch(c -> matches(c, name))) {
        var groups = all.stream().map(Case::group).distinct().toList();
        throw new IllegalArgumentException("no case " + name + "; there are " + groups);
      }
    }
    return all.stream()
        .filter(c -> names.isEmpty() || names.stream().anyMatch(name -> matches(c, name)))
        .toList();
  }

  private static boolean matches(Case c, String name) {
    return c.group().equals(name) || c.name().equals(name);
  }

  /** What there is so far is kept, should a later case fail. */
  private List<Results.Outcome> oneByOne(List<Callable<Results.Outcome>> races, Plan plan)
      throws Exception {
    List<Results.Outcome> outcomes = new ArrayList<>();
    for (var race : races) {
      outcomes.add(race.call());
      write(Results.here(plan, outcomes));
    }
    return outcomes;
  }

  private void write(Results found) throws IOException {
    if (results != null) {
      found.write(results);
    }
  }

  private static List<Results.Outcome> atOnce(List<Callable<Results.Outcome>> races)
      throws Exception {
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Results.Outcome> outcomes = new ArrayList<>();
      for (Future<Results.Outcome> outcome : threads.invokeAll(races)) {
        outcomes.add(outcome.get());
      }
      return outcomes;
    }
  }
}
