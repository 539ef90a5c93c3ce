package posix.sockets.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The samples, drawn. */
final class Picture {
  private static final int COLUMNS = 2;
  private static final int WIDTH = 640;
  private static final int HEIGHT = 340;
  private static final double KB_IN_MB = 1e3;

  private final Table table;
  private final double[] minutes;

  Picture(Table table) {
    this.table = table;
    minutes = Arrays.stream(table.column(Table.TIME)).map(seconds -> seconds / 60).toArray();
  }

  /** Writes it, without a screen. */
  void write(Path png) throws IOException {
    System.setProperty("java.awt.headless", "true");
    List<XYChart> charts =
        List.of(
            both("Resident memory, MB (the heap is all in it)", "_resident_kb", KB_IN_MB),
            both("Open descriptors", "_descriptors", 1),
            grown("Growth of resident memory that is no file's, MB", "_anonymous_kb"),
            both("Allocated by Java outside of the heap, MB", "_allocated_kb", KB_IN_MB),
            both("Heap after a collection, MB", "_heap_kb", KB_IN_MB),
            both("Threads of the system", "_threads", 1),
            chart("Messages a second", List.of("messages"), List.of("messages_per_s"), 1),
            chart(
                "Opened and closed a second",
                List.of("client opens", "client closes", "server accepts", "server closes"),
                List.of(
                    "client_opened_per_s",
                    "client_closed_per_s",
                    "server_opened_per_s",
                    "server_closed_per_s"),
                1));
    int rows = (charts.size() + COLUMNS - 1) / COLUMNS;
    try (var out = Files.newOutputStream(png)) {
      BitmapEncoder.saveBitmap(charts, rows, COLUMNS, out, BitmapFormat.PNG);
    } catch (Error e) { // what AWT throws then is just that
      throw new IOException("a font is needed to draw: apt install fontconfig", e);
    }
  }

  private XYChart both(String title, String column, double unit) {
    return chart(
        title, List.of("server", "client"), List.of("server" + column, "client" + column), unit);
  }

  private XYChart chart(String title, List<String> names, List<String> columns, double unit) {
    XYChart chart = empty(title);
    double most = 0;
    for (int i = 0; i < names.size(); i++) {
      double[] y = Arrays.stream(table.column(columns.get(i))).map(v -> v / unit).toArray();
      most = Math.max(most, Arrays.stream(y).max().orElse(0));
      add(chart, names.get(i), y);
    }
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.1 * most + 1);
    return chart;
  }

  /** Against the mean of the second half, so that little is seen: of files, pages come and go. */
  private XYChart grown(String title, String column) {
    XYChart chart = empty(title);
    for (String name : List.of("server", "client")) {
      double mean = Arrays.stream(table.secondHalf().column(name + column)).average().orElse(0);
      double[] y =
          Arrays.stream(table.column(name + column)).map(v -> (v - mean) / KB_IN_MB).toArray();
      add(chart, name, y);
    }
    chart.getStyler().setYAxisMin(-8.0).setYAxisMax(8.0);
    return chart;
  }

  private static XYChart empty(String title) {
    XYChart chart =
        new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).xAxisTitle("minutes").build();
    chart.getStyler().setLegendPosition(LegendPosition.InsideSE);
    return chart;
  }

  private void add(XYChart chart, String name, double[] y) {
    chart.addSeries(name, minutes, y).setMarker(SeriesMarkers.NONE);
  }
}
