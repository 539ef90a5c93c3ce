package posix.sockets.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One performance of a scenario, in a temporary folder of its own, {@code {dir}}: plays do not
 * depend on one another, and run at the same time.
 *
 * <p>To start programs in another way, for example under strace, pass other {@link Commands}: a
 * {@link Cast} is one, and a command that it gives can be prefixed.
 */
public final class Play implements AutoCloseable {
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z][a-z0-9]*)}");

  /** How the examples of a play are started. */
  public interface Commands {
    /**
     * The command of one start.
     *
     * @param args the arguments, with the values of variables
     */
    List<String> command(Step.Run run, List<String> args);
  }

  /**
   * What came of a play.
   *
   * @param results how each example ended, in the order of their starts; those that did
   * @param variables the values of {@code {dir}} and what lines that were expected have bound
   * @param failure null if all went as the script says, else what did not, and all programs' output
   * @param missing null, or the tool, or {@code root}, that is not there, so that nothing was
   *     played
   */
  public record Playbill(
      Map<String, Program.Result> results,
      Map<String, String> variables,
      String failure,
      String missing) {}

  private final Commands commands;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final Map<String, Program> programs = new LinkedHashMap<>();
  private final Map<String, Program.Result> ended = new HashMap<>();
  private final Path folder = folder();

  private Play(Commands commands) throws IOException {
    this.commands = commands;
    variables.put("dir", folder.toString());
  }

  /** Short, for the path of a socket, and always as long, for system calls tell its length. */
  private static Path folder() throws IOException {
    String name = "play%016x".formatted(new SecureRandom().nextLong());
    return Files.createDirectory(
        Path.of(System.getProperty("java.io.tmpdir"), name),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** Plays a scenario to its end, or to where something goes wrong. */
  public static Playbill perform(Script.Scenario scenario, Commands commands)
      throws IOException, InterruptedException {
    try (var play = new Play(commands)) {
      String missing = missing(scenario);
      String failure = missing == null ? play.perform(scenario) : null;
      var results = new LinkedHashMap<String, Program.Result>();
      scenario.runs().map(Step.Run::name).forEach(name -> results.put(name, play.ended.get(name)));
      results.values().removeIf(Objects::isNull);
      return new Playbill(results, play.variables, failure, missing);
    }
  }

  private static String missing(Script.Scenario scenario) throws IOException {
    if (scenario.needs().contains("root")
        && !Files.getAttribute(Path.of("/proc/thread-self"), "unix:uid").equals(0)) {
      return "root";
    }
    return scenario.steps().stream()
        .filter(Step.Tool.class::isInstance)
        .map(step -> ((Step.Tool) step).command().getFirst())
        .filter(tool -> !Files.isExecutable(Path.of(tool(tool))))
        .findFirst()
        .orElse(null);
  }

  /** Where a tool is; its name if it is nowhere. */
  private static String tool(String name) {
    String jdk = Path.of(System.getProperty("java.home"), "bin").toString();
    return Stream.of((jdk + ":" + System.getenv("PATH")).split(":"))
        .map(place -> Path.of(place, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElse(name);
  }

  private String perform(Script.Scenario scenario) throws IOException, InterruptedException {
    for (Step step : scenario.steps()) {
      try {
        perform(step, scenario);
      } catch (IllegalStateException e) { // hung, or did not print or end as it should
        return e.getMessage()
            + programs.entrySet().stream()
                .map(entry -> "\n" + entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining());
      }
    }
    return null;
  }

  private void perform(Step step, Script.Scenario scenario)
      throws IOException, InterruptedException {
    String name = step.name();
    switch (step) {
      case Step.Run run -> start(name, commands.command(run, filled(run.args())), scenario);
      case Step.Tool tool -> {
        var command = new ArrayList<>(filled(tool.command()));
        command.set(0, tool(command.getFirst()));
        start(name, command, scenario);
      }
      case Step.Expect(_, String line) -> {
        Matcher matcher = programs.get(name).expect(pattern(line));
        if (matcher == null) {
          throw new IllegalStateException(name + " did not print: " + filled(line));
        }
        matcher.namedGroups().forEach((word, group) -> variables.put(word, matcher.group(group)));
      }
      case Step.Type(_, String line) -> type(name, filled(line) + "\n");
      case Step.End _ -> programs.get(name).endInput();
      case Step.Exit(_, int status) -> {
        Program.Result result = programs.get(name).await();
        ended.put(name, result);
        if (result.status() != status) {
          throw new IllegalStateException(
              "%s ended with %d, not %d".formatted(name, result.status(), status));
        }
      }
    }
  }

  private void start(String name, List<String> command, Script.Scenario scenario)
      throws IOException {
    boolean typedTo =
        scenario.steps().stream()
            .filter(step -> step.name().equals(name))
            .anyMatch(step -> step instanceof Step.Type || step instanceof Step.End);
    programs.put(
        name, typedTo ? Program.start(command) : Program.start(command, Path.of("/dev/null")));
  }

  private void type(String name, String line) {
    try {
      programs.get(name).feed(line);
    } catch (IOException e) {
      throw new IllegalStateException(name + " does not read: " + e.getMessage(), e);
    }
  }

  private List<String> filled(List<String> words) {
    return words.stream().map(this::filled).toList();
  }

  /** With the values of those variables that have one. */
  private String filled(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(m -> Matcher.quoteReplacement(variables.getOrDefault(m.group(1), m.group())));
  }

  private Pattern pattern(String line) {
    var pattern = new StringBuilder();
    Matcher matcher = VARIABLE.matcher(filled(line));
    int end = 0;
    while (matcher.find()) {
      pattern.append(Pattern.quote(filled(line).substring(end, matcher.start())));
      pattern.append("(?<" + matcher.group(1) + ">\\S+)");
      end = matcher.end();
    }
    return Pattern.compile(pattern + Pattern.quote(filled(line).substring(end)));
  }

  @Override
  public void close() throws IOException {
    programs.values().forEach(Program::close);
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
