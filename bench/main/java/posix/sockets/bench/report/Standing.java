package posix.sockets.bench.report;

import java.util.EnumSet;
import java.util.Set;
import posix.sockets.bench.race.Goal;
import posix.sockets.bench.race.Interval;
import posix.sockets.bench.race.Metric;

/** How one stands to another, as far as the interval of their ratio lets one say. */
enum Standing {
  /** The interval lies within 3 %. */
  LEVEL,
  /** All of it is on the better side. */
  BETTER,
  /** All of it is on the worse side. */
  WORSE,
  /** It has both sides, and more than 3 %. */
  UNCLEAR;

  private static final Set<Metric> TIMES =
      EnumSet.complementOf(EnumSet.of(Metric.CPU, Metric.CPU_PER_GIB, Metric.ALLOCATED));

  /** By the interval of a ratio. */
  static Standing of(Interval ratio, Metric metric) {
    if (ratio.least() >= 1 / Goal.LEVEL && ratio.most() <= Goal.LEVEL) {
      return LEVEL;
    }
    if (ratio.least() <= 1 && ratio.most() >= 1) {
      return UNCLEAR;
    }
    return ratio.least() > 1 == metric.moreIsBetter ? BETTER : WORSE;
  }

  /** In words, of such a metric. */
  String than(String whom, Metric metric) {
    boolean time = TIMES.contains(metric);
    return switch (this) {
      case LEVEL -> "level with " + whom;
      case BETTER -> (time ? "faster than " : "less than ") + whom;
      case WORSE -> (time ? "slower than " : "more than ") + whom;
      case UNCLEAR -> "too noisy to tell from " + whom;
    };
  }
}
