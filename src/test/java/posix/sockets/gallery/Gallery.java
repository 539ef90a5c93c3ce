package posix.sockets.gallery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import posix.sockets.parity.Cast;
import posix.sockets.parity.Play;
import posix.sockets.parity.Play.Playbill;
import posix.sockets.parity.Script;

/**
 * {@code make gallery}: a page for each script of the examples, and an index. The scripts are
 * played, in C where there is C, for what the programs print.
 */
public final class Gallery {
  private static final int SIDE_BY_SIDE = Runtime.getRuntime().availableProcessors();

  /**
   * A script with the programs that are shown on its page.
   *
   * @param programs by name, for example {@code tcp/line_server}
   */
  record Entry(Script script, List<String> programs) {
    String group() {
      return script.name().substring(0, script.name().indexOf('/'));
    }
  }

  private Gallery() {}

  /** Takes the folders to write the pages to. */
  public static void main(String[] folders) throws Exception {
    System.setProperty("java.awt.headless", "true");
    List<Entry> entries = entries();
    Map<String, String> pages = Pages.render(entries, play(entries));
    for (String folder : folders) {
      write(pages, Path.of(folder));
    }
    System.err.printf(
        "%d pages, %,d bytes%n",
        pages.size(), pages.values().stream().mapToLong(String::length).sum());
  }

  private static void write(Map<String, String> pages, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (var files = Files.list(folder)) {
      for (Path old : files.filter(file -> file.toString().endsWith(".html")).toList()) {
        Files.delete(old);
      }
    }
    for (var page : pages.entrySet()) {
      Files.writeString(folder.resolve(page.getKey()), page.getValue());
    }
  }

  /** All scripts, with each program on one of their pages. */
  static List<Entry> entries() throws IOException {
    List<Script> scripts = Script.all();
    Map<String, List<String>> shown = new HashMap<>();
    for (String program : programs(scripts)) {
      shown.computeIfAbsent(home(program, scripts).name(), _ -> new ArrayList<>()).add(program);
    }
    var entries = new ArrayList<Entry>();
    for (Script script : scripts) {
      List<String> programs = shown.getOrDefault(script.name(), new ArrayList<>());
      programs.sort(Comparator.comparing(program -> !program.equals(script.name())));
      entries.add(new Entry(script, programs));
    }
    return entries;
  }

  /** All that any script runs, in the order in which they are run. */
  private static List<String> programs(List<Script> scripts) {
    return scripts.stream()
        .flatMap(script -> script.scenarios().stream())
        .flatMap(scenario -> scenario.programs().stream())
        .distinct()
        .toList();
  }

  /** The script that a program has its name from, or else the first one that begins with it. */
  private static Script home(String program, List<Script> scripts) {
    return scripts.stream()
        .filter(script -> program.equals(script.name()) || program.startsWith(script.name() + "_"))
        .max(Comparator.comparing(script -> script.name().length()))
        .or(() ->
            scripts.stream()
                .filter(script -> script.scenarios().getFirst().programs().contains(program))
                .findFirst())
        .orElseThrow(() -> new IllegalStateException("no script begins with a run of " + program));
  }

  /** What each scenario's programs print. */
  private static Map<Script.Scenario, Playbill> play(List<Entry> entries) throws Exception {
    List<Script.Scenario> scenarios =
        entries.stream().flatMap(entry -> entry.script().scenarios().stream()).toList();
    Map<Script.Scenario, Future<Playbill>> playing = new LinkedHashMap<>();
    Map<Script.Scenario, Playbill> played = new HashMap<>();
    try (var pool = Executors.newFixedThreadPool(SIDE_BY_SIDE)) {
      for (Script.Scenario scenario : scenarios) {
        if (!scenario.alone()) {
          playing.put(scenario, pool.submit(() -> play(scenario)));
        }
      }
      for (var one : playing.entrySet()) {
        played.put(one.getKey(), result(one.getValue()));
      }
    }
    for (Script.Scenario scenario : scenarios) {
      if (scenario.alone()) {
        played.put(scenario, play(scenario));
      }
    }
    return played;
  }

  private static Playbill result(Future<Playbill> future) throws Exception {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Playbill play(Script.Scenario scenario) throws Exception {
    Playbill playbill = Play.perform(scenario, Cast.reference(scenario));
    if (playbill.failure() != null || playbill.missing() != null) {
      throw new IllegalStateException(
          scenario + ": " + playbill.failure() + ", missing: " + playbill.missing());
    }
    return playbill;
  }
}
