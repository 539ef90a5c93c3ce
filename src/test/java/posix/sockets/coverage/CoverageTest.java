package posix.sockets.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import posix.sockets.raw.Posix;

/** Fails when a function, option, family or constant of the tables has no place in the library. */
class CoverageTest {
  private static final Map<String, Integer> ROWS =
      Map.of(
          "functions, raw", 120,
          "options, typed", 286,
          "address families, typed", 50,
          "constants, raw", 1898);

  @TestFactory
  Iterable<DynamicTest> everyTableIsWhole() {
    return Coverage.counts().stream()
        .map(count ->
            DynamicTest.dynamicTest(
                count.what(),
                () -> {
                  assertThat(count.missing()).as("not in the library").isEmpty();
                  assertThat(count.rows()).as("rows").isEqualTo(ROWS.get(count.what()));
                }))
        .toList();
  }

  @Test
  void whatCpythonHasIsNamedAsItIsHere() {
    for (Map<String, String> row : Tables.read("cpython-socket.tsv")) {
      String here = row.get("here");
      if (row.get("kind").equals("constant") && !here.equals("-")) {
        assertThat(Posix.class.getFields())
            .as(row.get("name"))
            .anyMatch(f -> f.getName().equals(here));
      }
    }
  }
}
