package posix.sockets.parity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Two plays of a scenario, held against one another: exit statuses, and all that was printed. */
final class Comparison {
  private Comparison() {}

  /** How the second differs from the first; nothing if it does not. */
  static List<String> differences(
      Script.Scenario scenario, Play.Playbill expected, Play.Playbill actual) {
    var differences = new ArrayList<String>();
    if (actual.failure() != null) {
      differences.add(actual.failure());
    }
    actual
        .results()
        .forEach((name, result) -> {
          Program.Result other = expected.results().get(name);
          if (other != null && other.status() != result.status()) {
            differences.add(
                "%s ended with %d, not %d".formatted(name, result.status(), other.status()));
          }
          if (other != null) {
            add(
                differences,
                name + "'s standard output",
                normal(other.outText(), scenario, expected),
                normal(result.outText(), scenario, actual));
            add(
                differences,
                name + "'s standard error",
                normal(other.errText(), scenario, expected),
                normal(result.errText(), scenario, actual));
          }
        });
    return differences;
  }

  /** The rules of a scenario by which nothing in it may differ: they would hide something else. */
  static List<String> unusedRules(Script.Scenario scenario, Play.Playbill playbill) {
    return scenario.rules().stream()
        .filter(rule ->
            playbill.results().values().stream()
                .noneMatch(one -> rule.isUsed(one.outText() + one.errText())))
        .map(rule ->
            "nothing in it is what rule " + rule.name().toLowerCase(Locale.ROOT) + " is for")
        .toList();
  }

  private static void add(List<String> differences, String what, String expected, String actual) {
    String difference = Difference.between(what, expected, actual);
    if (difference != null) {
      differences.add(difference);
    }
  }

  /**
   * With symbols for the temporary folder, for ports that the play knows, and for what the rules
   * allow to differ.
   */
  static String normal(String text, Script.Scenario scenario, Play.Playbill playbill) {
    List<Map.Entry<String, String>> known =
        playbill.variables().entrySet().stream()
            .filter(entry -> entry.getKey().matches("dir|port\\d*"))
            .sorted(Comparator.comparing(entry -> -entry.getValue().length()))
            .toList();
    for (var variable : known) {
      text =
          text.replaceAll(
              "(?<!\\w)" + Pattern.quote(variable.getValue()) + "(?!\\w)",
              "<" + variable.getKey() + ">");
    }
    return Rule.normalize(text, scenario.rules());
  }
}
