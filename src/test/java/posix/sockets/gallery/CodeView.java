package posix.sockets.gallery;

import java.util.List;
import java.util.function.Function;
import posix.sockets.gallery.Alignment.Row;
import posix.sockets.gallery.Alignment.Step;
import posix.sockets.gallery.Source.Line;

/** Sources as cells of the grid that a page lays them out in: C and raw Java step by step. */
final class CodeView {
  private CodeView() {}

  /** A step of C, and of raw Java. */
  record Cells(String left, String right) {}

  static List<Cells> cells(List<Step> steps) {
    return steps.stream()
        .map(step -> new Cells(column(step, Row::left), column(step, Row::right)))
        .toList();
  }

  private static String column(Step step, Function<Row, Line> side) {
    var html = new StringBuilder();
    for (Row row : step.rows()) {
      Line line = side.apply(row);
      html.append(line == null ? "<i class=x>\n</i>" : html(line));
    }
    return html.toString();
  }

  /** Without anything beside it. */
  static String alone(Source source) {
    var html = new StringBuilder();
    source.lines().forEach(line -> html.append(html(line)));
    return html.toString();
  }

  private static String html(Line line) {
    return "<i>" + line.html() + "\n</i>";
  }
}
