package posix.sockets.gallery;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import posix.sockets.parity.Layer;
import posix.sockets.parity.Play.Playbill;
import posix.sockets.parity.Program;
import posix.sockets.parity.Rule;
import posix.sockets.parity.Script;
import posix.sockets.parity.Step;

/**
 * A scenario as a reader would do it: a terminal for each program, with the command, what is typed
 * and what is printed. A play lets the kernel choose ports and has a folder that is gone
 * afterwards; shown are a fixed port and a fixed folder, so that the commands work as they stand.
 *
 * @param playbill what the programs printed; null leaves it out
 */
record Transcript(Script.Scenario scenario, Playbill playbill) {
  private static final int PORT = 8888;
  private static final String FOLDER = "target/play";
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z][a-z0-9]*)}");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+\\[\\]-]+");

  /**
   * What one program's terminal shows.
   *
   * @param name what the scenario calls it
   * @param program for example {@code tcp/echo_client}; null if it is none of the examples
   * @param status how it ended; null if the scenario does not wait for it
   */
  record Terminal(
      String name, String program, List<String> commands, List<Part> parts, Integer status) {}

  /** Something printed, or a line typed. */
  record Part(String kind, String text) {
    static final String OUT = "out";
    static final String ERR = "err";
    static final String TYPED = "typed";
    static final String END = "end";
  }

  String name() {
    return scenario.name();
  }

  List<Terminal> terminals() {
    var terminals = new ArrayList<Terminal>();
    for (Step step : scenario.steps()) {
      if (step instanceof Step.Run run) {
        terminals.add(terminal(run.name(), run.program(), List.of(command(run))));
      } else if (step instanceof Step.Tool tool) {
        terminals.add(terminal(tool.name(), null, List.of(command(tool))));
      }
    }
    if (usesFolder()) {
      Terminal first = terminals.getFirst();
      var commands = new ArrayList<>(List.of("rm -rf " + FOLDER + " && mkdir -p " + FOLDER));
      commands.addAll(first.commands);
      terminals.set(
          0, new Terminal(first.name, first.program, commands, first.parts, first.status));
    }
    return terminals;
  }

  private boolean usesFolder() {
    return scenario.steps().stream().anyMatch(step -> step.toString().contains("{dir}"));
  }

  private Terminal terminal(String name, String program, List<String> commands) {
    Integer status = null;
    for (Step step : scenario.steps()) {
      if (step instanceof Step.Exit exit && exit.name().equals(name)) {
        status = exit.status();
      }
    }
    return new Terminal(name, program, commands, parts(name), status);
  }

  /** The script's order says which output came before which input. */
  private List<Part> parts(String name) {
    Program.Result result = playbill == null ? null : playbill.results().get(name);
    List<String> lines = result == null ? List.of() : result.outText().lines().toList();
    var parts = new ArrayList<Part>();
    int shown = 0;
    int seen = 0;
    for (Step step : scenario.steps()) {
      if (!step.name().equals(name)) {
        continue;
      }
      switch (step) {
        case Step.Expect(_, String line) when result != null -> seen = find(lines, line, seen) + 1;
        case Step.Type(_, String line) -> {
          parts.add(new Part(Part.OUT, text(lines.subList(shown, seen))));
          parts.add(new Part(Part.TYPED, line));
          shown = seen;
        }
        case Step.End _ -> {
          parts.add(new Part(Part.OUT, text(lines.subList(shown, seen))));
          parts.add(new Part(Part.END, ""));
          shown = seen;
        }
        default -> {}
      }
    }
    parts.add(new Part(Part.OUT, text(lines.subList(shown, lines.size()))));
    parts.add(new Part(Part.ERR, result == null ? "" : normal(result.errText())));
    return parts;
  }

  private int find(List<String> lines, String expected, int from) {
    String line = fill(expected, playbill.variables());
    for (int i = from; i < lines.size(); i++) {
      if (lines.get(i).equals(line)) {
        return i;
      }
    }
    throw new IllegalStateException(scenario + ": no line \"" + line + "\" in " + lines);
  }

  private String text(List<String> lines) {
    return normal(lines.stream().map(line -> line + "\n").collect(Collectors.joining()));
  }

  /** With the port and the folder of the commands, and symbols for what is never the same twice. */
  private String normal(String text) {
    if (text.isEmpty()) {
      return text;
    }
    for (var variable : shownVariables().entrySet()) {
      String value = playbill.variables().get(variable.getKey());
      text = text.replaceAll("(?<!\\w)" + Pattern.quote(value) + "(?!\\w)", variable.getValue());
    }
    return Rule.normalize(text, scenario.rules());
  }

  /** What is shown instead of the variables' values in a play. */
  private Map<String, String> shownVariables() {
    var shown = new LinkedHashMap<String, String>();
    shown.put("dir", FOLDER);
    int port = PORT;
    for (Step step : scenario.steps()) {
      if (step instanceof Step.Expect(_, String line)) {
        Matcher matcher = VARIABLE.matcher(line);
        while (matcher.find()) {
          if (matcher.group(1).startsWith("port") && !shown.containsKey(matcher.group(1))) {
            shown.put(matcher.group(1), Integer.toString(port++));
          }
        }
      }
    }
    return shown;
  }

  private static String fill(String text, Map<String, String> variables) {
    return VARIABLE
        .matcher(text)
        .replaceAll(m -> Matcher.quoteReplacement(variables.getOrDefault(m.group(1), m.group())));
  }

  private String command(Step.Run run) {
    String layer = Layer.RAW.exists(run.program()) ? "" : " LAYER=typed";
    String args =
        words(run.name(), run.args()).stream()
            .map(Transcript::quote)
            .collect(Collectors.joining(" "));
    return "make run EX="
        + run.program()
        + layer
        + (args.isEmpty() ? "" : " ARGS=\"" + args + "\"");
  }

  private String command(Step.Tool tool) {
    List<String> words = words(tool.name(), tool.command());
    boolean jdk = Files.exists(Path.of(System.getProperty("java.home"), "bin", words.getFirst()));
    return (jdk ? "$(make jdk)/bin/" : "") + String.join(" ", words);
  }

  /** Port 0, and whatever the kernel chose for it, is the port that is shown. */
  private List<String> words(String name, List<String> words) {
    var shown = shownVariables();
    var filled = new ArrayList<>(words.stream().map(word -> fill(word, shown)).toList());
    String port = shown.get(boundBy(name));
    for (int i = 0; port != null && i < filled.size(); i++) {
      if (filled.get(i).matches("(.*:)?0")) {
        filled.set(i, filled.get(i).replaceFirst("0$", port));
        break;
      }
    }
    return filled;
  }

  /** The port that was first heard of from this program. */
  private String boundBy(String name) {
    var seen = new ArrayList<String>();
    for (Step step : scenario.steps()) {
      if (step instanceof Step.Expect(String by, String line)) {
        Matcher matcher = VARIABLE.matcher(line);
        while (matcher.find()) {
          String variable = matcher.group(1);
          if (variable.startsWith("port") && !seen.contains(variable)) {
            seen.add(variable);
            if (by.equals(name)) {
              return variable;
            }
          }
        }
      }
    }
    return null;
  }

  private static String quote(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word + "'";
  }
}
