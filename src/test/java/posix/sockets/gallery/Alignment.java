package posix.sockets.gallery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import posix.sockets.gallery.Source.Line;

/**
 * A program in C beside its twin: of all ways to lay the two out, each in its own order, the one in
 * which the most alike lines stand side by side. A comment with the same words counts for more than
 * any code.
 */
final class Alignment {
  private static final double SAME_COMMENT = 10;
  private static final double MOST_SIMILAR = 4;
  private static final double SIMILAR = 0.5;
  private static final double SAME_LAYOUT = 0.3; // blank lines and braces
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*|[0-9]+");

  /** Lines side by side, of which one is null where there is only the other. */
  record Row(Line left, Line right) {
    boolean isPair() {
      return left != null && right != null;
    }
  }

  /** Rows that belong together: a reader on a narrow screen sees first the left, then the right. */
  record Step(List<Row> rows) {}

  private Alignment() {}

  static List<Step> of(List<Line> left, List<Line> right) {
    var steps = new ArrayList<Step>();
    List<Row> rows = rows(left, right);
    List<Row> current = new ArrayList<>();
    Row before = null;
    for (Row row : rows) {
      if (!current.isEmpty() && beginsStep(row, before)) {
        steps.add(new Step(current));
        current = new ArrayList<>();
      }
      current.add(row);
      before = row;
    }
    if (!current.isEmpty()) {
      steps.add(new Step(current));
    }
    return steps;
  }

  private static boolean beginsStep(Row row, Row before) {
    if (!row.isPair()) {
      return false;
    }
    boolean comments = row.left.comment() != null && row.right.comment() != null;
    boolean more = before.isPair() && before.left.comment() != null;
    boolean paragraph = before.isPair() && before.left.isBlank() && before.right.isBlank();
    return comments && !more || paragraph;
  }

  /** All lines, each once and in its order. */
  static List<Row> rows(List<Line> left, List<Line> right) {
    double[][] best = new double[left.size() + 1][right.size() + 1]; // of what begins there
    List<Set<String>> leftWords = left.stream().map(Alignment::words).toList();
    List<Set<String>> rightWords = right.stream().map(Alignment::words).toList();
    for (int i = left.size() - 1; i >= 0; i--) {
      for (int j = right.size() - 1; j >= 0; j--) {
        double both = score(left.get(i), right.get(j), leftWords.get(i), rightWords.get(j));
        best[i][j] = Math.max(best[i + 1][j], best[i][j + 1]);
        if (both > 0) {
          best[i][j] = Math.max(best[i][j], both + best[i + 1][j + 1]);
        }
      }
    }
    var rows = new ArrayList<Row>();
    int i = 0;
    int j = 0;
    List<Line> onlyLeft = new ArrayList<>();
    List<Line> onlyRight = new ArrayList<>();
    while (i < left.size() && j < right.size()) {
      double both = score(left.get(i), right.get(j), leftWords.get(i), rightWords.get(j));
      if (both > 0 && best[i][j] == both + best[i + 1][j + 1]) {
        addUnlike(rows, onlyLeft, onlyRight);
        rows.add(new Row(left.get(i++), right.get(j++)));
      } else if (best[i][j] == best[i + 1][j]) {
        onlyLeft.add(left.get(i++));
      } else {
        onlyRight.add(right.get(j++));
      }
    }
    onlyLeft.addAll(left.subList(i, left.size()));
    onlyRight.addAll(right.subList(j, right.size()));
    addUnlike(rows, onlyLeft, onlyRight);
    return rows;
  }

  /** What stands between two pairs of like lines. */
  private static void addUnlike(List<Row> rows, List<Line> left, List<Line> right) {
    int size = Math.max(left.size(), right.size());
    List<Line> filledLeft = filled(left, size);
    List<Line> filledRight = filled(right, size);
    for (int i = 0; i < size; i++) {
      rows.add(new Row(filledLeft.get(i), filledRight.get(i)));
    }
    left.clear();
    right.clear();
  }

  /** A comment at the end belongs to what comes next: there is no gap between them. */
  private static List<Line> filled(List<Line> lines, int size) {
    List<Line> gap = Collections.nCopies(size - lines.size(), null);
    var filled = new ArrayList<>(lines);
    boolean leads = !lines.isEmpty() && lines.getLast().comment() != null;
    filled.addAll(leads ? 0 : lines.size(), gap);
    return filled;
  }

  private static Set<String> words(Line line) {
    var words = new HashSet<String>();
    var matcher = WORD.matcher(line.text());
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  /** How alike they are; 0 if they are not. */
  private static double score(
      Line left, Line right, Set<String> leftWords, Set<String> rightWords) {
    if ((left.comment() == null) != (right.comment() == null)) {
      return 0;
    }
    if (left.comment() != null && left.comment().equals(right.comment())) {
      return SAME_COMMENT;
    }
    if (leftWords.isEmpty() || rightWords.isEmpty()) {
      return left.text().strip().equals(right.text().strip()) ? SAME_LAYOUT : 0;
    }
    int common = 0;
    for (String word : leftWords) {
      common += rightWords.contains(word) ? 1 : 0;
    }
    double alike = 2.0 * common / (leftWords.size() + rightWords.size());
    return alike >= SIMILAR ? MOST_SIMILAR * alike : 0;
  }
}
