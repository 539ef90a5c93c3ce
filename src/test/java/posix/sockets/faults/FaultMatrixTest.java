package posix.sockets.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The cases of {@link FaultMatrix}. */
@Tag("faults")
class FaultMatrixTest {
  private static final int AT_LEAST = 600;

  @TestFactory
  Stream<DynamicContainer> everyErrnoOfEveryCall() {
    return FaultMatrix.OPERATIONS.stream()
        .map(operation ->
            DynamicContainer.dynamicContainer(
                operation.name(),
                FaultMatrix.cases(operation).values().stream()
                    .flatMap(List::stream)
                    .map(each -> DynamicTest.dynamicTest(each.toString(), each::check))));
  }

  @Test
  void everyRowIsMet() {
    List<FaultMatrix.Row> met =
        FaultMatrix.OPERATIONS.stream()
            .flatMap(operation -> FaultMatrix.rows(operation).stream())
            .toList();
    assertThat(FaultMatrix.rows()).allSatisfy(row -> assertThat(met).contains(row));
  }

  /** The second one would be in force, and nobody would see the first. */
  @Test
  void noRowIsThereTwice() {
    assertThat(FaultMatrix.rows())
        .extracting(row -> row.call() + " " + row.errno())
        .doesNotHaveDuplicates();
  }

  @Test
  void thereAreManyCases() {
    long cases =
        FaultMatrix.OPERATIONS.stream()
            .flatMap(operation -> FaultMatrix.cases(operation).values().stream())
            .mapToLong(List::size)
            .sum();
    assertThat(cases).isGreaterThanOrEqualTo(AT_LEAST);
  }
}
