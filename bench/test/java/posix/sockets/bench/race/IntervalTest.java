package posix.sockets.bench.race;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IntervalTest {
  @Test
  void ofFewIsAllOfThem() {
    assertThat(Interval.of(3)).isEqualTo(new Interval(3, 3, 3));
    assertThat(Interval.of(5, 1, 4, 2, 3)).isEqualTo(new Interval(3, 1, 5));
    assertThat(Interval.of(4, 1)).isEqualTo(new Interval(2.5, 1, 4));
  }

  /** 1 - 2 (1 + 9) / 2^9 = 96 % remain without the two outermost, 82 % without the next. */
  @Test
  void ofMoreLeavesOutAsManyAsItMay() {
    assertThat(Interval.of(9, 8, 7, 6, 5, 4, 3, 2, 1)).isEqualTo(new Interval(5, 2, 8));
    assertThat(Interval.of(1, 2, 3, 4, 5, 6, 7, 100)).isEqualTo(new Interval(4.5, 2, 7));
    assertThat(Interval.of(1, 2, 3, 4, 5, 6, 700)).isEqualTo(new Interval(4, 1, 700));
  }

  @Test
  void ratiosAreOfEachRound() {
    double[] drifting = {1, 2, 4, 8, 16};
    double[] twice = {2, 4, 8, 16, 32};
    assertThat(Interval.ofRatios(twice, drifting)).isEqualTo(new Interval(2, 2, 2));
  }
}
