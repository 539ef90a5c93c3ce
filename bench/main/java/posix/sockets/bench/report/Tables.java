package posix.sockets.bench.report;

import posix.sockets.bench.race.Goal;
import posix.sockets.bench.race.Metric;
import posix.sockets.bench.race.Results;

/** Results as tables in Markdown. */
public final class Tables {
  private static final String BASE = "c";

  private Tables() {}

  /** A table for each group, and the goals. */
  public static String markdown(Results results) {
    var text = new StringBuilder();
    for (var outcome : results.outcomes()) {
      text.append("\n## ").append(outcome.name()).append(": ").append(outcome.title());
      text.append("\n\n| |");
      boolean based = outcome.samples().containsKey(BASE);
      for (Metric metric : outcome.metrics()) {
        text.append(' ').append(metric.unit).append(based ? " | of C |" : " |");
      }
      text.append("\n|---").append("|---".repeat(outcome.metrics().size() * (based ? 2 : 1)));
      text.append("|\n");
      for (String who : outcome.samples().keySet()) {
        text.append("| ").append(who).append(" |");
        for (Metric metric : outcome.metrics()) {
          text.append(' ').append(metric.text(outcome.of(who, metric).median())).append(" |");
          if (based) {
            text.append(' ').append(outcome.ratio(who, BASE, metric)).append(" |");
          }
        }
        text.append('\n');
      }
      for (Goal goal : outcome.goals()) {
        var interval = outcome.of(goal);
        text.append(
            String.format(
                "%n%s of %s to %s, %s %.2f: %s: %s%n",
                goal.metric(),
                goal.who(),
                goal.than(),
                goal.atMost() ? "at most" : "at least",
                goal.limit(),
                interval,
                goal.verdict(interval).text));
      }
    }
    return text.toString();
  }
}
