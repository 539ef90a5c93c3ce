package posix.sockets.parity;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The three programs of one kind: in C, and in Java on each of the two layers. */
enum Layer {
  C,
  RAW,
  TYPED;

  private static final Path ROOT =
      Path.of(System.getProperty("project.root", "")).toAbsolutePath().normalize();
  private static final Path BIN = place("native.bin", "native/target/bin");
  private static final Path ARGS_FILE = place("args.file", "target/posix-sockets.args");
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

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

  /** The command that runs Java with the library. */
  static List<String> java(String... args) {
    return join(List.of(JAVA, "@" + ARGS_FILE), args);
  }

  private static List<String> join(List<String> command, String... args) {
    return Stream.concat(command.stream(), Stream.of(args)).toList();
  }

  /** The source of an example of this layer. */
  Path source(String example) {
    return this == C
        ? ROOT.resolve("native/examples/" + example + ".c")
        : ROOT.resolve("src/examples/" + this + "/" + example + ".java");
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
