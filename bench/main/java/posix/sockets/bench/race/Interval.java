package posix.sockets.bench.race;

import java.util.Arrays;
import java.util.Locale;

/**
 * A median, and between what it lies: the narrowest pair of values, one from below and one from
 * above, that holds the true median with a confidence of 90 % at least, whatever the distribution
 * (each value is as likely above it as below). With 5 values these are the least and the most.
 */
public record Interval(double median, double least, double most) {
  /** With fewer values no pair of them has that confidence. */
  public static final int ENOUGH = 5;

  private static final double CONFIDENCE = 0.90;

  /** Of values, one for each round. */
  public static Interval of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    int out = 0; // how many are left out on each side
    double outside = 2 * Math.pow(0.5, n); // the chance that the median lies outside
    double ways = 1; // n over out
    while (out + 1 < n - out - 1) {
      ways = ways * (n - out) / (out + 1);
      outside += 2 * ways * Math.pow(0.5, n);
      if (1 - outside < CONFIDENCE) {
        break;
      }
      out++;
    }
    double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    return new Interval(median, sorted[out], sorted[n - 1 - out]);
  }

  /** Of the ratios in each round. */
  public static Interval ofRatios(double[] values, double[] bases) {
    return of(ratios(values, bases));
  }

  /** One for each round. */
  public static double[] ratios(double[] values, double[] bases) {
    double[] ratios = new double[values.length];
    Arrays.setAll(ratios, i -> values[i] / bases[i]);
    return ratios;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", median, least, most);
  }
}
