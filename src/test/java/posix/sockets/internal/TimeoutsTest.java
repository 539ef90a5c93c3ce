package posix.sockets.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeoutsTest {
  @Test
  void roundsUp() {
    assertThat(Timeouts.millis(0)).isZero();
    assertThat(Timeouts.millis(1)).isEqualTo(1);
    assertThat(Timeouts.millis(1_000_000)).isEqualTo(1);
    assertThat(Timeouts.millis(1_000_001)).isEqualTo(2);
    assertThat(Timeouts.millis(Timeouts.FOREVER)).isEqualTo(-1);
    assertThat(Timeouts.millis(Timeouts.of(Integer.MAX_VALUE))).isEqualTo(Integer.MAX_VALUE);
    assertThat(Timeouts.of(Integer.MIN_VALUE)).isEqualTo(Timeouts.FOREVER);
  }

  @Test
  void longOnesStayLong() {
    for (var timeout :
        new Duration[] {
          Duration.ofSeconds(Long.MAX_VALUE, 999_999_999), Duration.ofDays(365 * 200L)
        }) {
      long nanos = Timeouts.of(timeout);
      assertThat(nanos).isPositive();
      assertThat(Timeouts.millis(nanos)).isEqualTo(Integer.MAX_VALUE);
      long deadline = Timeouts.deadline(nanos);
      assertThat(Timeouts.millisLeft(nanos, deadline)).isEqualTo(Integer.MAX_VALUE);
    }
    assertThat(Timeouts.of(Duration.ofSeconds(Long.MIN_VALUE))).isZero();
    assertThat(Timeouts.of(Duration.ofNanos(1))).isEqualTo(1);
  }

  @Test
  void whatIsLeft() {
    assertThat(Timeouts.millisLeft(Timeouts.FOREVER, 0)).isEqualTo(-1);
    assertThat(Timeouts.millisLeft(0, 0)).isZero();
    assertThat(Timeouts.millisLeft(1, System.nanoTime() - 1)).isZero();
    long hour = Duration.ofHours(1).toNanos();
    assertThat(Timeouts.millisLeft(hour, Timeouts.deadline(hour))).isBetween(3_590_000, 3_600_000);
  }
}
