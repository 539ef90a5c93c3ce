package posix.sockets.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import posix.sockets.bench.race.Interval;
import posix.sockets.bench.race.Metric;
import posix.sockets.bench.race.Results;
import posix.sockets.bench.race.Results.Outcome;

/** The picture of the README: how long the main cases take, of C, on white, to be read on any. */
final class Picture {
  private static final String BASE = "c";
  private static final String OTHER_BASE = "java.net";
  private static final double FAR = 10;
  private static final List<String> SHOWN = List.of("typed", "java.net", "nio", "netty");
  private static final int WIDTH = 900;
  private static final int NAMES = 190;
  private static final int ROW = 40;
  private static final double LIMIT = 2; // where bars end

  private Picture() {}

  static void write(Results results, Path png) throws IOException {
    try (var out = Files.newOutputStream(png)) {
      BitmapEncoder.saveBitmap(List.of(chart(results)), 1, 1, out, BitmapFormat.PNG);
    } catch (Error e) { // what AWT throws then is just that
      throw new IOException("a font is needed to draw: apt install fontconfig", e);
    }
  }

  private static XYChart chart(Results results) {
    var bars = new Bars().sized(ROW, NAMES, LIMIT);
    Set<String> used = new HashSet<>();
    for (Outcome outcome : main(results)) {
      Metric metric = outcome.metrics().getFirst();
      String base = base(outcome, metric);
      bars.row(base.equals(BASE) ? outcome.name() : outcome.name() + ", of " + base);
      for (String who : SHOWN) {
        outcome
            .ratio(who, base, metric)
            .ifPresent(ratio -> {
              used.add(who);
              bars.bar(Palette.of(who), metric.moreIsBetter ? inverse(ratio) : ratio);
            });
      }
    }
    String what = "time for the same work, of C where nothing else is said; less is better";
    XYChart chart =
        Plots.chart(
            WIDTH,
            bars.height() + ROW,
            "One case of each group, and the interval of its ratio",
            what,
            "");
    bars.draw(chart);
    for (String who : SHOWN) {
      if (used.contains(who)) {
        Color color = Palette.of(who).color();
        var series = chart.addSeries(who, new double[] {1}, new double[] {-9}); // for the legend
        series.setMarker(SeriesMarkers.NONE);
        series.setLineStyle(new BasicStroke(8)).setLineColor(color);
      }
    }
    chart.getStyler().setLegendVisible(true).setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(LegendLayout.Horizontal);
    return chart;
  }

  /** C, unless it is so far away that the others could not be told apart. */
  private static String base(Outcome outcome, Metric metric) {
    return outcome.ratio("typed", BASE, metric).filter(r -> r.median() > FAR).isPresent()
        ? OTHER_BASE
        : BASE;
  }

  /** The middle one of each group, if others than ours take part. */
  private static Collection<Outcome> main(Results results) {
    Map<String, List<Outcome>> groups =
        results.outcomes().stream()
            .filter(Picture::compared)
            .collect(
                Collectors.groupingBy(Outcome::group, LinkedHashMap::new, Collectors.toList()));
    return groups.values().stream().map(group -> group.get((group.size() - 1) / 2)).toList();
  }

  private static boolean compared(Outcome outcome) {
    return SHOWN.stream()
        .skip(1)
        .anyMatch(who -> outcome.ratio(who, BASE, outcome.metrics().getFirst()).isPresent());
  }

  /** Of a rate: the time that it takes. */
  private static Interval inverse(Interval rate) {
    return new Interval(1 / rate.median(), 1 / rate.most(), 1 / rate.least());
  }
}
