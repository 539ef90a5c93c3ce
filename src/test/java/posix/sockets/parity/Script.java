package posix.sockets.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the examples of a file in {@code src/examples/scripts} are put through: scenarios, each
 * begun by {@code == NAME}, of {@link Step}s. A line {@code rule NAME} allows a {@link Rule},
 * {@code alone} has nothing else run meanwhile; before the first scenario both are for all of them.
 * Where a scenario {@code needs root}, nobody else plays it, and it is said that it was left out. A
 * line that begins with {@code #} is a comment.
 *
 * @param name for example {@code tcp/line}
 */
public record Script(String name, List<Scenario> scenarios) {
  static final Path FOLDER = Layer.ROOT.resolve("src/examples/scripts");

  /**
   * A course of events.
   *
   * @param first whether it is its script's first, which is the normal run
   * @param needs what its programs are to be run as: {@code root}, or nothing
   */
  public record Scenario(
      String script,
      String name,
      boolean first,
      Set<Rule> rules,
      Set<String> needs,
      boolean alone,
      List<Step> steps) {
    /** The examples in it, in their order, each once. */
    public List<String> programs() {
      return runs().map(Step.Run::program).distinct().toList();
    }

    /** Each start of an example. */
    public java.util.stream.Stream<Step.Run> runs() {
      return steps.stream().filter(Step.Run.class::isInstance).map(Step.Run.class::cast);
    }

    @Override
    public String toString() {
      return script + ", " + name;
    }
  }

  /** This script with its first scenario only. */
  Script normal() {
    return new Script(name, scenarios.subList(0, 1));
  }

  /** All that there are, by name. */
  public static List<Script> all() throws IOException {
    var scripts = new ArrayList<Script>();
    try (var files = Files.walk(FOLDER, 2)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".txt")).sorted().toList()) {
        String path = FOLDER.relativize(file).toString();
        scripts.add(
            parse(path.substring(0, path.length() - ".txt".length()), Files.readAllLines(file)));
      }
    }
    return scripts;
  }

  public static Script parse(String name, List<String> lines) {
    var parser = new Parser(name);
    for (String line : lines) {
      parser.line(line);
    }
    return new Script(name, parser.end());
  }

  private static final class Parser {
    private final String script;
    private final List<Scenario> scenarios = new ArrayList<>();
    private final Set<Rule> rulesOfAll = EnumSet.noneOf(Rule.class);
    private boolean allAlone;

    private Scenario scenario; // the current one
    private final Set<String> names = new HashSet<>(); // that have been started in it
    private final Set<String> running = new HashSet<>(); // and not been waited for
    private boolean fails; // whether any scenario has a failure
    private int number;

    Parser(String script) {
      this.script = script;
    }

    void line(String line) {
      number++;
      if (line.isEmpty() || line.startsWith("#")) {
        return;
      }
      String[] words = line.split(" ", 2);
      String rest = words.length > 1 ? words[1] : "";
      switch (words[0]) {
        case "==" -> begin(rest);
        case "rule" -> (scenario == null ? rulesOfAll : scenario.rules).add(rule(rest));
        case "alone" -> allAlone = alone();
        case "needs" -> needs(rest);
        default -> step(words[0], rest);
      }
    }

    private boolean alone() {
      check(scenario == null && scenarios.isEmpty(), "alone is for all of the script: in front");
      return true;
    }

    private void needs(String what) {
      check(scenario != null, "no scenario has begun");
      check(what.equals("root"), "nothing can be done for who needs " + what);
      scenario.needs.add(what);
    }

    private Rule rule(String name) {
      try {
        return Rule.valueOf(name.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException _) {
        throw wrong("no such rule: " + name);
      }
    }

    private void begin(String name) {
      finish();
      names.clear();
      var rules = EnumSet.copyOf(rulesOfAll);
      scenario =
          new Scenario(
              script,
              name,
              scenarios.isEmpty(),
              rules,
              new HashSet<>(),
              allAlone,
              new ArrayList<>());
    }

    private void finish() {
      if (scenario != null) {
        check(running.isEmpty(), "never waited for: " + running);
        scenarios.add(scenario);
      }
    }

    List<Scenario> end() {
      finish();
      check(fails, "no scenario has a failure");
      return List.copyOf(scenarios);
    }

    private void step(String verb, String line) {
      check(scenario != null, "no scenario has begun");
      String[] two = line.split(" ", 2);
      String name = two[0];
      String rest = two.length > 1 ? two[1] : "";
      List<String> words = rest.isEmpty() ? List.of() : List.of(rest.split(" +"));
      Step step =
          switch (verb) {
            case "run" -> new Step.Run(name, words.getFirst(), words.subList(1, words.size()));
            case "tool" -> new Step.Tool(name, words);
            case "expect" -> new Step.Expect(name, rest);
            case "type" -> new Step.Type(name, rest);
            case "end" -> new Step.End(name);
            case "exit" -> new Step.Exit(name, Integer.parseInt(rest));
            default -> throw wrong("what is " + verb + "?");
          };
      switch (step) {
        case Step.Run run -> {
          check(names.add(name) && running.add(name), "a second " + name);
          check(exists(run.program()), "no such program: " + run.program());
        }
        case Step.Tool _ -> check(names.add(name), "a second " + name);
        case Step.Exit(_, int status) -> {
          check(names.contains(name), "not running: " + name);
          running.remove(name);
          fails |= status != 0;
        }
        default -> check(names.contains(name), "not running: " + name);
      }
      scenario.steps.add(step);
    }

    private static boolean exists(String program) {
      return List.of(Layer.values()).stream().anyMatch(layer -> layer.exists(program));
    }

    private void check(boolean right, String otherwise) {
      if (!right) {
        throw wrong(otherwise);
      }
    }

    private IllegalArgumentException wrong(String what) {
      return new IllegalArgumentException(
          FOLDER.resolve(script + ".txt") + ", line " + number + ": " + what);
    }
  }
}
