package posix.sockets.bench.race;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that a run has found, as it is kept in a file. */
public record Results(Machine machine, Plan plan, List<Outcome> outcomes) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Of a case; the samples of each contender, one for each round. The rest is {@link Case}'s. */
  public record Outcome(
      String group,
      String variant,
      String title,
      int cores,
      long bytes,
      int millis,
      List<Metric> metrics,
      List<Goal> goals,
      Map<String, List<Sample>> samples) {
    /** Its group and variant. */
    public String name() {
      return variant.isEmpty() ? group : group + "/" + variant;
    }

    /** A contender's samples, one for each round; none if it has not taken part. */
    public List<Sample> samples(String who) {
      return samples.getOrDefault(who, List.of());
    }

    private double[] values(String who, Metric metric) {
      return samples(who).stream().mapToDouble(sample -> metric.of(sample, bytes)).toArray();
    }

    /** A contender's own values; empty if it has none. */
    public Optional<Interval> of(String who, Metric metric) {
      double[] values = values(who, metric);
      return values.length == 0 ? Optional.empty() : finite(Interval.of(values));
    }

    /**
     * A contender's values, divided by another's in each round; empty if there is no such ratio.
     */
    public Optional<Interval> ratio(String who, String than, Metric metric) {
      double[] values = values(who, metric);
      double[] bases = values(than, metric);
      return values.length == 0 || bases.length == 0
          ? Optional.empty()
          : finite(Interval.ofRatios(values, bases));
    }

    /** What a goal is about. */
    public Optional<Interval> of(Goal goal) {
      return goal.than() == null
          ? of(goal.who(), goal.metric())
          : ratio(goal.who(), goal.than(), goal.metric());
    }

    /** Whether a goal is reached. */
    public Goal.Verdict verdict(Goal goal) {
      return of(goal)
          .map(interval ->
              samples(goal.who()).size() < Interval.ENOUGH
                  ? Goal.Verdict.TOO_NOISY
                  : goal.verdict(interval))
          .orElse(Goal.Verdict.NOT_MEASURED);
    }

    private static Optional<Interval> finite(Interval interval) {
      return Optional.of(interval)
          .filter(i -> Double.isFinite(i.least()) && Double.isFinite(i.most()));
    }
  }

  /** Found on this machine. */
  public static Results here(Plan plan, List<Outcome> outcomes)
      throws IOException, InterruptedException {
    return new Results(Machine.here(), plan, outcomes);
  }

  /** Reads a file. */
  public static Results read(Path file) throws IOException {
    return JSON.readValue(Files.readString(file), Results.class);
  }

  /** Writes a file: a line for each case, so that a difference can be read. */
  public void write(Path file) throws IOException {
    var text = new StringBuilder("{\"machine\":");
    text.append(JSON.writeValueAsString(machine)).append(",\n\"plan\":");
    text.append(JSON.writeValueAsString(plan)).append(",\n\"outcomes\":[\n");
    for (int i = 0; i < outcomes.size(); i++) {
      text.append(i == 0 ? "" : ",\n").append(JSON.writeValueAsString(outcomes.get(i)));
    }
    Files.writeString(file, text.append("\n]}\n"));
  }
}
