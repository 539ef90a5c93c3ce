package posix.sockets.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** The samples, one row each; the first column is the time, in seconds. */
final class Table {
  static final String TIME = "seconds";

  private List<String> columns = List.of();
  private final List<double[]> rows = new ArrayList<>();

  /** All samples have the same columns. */
  void add(Map<String, Double> sample) {
    columns = List.copyOf(sample.keySet());
    rows.add(columns.stream().mapToDouble(sample::get).toArray());
  }

  double[] column(String name) {
    int i = columns.indexOf(name);
    if (i < 0) {
      throw new IllegalArgumentException("no column " + name + " in " + columns);
    }
    return rows.stream().mapToDouble(row -> row[i]).toArray();
  }

  /** The same without the first half. */
  Table secondHalf() {
    var half = new Table();
    half.columns = columns;
    half.rows.addAll(rows.subList(rows.size() / 2, rows.size()));
    return half;
  }

  /**
   * By how much a column grows over the whole table: a straight line, by the median of the slopes
   * between any two samples. What is there only for a while, as a compiler's memory, does not move
   * it.
   */
  double growth(String name) {
    double[] x = column(TIME);
    double[] y = column(name);
    var slopes = DoubleStream.builder();
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < i; j++) {
        if (x[i] > x[j]) {
          slopes.add((y[i] - y[j]) / (x[i] - x[j]));
        }
      }
    }
    double[] sorted = slopes.build().sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2] * (x[x.length - 1] - x[0]);
  }

  void write(Path file) throws IOException {
    var format = new DecimalFormat("0.#", DecimalFormatSymbols.getInstance(Locale.ROOT));
    List<String> lines = new ArrayList<>();
    lines.add(String.join("\t", columns));
    for (double[] row : rows) {
      lines.add(Arrays.stream(row).mapToObj(format::format).collect(Collectors.joining("\t")));
    }
    Files.write(file, lines);
  }

  static Table read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    var table = new Table();
    table.columns = List.of(lines.getFirst().split("\t"));
    for (String line : lines.subList(1, lines.size())) {
      table.rows.add(Arrays.stream(line.split("\t")).mapToDouble(Double::parseDouble).toArray());
    }
    return table;
  }
}
