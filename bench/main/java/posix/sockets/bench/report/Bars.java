package posix.sockets.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Annotation;
import org.knowm.xchart.style.markers.SeriesMarkers;
import posix.sockets.bench.race.Interval;

/**
 * Bars to the right and left of 1, with their intervals, in rows that have names: XChart's own bars
 * have neither intervals that are longer on one side, nor room for names.
 */
final class Bars {
  private static final int ROW = 26;
  private static final int FRAME = 92; // title and axis
  private static final double THICK = 0.64; // of a row
  private static final int NAMES = 140;

  private record Bar(Palette.Look look, Interval ratio) {}

  private record Row(String name, List<Bar> bars) {}

  private final List<Row> rows = new ArrayList<>();
  private final Map<Double, String> cut = new LinkedHashMap<>(); // what is longer than the limit
  private int height = ROW;
  private int names = NAMES;
  private double limit = Double.MAX_VALUE;

  /** One more row below. */
  Bars row(String name) {
    rows.add(new Row(name, new ArrayList<>()));
    return this;
  }

  /** One more bar in the last row. */
  Bars bar(Palette.Look look, Interval ratio) {
    rows.getLast().bars().add(new Bar(look, ratio));
    return this;
  }

  /** Rows are so high, names so wide, and bars end at a ratio of so much. */
  Bars sized(int height, int names, double limit) {
    this.height = height;
    this.names = names;
    this.limit = limit;
    return this;
  }

  /** What the rows and the rest need. */
  int height() {
    return FRAME + height * rows.size();
  }

  /** On this. */
  XYChart draw(XYChart chart) {
    double least = 1;
    double most = 1;
    for (int i = 0; i < rows.size(); i++) {
      var bars = rows.get(i).bars();
      for (int j = 0; j < bars.size(); j++) {
        double y = rows.size() - 1 - i + THICK * ((bars.size() - 1) / 2.0 - j) / bars.size();
        Interval ratio = bars.get(j).ratio();
        if (ratio.median() > limit) {
          cut.put(y, "%.1f ›".formatted(ratio.median()));
        }
        double thick = height * THICK / bars.size() - (bars.size() > 1 ? 1 : 0);
        line(chart, "bar", y, 1, ratio.median(), thick, bars.get(j).look().color());
        line(chart, "interval", y, ratio.least(), ratio.most(), 1.4, Plots.INK);
        least = Math.min(least, ratio.least());
        most = Math.max(most, Math.min(limit, ratio.most()));
      }
    }
    double margin = 0.04 * (most - least) + 0.004;
    var styler = chart.getStyler();
    styler.setXAxisMin(least - margin).setXAxisMax(most + margin).setXAxisTickMarkSpacingHint(60);
    styler.setYAxisMin(-0.6).setYAxisMax(rows.size() - 0.4).setYAxisTicksVisible(false);
    styler.setPlotGridHorizontalLinesVisible(false).setYAxisLeftWidthHint(names);
    styler.setPlotContentSize(1);
    chart.addAnnotation(new Names());
    return chart;
  }

  private static void line(
      XYChart chart, String what, double y, double from, double to, double width, Color color) {
    var stroke = new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
    var series = chart.addSeries(what + " " + y, new double[] {from, to}, new double[] {y, y});
    series.setMarker(SeriesMarkers.NONE);
    series.setLineStyle(stroke).setLineColor(color);
    series.setShowInLegend(false);
  }

  /** The names of the rows, and a line at 1. */
  private final class Names extends Annotation {
    Names() {
      super(false);
    }

    @Override
    public void paint(Graphics2D g) {
      g.setColor(Plots.INK);
      g.setFont(styler.getBaseFont());
      var font = g.getFontMetrics();
      int left = getXAxisScreenValueForMin() - 8;
      for (int i = 0; i < rows.size(); i++) {
        String name = rows.get(i).name();
        int y = getYAxisScreenValue(rows.size() - 1 - i);
        g.drawString(name, left - font.stringWidth(name), y + font.getAscent() * 2 / 5);
      }
      int right = getXAxisScreenValueForMax();
      cut.forEach((at, text) -> {
        int width = font.stringWidth(text) + 4;
        int y = getYAxisScreenValue(at);
        g.setColor(Plots.PAPER);
        g.fillRect(right - width, y - font.getAscent() / 2, width, font.getAscent());
        g.setColor(Plots.INK);
        g.drawString(text, right - width + 2, y + font.getAscent() * 2 / 5);
      });
      g.setStroke(new BasicStroke(1));
      int one = getXAxisScreenValue(1);
      g.drawLine(one, getYAxisScreenValueForMin(), one, getYAxisScreenValueForMax());
    }
  }
}
