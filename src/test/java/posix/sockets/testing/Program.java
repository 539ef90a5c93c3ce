package posix.sockets.testing;

import java.io.File;
import java.io.IOException;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A child process and what it said. */
public final class Program {
  private static final int HANG_SECONDS = 120;

  /** Where `.ci/run` looks, whatever a child's working directory is. */
  private static final Path CRASHES = Path.of("target", "hs_err_pid%p.log").toAbsolutePath();

  private Program() {}

  /**
   * How a program ended.
   *
   * @param status its exit status
   * @param out its standard output
   * @param err its standard error
   */
  public record Result(int status, String out, String err) {}

  /** A program of the JDK that the tests run on. */
  public static String jdk(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool).toString();
  }

  /**
   * The command for a program of the tests, with the library as this JVM has it, in jars or not.
   */
  public static List<String> java(List<String> flags, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(jdk("java"));
    command.addAll(flags);
    command.add("--enable-native-access=posix.sockets,posix.sockets.bindings");
    command.add("--add-modules=posix.sockets");
    command.add("--module-path=" + modulePath());
    command.add("--class-path=" + classPath(main));
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }

  /** Where the library is that this JVM runs with, whether in jars or not. */
  public static String modulePath() {
    return ModuleLayer.boot().configuration().modules().stream()
        .filter(module -> module.name().startsWith("posix.sockets"))
        .map(ResolvedModule::reference)
        .map(module -> Path.of(module.location().orElseThrow()).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Path classPath(Class<?> main) {
    Path file = Path.of(URI.create(main.getResource(main.getSimpleName() + ".class").toString()));
    Path folder = file.getParent();
    for (int i = main.getPackageName().split("\\.").length; i > 0; i--) {
      folder = folder.getParent();
    }
    return folder;
  }

  /** Runs a command in a folder, with nothing on its standard input; one that hangs is given up. */
  public static Result run(Path folder, List<String> command) throws Exception {
    return run(new ProcessBuilder(command).directory(folder.toFile()));
  }

  /** Runs a command in a folder, with nothing on its standard input; one that hangs is given up. */
  public static Result run(Path folder, String... command) throws Exception {
    return run(folder, List.of(command));
  }

  /** Runs a prepared command. */
  public static Result run(ProcessBuilder builder) throws Exception {
    Path out = Files.createTempFile("program", ".out");
    Path err = Files.createTempFile("program", ".err");
    try {
      quiet(builder);
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      try {
        if (!process.waitFor(HANG_SECONDS, TimeUnit.SECONDS)) {
          throw new IOException("no end: " + builder.command() + "\n" + Files.readString(err));
        }
      } finally {
        kill(process);
      }
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /**
   * A JVM that finds options in its environment says so on standard error: there shall be none. And
   * one that crashes writes of it where all do, not into a folder that is gone then.
   */
  public static ProcessBuilder quiet(ProcessBuilder builder) {
    List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH")
        .forEach(builder.environment()::remove);
    List<String> command = new ArrayList<>(builder.command());
    int java = command.indexOf(jdk("java"));
    if (java >= 0) {
      command.add(java + 1, "-XX:ErrorFile=" + CRASHES);
    }
    return builder.command(command);
  }

  /** Ends a process and all that it has started. */
  public static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Compiles with all warnings as errors; fails with what the compiler said. */
  public static void javac(Path folder, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(jdk("javac"), "-Xlint:all", "-Werror"));
    command.addAll(arguments);
    Result result = run(folder, command);
    if (result.status() != 0) {
      throw new AssertionError("javac: " + result.out() + result.err());
    }
  }
}
