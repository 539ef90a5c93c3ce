package posix.sockets.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import posix.sockets.gallery.Alignment.Row;
import posix.sockets.gallery.Source.Line;
import posix.sockets.parity.Layer;

class AlignmentTest {
  private static List<String> aligned(String c, String java) {
    return Alignment.rows(lines(c, true), lines(java, false)).stream()
        .map(row -> text(row.left()) + " | " + text(row.right()))
        .toList();
  }

  private static List<Line> lines(String text, boolean c) {
    return Source.parse(text.lines().toList(), c).lines();
  }

  private static String text(Line line) {
    return line == null ? "-" : line.text();
  }

  @Test
  void likeLinesStandSideBySide() {
    assertThat(
            aligned(
                "int on = 1;\nif (bind(server, address) == -1) {\nreturn 1;",
                "if (bind(server, address) == -1) {\nreturn 1;\nvar more = 2;"))
        .containsExactly(
            "int on = 1; | -",
            "if (bind(server, address) == -1) { | if (bind(server, address) == -1) {",
            "return 1; | return 1;",
            "- | var more = 2;");
  }

  @Test
  void stepsAreFoundByTheirComments() {
    assertThat(
            aligned(
                "a = read(fd);\n// Tell it.\nsend(fd, a);\n// End.\nclose(fd);",
                "// Tell it.\na = read(fd);\nb = read(fd);\n// End.\nfd.close();"))
        .containsSubsequence("// Tell it. | // Tell it.", "// End. | // End.");
  }

  @Test
  void aCommentStaysWithWhatItLeads() {
    assertThat(
            aligned(
                "x(1);\n// All else.\nint main(void) {",
                "x(1);\nclass A {}\nclass B {}\nint main(void) {"))
        .containsExactly(
            "x(1); | x(1);",
            "- | class A {}",
            "// All else. | class B {}",
            "int main(void) { | int main(void) {");
  }

  static Stream<String> twins() throws Exception {
    return Gallery.entries().stream()
        .flatMap(entry -> entry.programs().stream())
        .filter(Layer.C::exists);
  }

  @ParameterizedTest
  @MethodSource("twins")
  void noLineIsLost(String program) throws Exception {
    List<Line> c = Source.read(Layer.C.source(program)).lines();
    List<Line> java = Source.read(Layer.RAW.source(program)).lines();
    List<Row> rows = Alignment.of(c, java).stream().flatMap(step -> step.rows().stream()).toList();
    assertThat(rows.stream().map(Row::left).filter(Objects::nonNull)).containsExactlyElementsOf(c);
    assertThat(rows.stream().map(Row::right).filter(Objects::nonNull))
        .containsExactlyElementsOf(java);
  }

  /** Without common steps there would be nothing to align the columns by. */
  @ParameterizedTest
  @MethodSource("twins")
  void twinsHaveStepsInCommon(String program) throws Exception {
    List<Line> c = Source.read(Layer.C.source(program)).lines();
    List<Line> java = Source.read(Layer.RAW.source(program)).lines();
    long same =
        Alignment.rows(c, java).stream()
            .filter(Row::isPair)
            .filter(row -> row.left().comment() != null)
            .filter(row -> row.left().comment().equals(row.right().comment()))
            .count();
    long comments = c.stream().filter(line -> line.comment() != null).count();
    assertThat(same).as("of %d comments", comments).isGreaterThanOrEqualTo(comments / 2);
  }
}
