package posix.sockets.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import posix.sockets.bench.race.Interval;
import posix.sockets.bench.race.Metric;
import posix.sockets.bench.race.Results.Outcome;
import posix.sockets.bench.race.Sample;

/** What is drawn of results. */
final class Plots {
  /** Of text; a page may give it another colour. */
  static final Color INK = new Color(0x1F2329);

  /** Of lines that are to be seen less. */
  static final Color FAINT = new Color(0xD4D8DD);

  /** Of what is behind. */
  static final Color PAPER = Color.WHITE;

  private static final int WIDTH = 500;
  private static final int HEIGHT = 340;
  private static final int FONT = 13;

  private Plots() {}

  /** A bar for each contender, from the base at 1 to its ratio, with the interval. */
  static XYChart ratios(Outcome outcome, String base, Metric metric) {
    var bars = new Bars();
    for (String who : outcome.samples().keySet()) {
      outcome
          .ratio(who, base, metric)
          .ifPresent(ratio ->
              bars.row("%s  %.3f".formatted(Tables.name(who), ratio.median()))
                  .bar(Palette.of(who), ratio));
    }
    String what = "%s, of %s; %s".formatted(metric.unit, Tables.name(base), direction(metric));
    return bars.draw(chart(WIDTH, bars.height(), outcome.name(), what, ""));
  }

  /** Percentiles by contender: each the median of the rounds. */
  static XYChart latencies(Outcome outcome) {
    XYChart chart = latencyChart(outcome.name() + ": latencies", "microseconds; less is better");
    chart.getStyler().setYAxisLogarithmic(true);
    for (String who : outcome.samples().keySet()) {
      line(chart, who, percentiles(outcome, who, null));
    }
    return chart;
  }

  /** The same, divided by the base's of the same round. */
  static XYChart latencyRatios(Outcome outcome, String base) {
    XYChart chart =
        latencyChart(
            outcome.name() + ": latencies, of " + Tables.name(base), "ratio; less is better");
    for (String who : outcome.samples().keySet()) {
      line(chart, who, percentiles(outcome, who, base));
    }
    return chart;
  }

  private static XYChart latencyChart(String title, String y) {
    XYChart chart = chart(WIDTH, HEIGHT, title, "percentile of the operations", y);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(4.0);
    chart.setCustomXAxisTickLabelsFormatter(Plots::percentile);
    return chart;
  }

  private static Map<Double, Double> percentiles(Outcome outcome, String who, String base) {
    Map<Double, Double> points = new TreeMap<>();
    for (double percentile : Sample.PERCENTILES) {
      double[] values = percentile(outcome, who, percentile);
      if (base != null) {
        double[] bases = percentile(outcome, base, percentile);
        values = bases.length == 0 ? bases : Interval.ratios(values, bases);
      }
      double median = values.length == 0 ? Double.NaN : Interval.of(values).median();
      if (Double.isFinite(median)) {
        points.put(nines(percentile), base == null ? median / 1e3 : median);
      }
    }
    return points;
  }

  private static double[] percentile(Outcome outcome, String who, double percentile) {
    return outcome.samples(who).stream()
        .mapToDouble(sample -> sample.percentiles().getOrDefault(percentile, Double.NaN))
        .toArray();
  }

  /** 1 for 90 %, 2 for 99 %, 3 for 99.9 %. */
  private static double nines(double percentile) {
    return -Math.log10(1 - percentile / 100);
  }

  private static String percentile(double nines) {
    return switch ((int) (nines * 10)) {
      case 0 -> "0";
      case 10 -> "90";
      case 20 -> "99";
      case 30 -> "99.9";
      case 40 -> "99.99";
      default -> "";
    };
  }

  /** A metric by the number that tells the outcomes of a group apart. */
  static XYChart scaling(
      List<Outcome> outcomes, ToDoubleFunction<Outcome> number, String what, Metric metric) {
    String unit = "%s; %s".formatted(metric.unit, direction(metric));
    XYChart chart = chart(WIDTH, HEIGHT, "By " + what, what, unit);
    Map<String, Map<Double, Double>> lines = new TreeMap<>();
    for (Outcome outcome : outcomes) {
      for (String who : outcome.samples().keySet()) {
        outcome
            .of(who, metric)
            .ifPresent(value ->
                lines
                    .computeIfAbsent(who, w -> new TreeMap<>())
                    .put(number.applyAsDouble(outcome), value.median()));
      }
    }
    lines.forEach((who, points) -> line(chart, who, points));
    chart.getStyler().setXAxisLogarithmic(true).setYAxisMin(0.0);
    return chart;
  }

  private static void line(XYChart chart, String who, Map<Double, Double> points) {
    if (points.isEmpty()) {
      return; // it has no such figures, as its row in the table says
    }
    var look = Palette.of(who);
    XYSeries series =
        chart.addSeries(who, List.copyOf(points.keySet()), List.copyOf(points.values()));
    series.setLineColor(look.color()).setLineWidth(who.equals(Tables.OURS) ? 3f : 1.6f);
    series.setMarker(look.marker()).setMarkerColor(look.color());
  }

  static String direction(Metric metric) {
    return metric.moreIsBetter ? "more is better" : "less is better";
  }

  /** An empty one in our style; what is what, the page says. */
  static XYChart chart(int width, int height, String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    var font = new Font(Font.SANS_SERIF, Font.PLAIN, FONT);
    var styler = chart.getStyler();
    styler.setBaseFont(font).setChartTitleFont(font.deriveFont(Font.BOLD)).setLegendFont(font);
    styler.setAxisTitleFont(font).setAxisTickLabelsFont(font);
    styler.setChartTitleBoxVisible(false).setChartFontColor(INK);
    styler.setChartBackgroundColor(PAPER).setPlotBackgroundColor(PAPER);
    styler.setLegendBackgroundColor(PAPER).setLegendBorderColor(PAPER).setLegendVisible(false);
    styler.setPlotBorderVisible(false);
    styler.setAxisTickLabelsColor(INK).setAxisTickMarksColor(FAINT);
    styler.setPlotGridLinesColor(FAINT).setPlotGridLinesStroke(new BasicStroke(1));
    styler.setXAxisTitleColor(INK).setYAxisTitleColor(INK).setMarkerSize(6);
    styler.setXAxisDecimalPattern("#,##0.###").setYAxisDecimalPattern("#,##0.###");
    return chart;
  }
}
