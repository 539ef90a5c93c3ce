package posix.sockets.gallery;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names in a program's text that a reader may look up. */
final class Names {
  private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");
  private static final Pattern CALLED = Pattern.compile("\\b([A-Za-z_]\\w*)\\(");

  /** As an argument: {@code transfer(readv, "readv", …)}. */
  private static final Pattern PASSED = Pattern.compile("[(,] ?([A-Za-z_]\\w*)(?=[,)])");

  private static final Pattern DECLARED =
      Pattern.compile("\\w[ *]+([A-Za-z_]\\w*)(?: =|[,;)\\[])|\\(\\*([A-Za-z_]\\w*)\\)\\(");
  private static final Set<String> NO_CALLS =
      Set.of("if", "for", "while", "switch", "return", "sizeof", "alignas", "__attribute__");

  private Names() {}

  /** The functions and macros that a program calls, or has called, and does not define itself. */
  static Set<String> calls(Source source) {
    var calls = new TreeSet<String>();
    var own = new TreeSet<String>();
    for (Source.Line line : source.lines()) {
      String code = line.code();
      (isTopLevel(code) ? own : calls).addAll(found(CALLED, code));
      calls.addAll(found(PASSED, code).stream().filter(ManPages::has).toList());
      own.addAll(found(DECLARED, code));
    }
    calls.removeAll(own);
    calls.removeAll(NO_CALLS);
    return calls;
  }

  private static boolean isTopLevel(String code) {
    return code.matches("\\S.*");
  }

  private static List<String> found(Pattern pattern, String code) {
    return pattern
        .matcher(code)
        .results()
        .map(match -> match.group(1) != null ? match.group(1) : match.group(2))
        .toList();
  }

  /** The options, flags and families. */
  static Set<String> flags(Source source) {
    return source.lines().stream()
        .flatMap(line -> WORD.matcher(line.code()).results())
        .map(match -> match.group())
        .filter(word -> Flags.of(word) != null)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
