package posix.sockets.bench.race;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program that is started anew for each operation, and echoes its argument: what counts is the
 * time from its start to its answer. A JVM has the flags that a user's would have, not ours.
 */
public final class Launch implements Contender {
  /** Seconds: the JVM starts a second one to write the cache. */
  private static final int CACHE_PATIENCE = 120;

  /** Of a turn, at least. */
  private static final int LAUNCHES = 3;

  private final String name;
  private final Place place;
  private final List<String> command;
  private final Path folder; // null, or what is to be removed
  private int started;

  private Launch(String name, Place place, List<String> command, Path folder) {
    this.name = name;
    this.place = place;
    this.command = command;
    this.folder = folder;
  }

  /** A C program of native/bench. */
  public static Entrant c(String program) {
    return new Entrant("c", place -> new Launch("c", place, List.of(place.program(program)), null));
  }

  /** A class with a main method, which may need the library. */
  public static Entrant java(String name, boolean library, Class<?> program) {
    return new Entrant(
        name, place -> new Launch(name, place, command(library, List.of(), program), null));
  }

  /** The same with an AOT cache, which is made when it is opened. */
  public static Entrant aot(String name, boolean library, Class<?> program) {
    return new Entrant(
        name,
        place -> {
          Path folder = Files.createTempDirectory("first-use");
          Path cache = folder.resolve("aot");
          var made =
              new Launch(
                  name,
                  place,
                  command(library, List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=on"), program),
                  folder);
          try {
            made.train(command(library, List.of("-XX:AOTCacheOutput=" + cache), program), cache);
          } catch (Exception e) {
            made.closeAfter(e);
            throw e;
          }
          return made;
        });
  }

  /** All of it on the class path, the library too if the class needs it. */
  private static List<String> command(boolean library, List<String> flags, Class<?> program) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    String path = program.getProtectionDomain().getCodeSource().getLocation().getPath();
    if (library) {
      path += File.pathSeparator + System.getProperty("jdk.module.path"); // it is on ours
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", path, program.getName()));
    return command;
  }

  /** A run from which the JVM makes the cache, and says so in many words. */
  private void train(List<String> training, Path cache) throws IOException {
    training.add(argument());
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(training).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Child.end(name + "'s training", process, CACHE_PATIENCE);
    if (!Files.exists(cache)) {
      throw new IOException(name + " has no AOT cache: " + Files.readString(log));
    }
  }

  private String argument() {
    return Character.toString('!' + started++ % ('~' - '!'));
  }

  /** The median launch of several: a few take far longer than others. */
  @Override
  public boolean warmsUp() {
    return false; // each launch is a first one
  }

  @Override
  public Sample turn() throws IOException {
    int least = place.plan().smoke() ? 1 : LAUNCHES;
    long total = 0;
    List<Long> launches = new ArrayList<>();
    while (launches.size() < least || total < place.plan().millis() * 1_000_000L) {
      long nanos = launch();
      total += nanos;
      launches.add(nanos);
    }
    launches.sort(null);
    return new Sample(1, launches.get(launches.size() / 2), 0, 0, Map.of());
  }

  private long launch() throws IOException {
    String argument = argument();
    List<String> words = new ArrayList<>(command);
    words.add(argument);
    var builder = new ProcessBuilder(place.pinned(words));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    long start = System.nanoTime();
    Process process = builder.start();
    String answer = process.inputReader().readLine();
    long nanos = System.nanoTime() - start;
    Child.end(name, process);
    if (!argument.equals(answer)) {
      throw new IOException(name + " has answered " + answer + ", not " + argument);
    }
    return nanos;
  }

  @Override
  public void close() throws IOException {
    if (folder != null) {
      try (var files = Files.list(folder)) { // a JVM that was stopped leaves more than the cache
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }
}
