package posix.sockets.parity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * {@code make parity}: the examples, in C and in Java on both layers, put through their {@link
 * Script}s and compared with C, by what they print and by their exit status. Exit status 1 if
 * anything differs.
 */
final class Parity implements AutoCloseable {
  /**
   * A play that was compared.
   *
   * @param differences nothing if all was the same
   * @param missing null, or the tool, or {@code root}, for lack of which nothing was tried
   */
  record Outcome(Script.Scenario scenario, Cast cast, List<String> differences, String missing) {
    boolean same() {
      return differences.isEmpty() && missing == null;
    }
  }

  /** Which casts a scenario is played with, beside the reference. */
  interface Casting extends Function<Script.Scenario, Collection<Cast>> {}

  static final Casting SOME = Cast::some;
  private static final Casting ALL = Cast::all;

  private final ExecutorService several =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

  /** For scripts that are to be alone, and the lock that keeps them so. */
  private final ExecutorService one = Executors.newSingleThreadExecutor();

  private final ReadWriteLock aloneOrNot = new ReentrantReadWriteLock(true);

  /**
   * Runs it.
   *
   * @param args the beginning of scripts' names, for example {@code tcp/line}, or nothing for all;
   *     {@code --all} for each scenario in every combination
   * @throws Exception if the programs cannot be run
   */
  public static void main(String[] args) throws Exception {
    var names = new ArrayList<>(List.of(args));
    boolean all = names.remove("--all");
    List<Script> scripts =
        Script.all().stream()
            .filter(
                script -> names.isEmpty() || names.stream().anyMatch(name -> chosen(script, name)))
            .toList();
    if (scripts.isEmpty()) {
      System.err.println("no such script: " + names + " in " + Script.FOLDER);
      System.exit(1);
    }
    boolean same;
    try (var parity = new Parity()) {
      var report = new Report(System.out, !names.isEmpty());
      for (Script script : scripts) {
        report.add(script, parity.play(script, all ? ALL : SOME));
      }
      same = report.print();
    }
    System.exit(same ? 0 : 1);
  }

  private static boolean chosen(Script script, String name) {
    return script.name().equals(name)
        || script.name().startsWith(name + "/")
        || script.scenarios().stream().anyMatch(scenario -> scenario.programs().contains(name));
  }

  /**
   * Plays all scenarios of a script: at first with the cast that is the reference, and then with
   * others.
   *
   * @return the outcomes of each scenario; the first one is the reference's
   */
  List<CompletableFuture<List<Outcome>>> play(Script script, Casting casting) {
    return script.scenarios().stream()
        .map(scenario -> play(scenario, casting.apply(scenario)))
        .toList();
  }

  private CompletableFuture<List<Outcome>> play(Script.Scenario scenario, Collection<Cast> casts) {
    Cast reference = Cast.reference(scenario);
    return perform(scenario, reference)
        .thenCompose(expected -> {
          var outcomes = new ArrayList<CompletableFuture<Outcome>>();
          outcomes.add(
              CompletableFuture.completedFuture(outcome(scenario, reference, expected, expected)));
          if (expected.failure() == null && expected.missing() == null) {
            for (Cast cast : casts) {
              outcomes.add(
                  perform(scenario, cast)
                      .thenApply(actual -> outcome(scenario, cast, expected, actual)));
            }
          }
          return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
              .thenApply(_ -> outcomes.stream().map(CompletableFuture::join).toList());
        });
  }

  private static Outcome outcome(Script.Scenario scenario, Cast reference, Play.Playbill expected) {
    boolean failed = expected.failure() != null;
    boolean played = !failed && expected.missing() == null;
    List<String> differences =
        failed
            ? List.of(expected.failure())
            : played ? Comparison.unusedRules(scenario, expected) : List.of();
    return new Outcome(scenario, reference, differences, expected.missing());
  }

  private static Outcome outcome(
      Script.Scenario scenario, Cast cast, Play.Playbill expected, Play.Playbill actual) {
    return new Outcome(
        scenario, cast, Comparison.differences(scenario, expected, actual), actual.missing());
  }

  /** Plays a scenario when its turn comes. */
  CompletableFuture<Play.Playbill> perform(Script.Scenario scenario, Play.Commands cast) {
    Lock lock = scenario.alone() ? aloneOrNot.writeLock() : aloneOrNot.readLock();
    return CompletableFuture.supplyAsync(
        () -> {
          lock.lock();
          try {
            return Play.perform(scenario, cast);
          } catch (IOException | InterruptedException e) {
            throw new CompletionException(e);
          } finally {
            lock.unlock();
          }
        },
        scenario.alone() ? one : several);
  }

  @Override
  public void close() {
    several.shutdownNow();
    one.shutdownNow();
  }
}
