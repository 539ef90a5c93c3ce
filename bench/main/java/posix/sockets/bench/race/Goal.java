package posix.sockets.bench.race;

/**
 * What a ratio should be: {@code who}'s value of the metric, divided by {@code than}'s in the same
 * round. Where {@code than} is null, the value itself.
 *
 * @param limit the most where less is better, else the least
 */
public record Goal(Metric metric, String who, String than, boolean atMost, double limit) {
  /** Ratios up to this are called level. */
  public static final double LEVEL = 1.03;

  /** The ratio may be this at most. */
  public static Goal atMost(Metric metric, String who, String than, double limit) {
    return new Goal(metric, who, than, true, limit);
  }

  /** The ratio should be this at least. */
  public static Goal atLeast(Metric metric, String who, String than, double limit) {
    return new Goal(metric, who, than, false, limit);
  }

  /** What the rounds let one say. */
  public enum Verdict {
    /** All of the interval lies within the goal. */
    MET("met"),
    /** None of it does. */
    MISSED("missed"),
    /** Some of it does, or the rounds are too few. */
    TOO_NOISY("too noisy to tell"),
    /** Somebody whom it is about has no such figures. */
    NOT_MEASURED("not measured");

    /** In words. */
    public final String text;

    Verdict(String text) {
      this.text = text;
    }
  }

  /** Whether it is reached. */
  public Verdict verdict(Interval interval) {
    double worst = atMost ? interval.most() : interval.least();
    double best = atMost ? interval.least() : interval.most();
    if (atMost ? worst <= limit : worst >= limit) {
      return Verdict.MET;
    }
    return (atMost ? best <= limit : best >= limit) ? Verdict.TOO_NOISY : Verdict.MISSED;
  }
}
