package posix.sockets.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import posix.sockets.faults.Faults;

/** As many as a few seconds allow; {@code make fuzz} tries a million, each time others. */
@Tag("hostile")
class TuplesTest {
  private static final int COUNT = 50_000;
  private static final long SEED = 42;

  @BeforeAll
  static void countCalls() {
    Faults.prepare();
  }

  @Test
  @Timeout(600) // a busy machine
  void wrongArgumentsAreRefusedBeforeAnyCall() throws Exception {
    System.out.println("random arguments: seed " + SEED);
    Tuples.Result result = Tuples.run(COUNT, SEED);
    assertThat(result.failures()).isEmpty();
    assertThat(result.untried()).isEmpty();
    assertThat(result.outcomes().get("refused")).isGreaterThan(COUNT / 10);
    assertThat(result.outcomes().get("certainly wrong")).isGreaterThan(COUNT / 20);
    assertThat(result.outcomes().get("error")).as("and some reach the kernel").isPositive();
  }
}
