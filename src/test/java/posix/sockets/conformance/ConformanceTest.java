package posix.sockets.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.conformance.Row.row;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posix.sockets.ErrnoException;
import posix.sockets.raw.Posix;

/** The rows of {@link Table}, on each layer; and that a row can fail. */
class ConformanceTest {
  @TestFactory
  Stream<DynamicContainer> rows() {
    Map<String, List<Row>> calls = Table.ROWS.stream().collect(Collectors.groupingBy(Row::call));
    return calls.entrySet().stream()
        .map(call ->
            DynamicContainer.dynamicContainer(
                call.getKey(), call.getValue().stream().flatMap(ConformanceTest::tests)));
  }

  private static Stream<DynamicTest> tests(Row row) {
    return row.isRawOnly()
        ? Stream.of(test(row + ", raw only: " + row.typedAnswer(), row::rawFault))
        : Stream.of(test(row + ", raw", row::rawFault), test(row + ", typed", row::typedFault));
  }

  private static DynamicTest test(String name, Callable<String> fault) {
    return DynamicTest.dynamicTest(name, () -> assertThat(fault.call()).isNull());
  }

  @Test
  void everyRowHasAName() {
    assertThat(Table.ROWS).extracting(Row::id).doesNotHaveDuplicates();
    assertThat(Table.ROWS).extracting(Row::typedAnswer).doesNotContain("");
  }

  /** A group that somebody forgot would be silent. */
  @Test
  void everyGroupIsInTheTable() throws Exception {
    Path folder = Path.of(Table.class.getResource("Table.class").toURI()).getParent();
    try (var files = Files.list(folder)) {
      List<String> groups =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith("Rows.class"))
              .toList();
      assertThat(groups).isNotEmpty();
      for (String group : groups) {
        String name = Table.class.getPackageName() + "." + group.replace(".class", "");
        List<?> rows = (List<?>) Class.forName(name).getDeclaredField("ROWS").get(null);
        assertThat(rows).as(group).isNotEmpty().allMatch(Table.ROWS::contains);
      }
    }
  }

  @Test
  void anotherAnswerIsAFault() {
    Row row = row("listen", "X", "", "EINVAL", _ -> Posix.listen(-1, 1), s -> s.udp().listen(1));
    assertThat(row.rawFault()).isEqualTo("answers EBADF instead of EINVAL");
    assertThat(row.typedFault()).isEqualTo("answers EOPNOTSUPP instead of EINVAL");
    Row success =
        row("listen", "X", "", "EINVAL", f -> Posix.listen(f.tcp(), 1), Sockets::listener);
    assertThat(success.rawFault()).isEqualTo("answers 0 instead of EINVAL");
    assertThat(success.typedFault()).isEqualTo("answers 0 instead of EINVAL");
  }

  @Test
  void whatIsUntrueOfErrnoIsAFault() {
    Row touched = row("close", "X", "", "0", _ -> touched(0), null);
    assertThat(touched.rawFault()).isEqualTo("answers 0, and errno became EIO instead of 0");
    Row untouched = row("close", "X", "", "EIO", _ -> -1, null);
    assertThat(untouched.rawFault()).isEqualTo("answers errno 12345 instead of EIO");
    Row text = row("close", "X", "", "0, then 0", _ -> Answer.of(0) + ", then " + touched(0), null);
    assertThat(text.rawFault()).contains("errno became EIO");
  }

  private static int touched(int result) {
    Posix.errno(Posix.EIO);
    return result;
  }

  @ParameterizedTest
  @CsvSource({
    "send, 5, Input/output error, EIO, said as EIO of send",
    "recv, 5, No such file or directory, EIO, said as EIO of recv",
    "recv, 9999, Unknown error 9999, errno 9999, said as UNKNOWN of recv"
  })
  void whatIsUntrueOfAnExceptionIsAFault(
      String call, int number, String text, String name, String said) {
    Row row = row("recv", "X", "", "EIO", null, _ -> fail(call, number, text));
    assertThat(row.typedFault()).startsWith("answers " + name + ", " + said);
    Row asItShouldBe =
        row("recv", "X", "", "EIO", null, _ -> fail("recv", 5, "Input/output error"));
    assertThat(asItShouldBe.typedFault()).isNull();
  }

  private static Object fail(String call, int number, String text) throws IOException {
    throw new ErrnoException(call, number, text, null);
  }
}
