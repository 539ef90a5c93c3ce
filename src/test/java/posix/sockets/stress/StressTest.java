package posix.sockets.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The parts of {@link Stress}, small: whether they are right, and not how fast. */
class StressTest {
  @TestFactory
  Stream<DynamicTest> parts() {
    return Stress.PARTS.stream()
        .map(part -> DynamicTest.dynamicTest(part.name(), () -> checkThatItHolds(part)));
  }

  private static void checkThatItHolds(Stress.Part part) throws Exception {
    var report = new Report(false);
    part.run().with(part.small(), report);
    assertThat(report.broken()).isEmpty();
  }
}
