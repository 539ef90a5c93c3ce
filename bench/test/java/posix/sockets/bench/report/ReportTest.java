package posix.sockets.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posix.sockets.bench.race.Goal;
import posix.sockets.bench.race.Interval;
import posix.sockets.bench.race.Machine;
import posix.sockets.bench.race.Metric;
import posix.sockets.bench.race.Plan;
import posix.sockets.bench.race.Results;
import posix.sockets.bench.race.Results.Outcome;
import posix.sockets.bench.race.Sample;

class ReportTest {
  private static final Path ROOT = Path.of(System.getProperty("project.root"));
  private static final String EMPTY = "<!-- bench -->\n<!-- /bench -->";

  @TempDir Path folder;

  /** Of what is committed; where nothing is yet, the README says nothing either. */
  @Test
  void readmeHasWhatTheResultsGive() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    Path file = ROOT.resolve("docs/bench/results.json");
    if (Files.exists(file)) {
      assertThat(readme).isEqualTo(Report.withPart(readme, Results.read(file)));
    } else {
      assertThat(readme).contains(EMPTY);
    }
  }

  @Test
  void writesAllFromAFile() throws IOException {
    Path file = folder.resolve("results.json");
    results(5, 100, 110).write(file);
    Files.writeString(folder.resolve("notes.md"), "# Notes\n\n## send\n\nIt is\n<i>so</i>.\n");
    Path readme = Files.writeString(folder.resolve("TOP.md"), "before\n" + EMPTY + "\nafter\n");
    Report.main(new String[] {file.toString(), folder.toString(), readme.toString()});

    assertThat(readme)
        .content()
        .startsWith("before\n<!-- bench -->\n")
        .endsWith("<!-- /bench -->\nafter\n")
        .contains("| send | typed | ns an operation | 1.10 (goal ≤ 1.05): missed |");
    assertThat(folder.resolve("README.md"))
        .content()
        .contains("| typed | 110 | 1.100 (1.100 to 1.100) |")
        .contains("| missed |");
    assertThat(folder.resolve("report.html"))
        .content()
        .contains("It is &lt;i&gt;so&lt;/i&gt;.", "Linux &amp; more", "<svg", "-Xmx1g")
        .doesNotContain("<i>so");
    assertThat(ImageIO.read(folder.resolve("ratios.png").toFile()).getWidth()).isPositive();
  }

  @Test
  void whatSomebodyWroteIsText() throws IOException {
    String html = page(results(5, 100, 100), "# Notes");
    assertThat(html).contains("a &lt;b&gt; &amp; c").doesNotContain("a <b> & c");
  }

  /** As often and as large, whatever the verdict. */
  @Test
  void lossesAreRowsAsWinsAre() throws IOException {
    assertThat(page(results(5, 100, 104), "# Notes"))
        .contains("2 goals: 1 met, 0 missed, 0 too noisy to tell, 1 not measured")
        .contains("<td class=\"verdict met\">met</td>");
    assertThat(page(results(5, 100, 106), "# Notes"))
        .contains("2 goals: 0 met, 1 missed, 0 too noisy to tell, 1 not measured")
        .contains("<td class=\"verdict missed\">missed</td>");
  }

  @Test
  void whoIsMissingIsSaidToBe() throws IOException {
    assertThat(page(results(5, 100, 104), "# Notes"))
        .contains("<td class=\"verdict not-measured\">not measured</td>")
        .contains("<b>not measured</b>"); // the percentiles, which nobody has
  }

  @Test
  void oneRoundTellsNothing() throws IOException {
    assertThat(page(results(1, 100, 200), "# Notes"))
        .contains("Only 1 rounds", "too noisy to tell from typed")
        .contains("2 goals: 0 met, 0 missed, 1 too noisy to tell, 1 not measured");
    assertThat(page(results(5, 100, 200), "# Notes")).doesNotContain("Only 5 rounds");
  }

  @Test
  void aNoteForNothingIsAMistake() {
    assertThatThrownBy(() -> page(results(5, 100, 100), "## sendd\n\nText."))
        .hasMessageContaining("a note for sendd");
  }

  @Test
  void standing() {
    var slower = new Interval(1.1, 1.04, 1.2);
    var level = new Interval(1.01, 0.98, 1.02);
    assertThat(Standing.of(slower, Metric.NANOS)).isEqualTo(Standing.WORSE);
    assertThat(Standing.of(slower, Metric.RATE)).isEqualTo(Standing.BETTER);
    assertThat(Standing.of(level, Metric.RATE)).isEqualTo(Standing.LEVEL);
    assertThat(Standing.of(new Interval(1.01, 0.98, 1.2), Metric.RATE)).isEqualTo(Standing.UNCLEAR);
  }

  private String page(Results results, String notes) throws IOException {
    Path file = Files.writeString(folder.resolve("notes.md"), notes);
    return new Page(results, Notes.read(file)).html();
  }

  /** So many rounds, in each of which an operation takes C and ours so many nanoseconds. */
  private static Results results(int rounds, double c, double ours) {
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    samples.put("c", Collections.nCopies(rounds, new Sample(1, c, c, 0, Map.of())));
    samples.put("typed", Collections.nCopies(rounds, new Sample(1, ours, ours, 0, Map.of())));
    samples.put("nio", samples.get("typed"));
    var goals =
        List.of(
            Goal.atMost(Metric.NANOS, "typed", "c", 1.05),
            Goal.atMost(Metric.NANOS, "typed", "netty", 1));
    var outcome =
        new Outcome(
            "send", "", "a <b> & c", 1, 1, 9, List.of(Metric.NANOS, Metric.P50), goals, samples);
    var machine =
        new Machine(
            "2026-01-01",
            "CPU",
            2,
            "1 kB",
            "Linux & more",
            "libc",
            "JDK",
            "gcc",
            List.of("-Xmx1g"),
            Map.of("JMH", "1"));
    return new Results(machine, new Plan(1, rounds, 9, false), List.of(outcome));
  }
}
