package posix.sockets.parity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** The three programs of one kind: in C, and in Java on each of the two layers. */
public enum Layer {
  C,
  RAW,
  TYPED;

  /** The project's folder. */
  public static final Path ROOT =
      Path.of(System.getProperty("project.root", "")).toAbsolutePath().normalize();

  private static final Path BIN = place("native.bin", "native/target/bin");
  private static final Path ARGS_FILE = place("args.file", "target/posix-sockets.args");
  private static final Path LIBRARY_JAR = place("library.jar", "src/target/posix-sockets.jar");
  private static final Path BINDINGS_JAR =
      place("bindings.jar", "bindings/target/posix-sockets-bindings.jar");
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

  private static final Path SOURCES = ROOT.resolve("src/examples");
  private static final Path CLASSES = ROOT.resolve("src/target/examples");
  private static final Map<Path, Path> COMPILED = new ConcurrentHashMap<>();

  private static Path place(String property, String otherwise) {
    return Path.of(System.getProperty(property, ROOT.resolve(otherwise).toString()));
  }

  /**
   * The command that runs an example of this layer, as a reader would.
   *
   * @param example for example {@code tcp/echo_server}
   */
  List<String> command(String example, String... args) {
    if (this == C) {
      return join(List.of(program(example)), args);
    }
    return join(java(source(example).toString()), args);
  }

  /** The same program, but compiled beforehand and once: for where it is started many times. */
  List<String> compiled(String example, String... args) {
    if (this == C) {
      return command(example, args);
    }
    int slash = example.lastIndexOf('/');
    Path folder = COMPILED.computeIfAbsent(source(example).getParent(), Layer::compile);
    return join(java(folder, example.substring(slash + 1)), args);
  }

  /** Into a folder for each group: two groups may have programs of one name. */
  private static Path compile(Path sources) {
    Path folder = CLASSES.resolve(SOURCES.relativize(sources));
    try (var files = Files.list(sources)) {
      compile(folder, files.filter(file -> file.toString().endsWith(".java")).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  /** Compiles programs into a folder. */
  static void compile(Path folder, List<Path> files) {
    String jars = BINDINGS_JAR + ":" + LIBRARY_JAR;
    List<String> command = new ArrayList<>(List.of("-d", folder.toString(), "-p", jars));
    command.addAll(List.of("--add-modules", "posix.sockets"));
    files.forEach(file -> command.add(file.toString()));
    var javac = ToolProvider.findFirst("javac").orElseThrow();
    if (javac.run(System.out, System.err, command.toArray(String[]::new)) != 0) {
      throw new AssertionError("the examples do not compile: " + command);
    }
  }

  /** The command for a compiled program. */
  static List<String> java(Path folder, String main) {
    return quick(java("-cp", folder.toString(), main));
  }

  /** The same, with flags for a JVM that starts in less time: it will not live long. */
  static List<String> quick(List<String> command) {
    if (!command.getFirst().equals(JAVA)) {
      return command;
    }
    var quick = new ArrayList<>(command);
    quick.addAll(1, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    return quick;
  }

  /** Whether it has this example: some are in one layer only. */
  public boolean exists(String example) {
    return Files.exists(source(example));
  }

  /** The command that runs Java with the library. */
  static List<String> java(String... args) {
    return join(List.of(JAVA, "@" + ARGS_FILE), args);
  }

  private static List<String> join(List<String> command, String... args) {
    return Stream.concat(command.stream(), Stream.of(args)).toList();
  }

  /** The source of an example of this layer. */
  public Path source(String example) {
    return this == C
        ? ROOT.resolve("native/examples/" + example + ".c")
        : SOURCES.resolve(this + "/" + example + ".java");
  }

  /** Where a C program is. */
  static String program(String name) {
    return BIN.resolve(name).toString();
  }

  @Override
  public String toString() {
    return this == C ? "C" : name().toLowerCase(Locale.ROOT);
  }
}
