package posix.sockets.bench.report;

import com.github.mustachejava.DefaultMustacheFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;
import posix.sockets.bench.race.Goal;
import posix.sockets.bench.race.Interval;
import posix.sockets.bench.race.Machine;
import posix.sockets.bench.race.Metric;
import posix.sockets.bench.race.Plan;
import posix.sockets.bench.race.Results;
import posix.sockets.bench.race.Results.Outcome;

/** Results as one page of HTML that needs nothing else. */
final class Page {
  private static final String TEMPLATE = "posix/sockets/bench/report/page.mustache";

  /** In tables only: what is rare is drawn with the latencies, and nothing is no ratio. */
  private static final Set<Metric> NOT_DRAWN = Set.of(Metric.P99, Metric.P999, Metric.ALLOCATED);

  /** What the template is filled with; it escapes all but the charts. */
  private record Contents(
      Machine machine,
      Plan plan,
      List<Fact> libraries,
      String count,
      boolean few,
      int enough,
      List<GoalRow> goals,
      List<Section> sections) {}

  private record Fact(String name, String value) {}

  private record GoalRow(
      String group, String name, String about, String limit, String found, String verdict) {
    /** For the style. */
    String kind() {
      return verdict.replace(' ', '-');
    }
  }

  private record Section(
      String group,
      List<String> notes,
      List<CaseTable> cases,
      List<Key> legend,
      List<Chart> charts) {}

  private record CaseTable(
      String name, String title, String how, List<String> heads, List<Row> rows) {}

  private record Row(Key key, List<Cell> cells) {}

  private record Cell(String value, String ratio, String words, String kind) {}

  private record Key(String name, String color, String sign) {
    static Key of(String who) {
      var look = Palette.of(who);
      return new Key(Tables.name(who), look.css(), look.sign());
    }
  }

  private record Chart(String label, String svg) {}

  private final Results results;
  private final Notes notes;
  private final Svg svg = new Svg();

  Page(Results results, Notes notes) {
    this.results = results;
    this.notes = notes;
  }

  String html() throws IOException {
    Map<String, List<Outcome>> groups =
        results.outcomes().stream()
            .collect(
                Collectors.groupingBy(Outcome::group, LinkedHashMap::new, Collectors.toList()));
    notes.check(groups.keySet());
    List<Section> sections = new ArrayList<>();
    for (var group : groups.entrySet()) {
      sections.add(section(group.getKey(), group.getValue()));
    }
    var libraries =
        results.machine().libraries().entrySet().stream()
            .map(e -> new Fact(e.getKey(), e.getValue()))
            .toList();
    var contents =
        new Contents(
            results.machine(),
            results.plan(),
            libraries,
            Tables.count(results),
            results.plan().rounds() < Interval.ENOUGH,
            Interval.ENOUGH,
            goals(),
            sections);
    var html = new StringWriter();
    new DefaultMustacheFactory().compile(TEMPLATE).execute(html, contents).flush();
    return html.toString();
  }

  private List<GoalRow> goals() {
    List<GoalRow> rows = new ArrayList<>();
    for (Outcome outcome : results.outcomes()) {
      for (Goal goal : outcome.goals()) {
        String to = goal.than() == null ? "" : " to " + Tables.name(goal.than());
        rows.add(
            new GoalRow(
                outcome.group(),
                outcome.name(),
                goal.metric().unit + ", " + Tables.name(goal.who()) + to,
                Tables.limit(goal),
                Tables.text(outcome.of(goal)),
                outcome.verdict(goal).text));
      }
    }
    return rows;
  }

  private Section section(String group, List<Outcome> outcomes) throws IOException {
    Set<String> all = new LinkedHashSet<>();
    outcomes.forEach(outcome -> all.addAll(outcome.samples().keySet()));
    return new Section(
        group,
        notes.of(group),
        outcomes.stream().map(Page::table).toList(),
        all.stream().map(Key::of).toList(),
        charts(outcomes));
  }

  private static CaseTable table(Outcome outcome) {
    List<String> heads =
        outcome.metrics().stream().map(m -> m.unit + "; " + Plots.direction(m)).toList();
    List<Row> rows = new ArrayList<>();
    for (String who : outcome.samples().keySet()) {
      rows.add(
          new Row(
              Key.of(who), outcome.metrics().stream().map(m -> cell(outcome, who, m)).toList()));
    }
    String where =
        switch (outcome.cores()) {
          case 0 -> "on any core";
          case 1 -> "on one core";
          default -> "on " + outcome.cores() + " cores";
        };
    String how = "%s, turns of %d ms".formatted(where, outcome.millis());
    return new CaseTable(outcome.name(), outcome.title(), how, heads, rows);
  }

  private static Cell cell(Outcome outcome, String who, Metric metric) {
    String value = outcome.of(who, metric).map(i -> metric.text(i.median())).orElse("not measured");
    Optional<String> base = Tables.base(outcome);
    String ratio =
        base.flatMap(b -> outcome.ratio(who, b, metric))
            .map(i -> i + " of " + Tables.name(base.get()))
            .orElse("");
    var standing =
        who.equals(Tables.OURS)
            ? Optional.<Standing>empty()
            : outcome.ratio(who, Tables.OURS, metric).map(i -> Standing.of(i, metric));
    boolean enough = outcome.samples(who).size() >= Interval.ENOUGH;
    standing = standing.map(s -> enough ? s : Standing.UNCLEAR);
    return new Cell(
        value,
        ratio,
        standing.map(s -> s.than(Tables.OURS, metric)).orElse(""),
        standing.map(Enum::name).orElse("").toLowerCase(Locale.ROOT));
  }

  private List<Chart> charts(List<Outcome> outcomes) throws IOException {
    List<Chart> charts = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      Optional<String> base = Tables.base(outcome);
      if (base.isPresent()) {
        for (Metric metric : outcome.metrics()) {
          if (!NOT_DRAWN.contains(metric)) {
            charts.add(chart(Plots.ratios(outcome, base.get(), metric)));
          }
        }
      }
    }
    for (Outcome outcome : outcomes) {
      if (outcome.metrics().contains(Metric.P50)) {
        charts.add(chart(Plots.latencies(outcome)));
        Optional<String> base = Tables.base(outcome);
        if (base.isPresent()) {
          charts.add(chart(Plots.latencyRatios(outcome, base.get())));
        }
      }
    }
    charts.addAll(scaling(outcomes));
    return charts;
  }

  /** By what tells the cases of a group apart, if that is a number. */
  private List<Chart> scaling(List<Outcome> outcomes) throws IOException {
    List<Outcome> few = outcomes.stream().filter(o -> !o.metrics().contains(Metric.P50)).toList();
    if (few.size() < 2) {
      return List.of();
    }
    ToDoubleFunction<Outcome> number = Outcome::bytes;
    String what = "bytes an operation";
    if (few.stream().allMatch(o -> o.variant().matches("\\d+"))) {
      number = o -> Double.parseDouble(o.variant());
      what = "connections";
    }
    return few.stream().mapToDouble(number).filter(n -> n > 0).distinct().count() == few.size()
        ? List.of(chart(Plots.scaling(few, number, what, few.getFirst().metrics().getFirst())))
        : List.of();
  }

  private Chart chart(XYChart chart) throws IOException {
    String label = chart.getTitle() + ": " + chart.getXAxisTitle() + " " + chart.getYAxisTitle();
    return new Chart(label.strip(), svg.of(chart));
  }
}
