package posix.sockets.bench.race;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.bench.race.Goal.Verdict.MET;
import static posix.sockets.bench.race.Goal.Verdict.MISSED;
import static posix.sockets.bench.race.Goal.Verdict.TOO_NOISY;

import org.junit.jupiter.api.Test;

class GoalTest {
  @Test
  void atMost() {
    Goal goal = Goal.atMost(Metric.NANOS, "typed", "c", 1.05);
    assertThat(goal.verdict(new Interval(1.01, 0.99, 1.05))).isEqualTo(MET);
    assertThat(goal.verdict(new Interval(1.01, 0.99, 1.06))).isEqualTo(TOO_NOISY);
    assertThat(goal.verdict(new Interval(1.07, 1.05, 1.09))).isEqualTo(TOO_NOISY);
    assertThat(goal.verdict(new Interval(1.07, 1.06, 1.09))).isEqualTo(MISSED);
  }

  @Test
  void atLeast() {
    Goal goal = Goal.atLeast(Metric.RATE, "typed", "c", 0.95);
    assertThat(goal.verdict(new Interval(1, 0.95, 1.2))).isEqualTo(MET);
    assertThat(goal.verdict(new Interval(1, 0.94, 1.2))).isEqualTo(TOO_NOISY);
    assertThat(goal.verdict(new Interval(0.9, 0.8, 0.94))).isEqualTo(MISSED);
  }
}
