package posix.sockets.bench.work;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import posix.sockets.bench.race.Sample;

/** The latencies of a turn, in nanoseconds. */
public final class Latencies {
  private static final int DIGITS = 4;
  private static final Histogram HISTOGRAM = new Histogram(TimeUnit.SECONDS.toNanos(60), DIGITS);

  private Latencies() {}

  /** One more, by the thread that does the work. */
  public static void record(long nanos) {
    HISTOGRAM.recordValue(nanos);
  }

  static void reset() {
    HISTOGRAM.reset();
  }

  /** Empty if nothing was recorded. */
  static Map<Double, Double> percentiles() {
    if (HISTOGRAM.getTotalCount() == 0) {
      return Collections.emptyMap();
    }
    Map<Double, Double> percentiles = new TreeMap<>();
    for (double percentile : Sample.PERCENTILES) {
      percentiles.put(percentile, (double) HISTOGRAM.getValueAtPercentile(percentile));
    }
    return percentiles;
  }
}
