package posix.sockets.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rows of {@link Table}, on each layer. */
class ConformanceTest {
  @TestFactory
  Stream<DynamicTest> raw() {
    return Table.ROWS.stream()
        .map(row ->
            DynamicTest.dynamicTest(row.toString(), () -> assertThat(row.rawFault()).isNull()));
  }

  @TestFactory
  Stream<DynamicTest> typed() {
    return Table.ROWS.stream()
        .filter(row -> !row.isRawOnly())
        .map(row ->
            DynamicTest.dynamicTest(row.toString(), () -> assertThat(row.typedFault()).isNull()));
  }

  @Test
  void everyRowHasItsName() {
    assertThat(Table.ROWS).extracting(Row::id).doesNotHaveDuplicates();
  }
}
