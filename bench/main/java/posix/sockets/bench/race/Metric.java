package posix.sockets.bench.race;

import java.util.Locale;

/** What is compared. */
public enum Metric {
  /** Nanoseconds of an operation. */
  NANOS("ns an operation", false),
  /** Operations a second. */
  RATE("a second", true),
  /** Bytes a nanosecond. */
  GIGABYTES("GB/s", true),
  /** Nanoseconds of CPU that an operation takes the contender's process. */
  CPU("ns of CPU an operation", false),
  /** Seconds of CPU that a GiB takes the contender's process. */
  CPU_PER_GIB("CPU s per GiB", false),
  /** Milliseconds of an operation. */
  MILLIS("ms", false),
  /** Half of the operations were faster. */
  P50("p50, ns", false),
  /** 99 of 100 were faster. */
  P99("p99, ns", false),
  /** 999 of 1,000 were faster. */
  P999("p99.9, ns", false),
  /** Bytes of the Java heap that an operation allocates. */
  ALLOCATED("bytes allocated an operation", false);

  private static final double GIB = 1 << 30;

  /** Its unit, for a heading. */
  public final String unit;

  /** Whether more of it is better. */
  public final boolean moreIsBetter;

  Metric(String unit, boolean moreIsBetter) {
    this.unit = unit;
    this.moreIsBetter = moreIsBetter;
  }

  /** Its value, where an operation moves so many bytes. */
  public double of(Sample sample, long bytes) {
    return switch (this) {
      case NANOS -> sample.nanos() / sample.operations();
      case MILLIS -> sample.nanos() / sample.operations() / 1e6;
      case RATE -> sample.operations() * 1e9 / sample.nanos();
      case GIGABYTES -> (double) bytes * sample.operations() / sample.nanos();
      case CPU -> sample.cpu() / sample.operations();
      case CPU_PER_GIB -> sample.cpu() / 1e9 / ((double) bytes * sample.operations() / GIB);
      case P50 -> sample.percentiles().getOrDefault(50.0, Double.NaN);
      case P99 -> sample.percentiles().getOrDefault(99.0, Double.NaN);
      case P999 -> sample.percentiles().getOrDefault(99.9, Double.NaN);
      case ALLOCATED -> sample.allocated();
    };
  }

  /** A value with as many digits as one wants to read. */
  public String text(double value) {
    int digits = value >= 100 ? 0 : value >= 10 ? 1 : 3;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
