package posix.sockets.bench;

import java.util.Arrays;

/** What is said of figures of which each round has one. */
final class Rounds {
  private Rounds() {}

  /** The ratios of each round: median, least and most. */
  static String ratios(double[] values, double[] base) {
    double[] ratios = new double[values.length];
    Arrays.setAll(ratios, i -> values[i] / base[i]);
    double least = Arrays.stream(ratios).min().orElseThrow();
    double most = Arrays.stream(ratios).max().orElseThrow();
    return String.format("%.3f (%.3f to %.3f)", median(ratios), least, most);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
