package posix.sockets.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import posix.sockets.bench.race.Goal;
import posix.sockets.bench.race.Goal.Verdict;
import posix.sockets.bench.race.Interval;
import posix.sockets.bench.race.Metric;
import posix.sockets.bench.race.Results;
import posix.sockets.bench.race.Results.Outcome;

/** Results as tables in Markdown. */
public final class Tables {
  /** Whom it is all about. */
  static final String OURS = "typed";

  private static final List<String> BASES = List.of("c", "java.net");
  private static final String NOTHING = "–";

  private Tables() {}

  /** To whom all of an outcome are compared; empty if there is nobody. */
  static Optional<String> base(Outcome outcome) {
    return BASES.stream().filter(base -> !outcome.samples(base).isEmpty()).findFirst();
  }

  /** Of a contender, in a text. */
  static String name(String who) {
    return who.equals("c") ? "C" : who;
  }

  /** How many goals have each verdict. */
  static String count(Results results) {
    Map<Verdict, Integer> counts = new LinkedHashMap<>();
    Arrays.stream(Verdict.values()).forEach(verdict -> counts.put(verdict, 0));
    results
        .outcomes()
        .forEach(o -> o.goals().forEach(goal -> counts.merge(o.verdict(goal), 1, Integer::sum)));
    int all = counts.values().stream().mapToInt(i -> i).sum();
    return all
        + " goals: "
        + counts.entrySet().stream()
            .filter(e -> e.getValue() > 0 || e.getKey() != Verdict.NOT_MEASURED)
            .map(e -> e.getValue() + " " + e.getKey().text)
            .collect(Collectors.joining(", "));
  }

  /** A goal's limit, in words or in signs. */
  static String limit(Goal goal) {
    return String.format(Locale.ROOT, "%s %.2f", goal.atMost() ? "≤" : "≥", goal.limit());
  }

  /** What there is of something that may be missing. */
  static String text(Optional<Interval> interval) {
    return interval.map(Interval::toString).orElse(NOTHING);
  }

  /** A table for each case, and the goals. */
  public static String markdown(Results results) {
    var text = new StringBuilder();
    for (Outcome outcome : results.outcomes()) {
      text.append("\n## ").append(outcome.name()).append(": ").append(outcome.title());
      text.append("\n\n");
      Optional<String> base = base(outcome);
      List<String> heads = new ArrayList<>(List.of(""));
      for (Metric metric : outcome.metrics()) {
        heads.add(metric.unit);
        base.ifPresent(b -> heads.add("of " + name(b)));
      }
      head(text, heads);
      for (String who : outcome.samples().keySet()) {
        List<String> cells = new ArrayList<>(List.of(name(who)));
        for (Metric metric : outcome.metrics()) {
          cells.add(outcome.of(who, metric).map(i -> metric.text(i.median())).orElse(NOTHING));
          base.ifPresent(b -> cells.add(text(outcome.ratio(who, b, metric))));
        }
        row(text, cells);
      }
    }
    return text.append("\n## Goals\n\n").append(goals(results)).toString();
  }

  /** A row for each goal, in the order of the cases. */
  private static String goals(Results results) {
    var text = new StringBuilder(count(results)).append(".\n\n");
    head(text, List.of("case", "of", "to", "metric", "goal", "found", "verdict"));
    for (Outcome outcome : results.outcomes()) {
      for (Goal goal : outcome.goals()) {
        Verdict verdict = outcome.verdict(goal);
        row(
            text,
            List.of(
                outcome.name(),
                name(goal.who()),
                goal.than() == null ? "" : name(goal.than()),
                goal.metric().unit,
                limit(goal),
                text(outcome.of(goal)),
                verdict.text));
      }
    }
    return text.toString();
  }

  /**
   * All goals in short: a row for each group, a column for each of those that it is compared to.
   */
  static String summary(Results results) {
    Set<String> others = new LinkedHashSet<>();
    Map<List<String>, Map<String, List<Found>>> rows = new LinkedHashMap<>();
    for (Outcome outcome : results.outcomes()) {
      for (Goal goal : outcome.goals()) {
        String other = goal.than() == null ? "itself" : "of " + name(goal.than());
        others.add(other);
        rows.computeIfAbsent(
                List.of(outcome.group(), name(goal.who()), goal.metric().unit),
                row -> new LinkedHashMap<>())
            .computeIfAbsent(other, o -> new ArrayList<>())
            .add(new Found(goal, outcome.of(goal), outcome.verdict(goal)));
      }
    }
    var text = new StringBuilder(count(results)).append(".\n\n");
    List<String> heads = new ArrayList<>(List.of("cases", "who", "what"));
    heads.addAll(others);
    head(text, heads);
    rows.forEach((row, found) -> {
      List<String> cells = new ArrayList<>(row);
      others.forEach(other -> cells.add(cell(found.getOrDefault(other, List.of()))));
      row(text, cells);
    });
    return text.toString();
  }

  private record Found(Goal goal, Optional<Interval> interval, Verdict verdict) {}

  /** The least and the most of the medians, the goals, and how many have which verdict. */
  private static String cell(List<Found> all) {
    if (all.isEmpty()) {
      return "";
    }
    double[] medians =
        all.stream().flatMap(f -> f.interval().stream()).mapToDouble(Interval::median).toArray();
    double[] limits = all.stream().mapToDouble(f -> f.goal().limit()).toArray();
    Map<Verdict, Integer> counts = new TreeMap<>();
    all.forEach(f -> counts.merge(f.verdict(), 1, Integer::sum));
    String verdicts =
        counts.entrySet().stream()
            .map(e -> (all.size() == 1 ? "" : e.getValue() + " ") + e.getKey().text)
            .collect(Collectors.joining(", "));
    String sign = all.getFirst().goal().atMost() ? "≤ " : "≥ ";
    return range(medians) + " (goal " + sign + range(limits) + "): " + verdicts;
  }

  private static String range(double... values) {
    String least = round(Arrays.stream(values).min().orElse(Double.NaN));
    String most = round(Arrays.stream(values).max().orElse(Double.NaN));
    return least.equals(most) ? least : least + " to " + most;
  }

  private static String round(double value) {
    return Double.isNaN(value) ? NOTHING : String.format(Locale.ROOT, "%.2f", value);
  }

  private static void head(StringBuilder text, List<String> cells) {
    row(text, cells);
    text.append("|---".repeat(cells.size())).append("|\n");
  }

  private static void row(StringBuilder text, List<String> cells) {
    text.append("| ");
    text.append(
        cells.stream()
            .map(cell -> cell.replace("|", "\\|").replace("<", "&lt;"))
            .collect(Collectors.joining(" | ")));
    text.append(" |\n");
  }
}
