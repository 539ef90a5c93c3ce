package posix.sockets.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import posix.sockets.PosixSocket;

/**
 * Cases that a JVM of their own goes through, one after the other, since they would disturb the one
 * that all tests run in. They are listed twice: here, where a missing one fails, and there.
 */
public final class Cases {
  private static final String BEGIN = "=== ";
  private static final String END = "that is all";

  /** How many descriptors the process may have: so few that they can all be used up. */
  private static final int DESCRIPTORS = 256;

  private Cases() {}

  /**
   * One of them.
   *
   * @param name what it is about
   * @param body fails by throwing
   */
  public record Case(String name, Body body) {}

  /** What a case does. */
  public interface Body {
    void run() throws Exception;
  }

  /** What a case does on either kind of thread. */
  public interface OnThread {
    void run(boolean virtual) throws Exception;
  }

  /** A case that is to hold on platform threads and on virtual ones. */
  public static List<Case> onBoth(String name, OnThread body) {
    return List.of(
        new Case(name + ", platform thread", () -> body.run(false)),
        new Case(name + ", virtual thread", () -> body.run(true)));
  }

  /** In the process of its own: runs the cases, or those that are named. */
  public static void run(List<Case> cases, String... names) throws Exception {
    loadAll();
    assertThat(Assertions.class).isNotNull(); // its jar is open from now on
    List<String> chosen = Arrays.asList(names);
    for (Case each : cases) {
      if (chosen.isEmpty() || chosen.contains(each.name())) {
        System.out.println(BEGIN + each.name());
        try {
          each.body().run();
        } catch (Throwable t) {
          var trace = new StringWriter();
          t.printStackTrace(new PrintWriter(trace, true));
          System.out.print(trace);
        }
      }
    }
    System.out.println(BEGIN + END);
    System.out.flush();
    Runtime.getRuntime().halt(0); // whatever threads are left
  }

  /**
   * Loads the library and the tests, but initialises nothing: a class in a folder takes a
   * descriptor to load, and one that could not be loaded once is never tried again.
   */
  private static void loadAll() throws Exception {
    for (Class<?> one : List.of(PosixSocket.class, Cases.class)) {
      Path folder = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (var files = Files.walk(folder)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          String name = folder.relativize(file).toString().replace('/', '.');
          if (name.endsWith(".class") && !name.contains("-info")) {
            Class.forName(
                name.substring(0, name.length() - ".class".length()),
                false,
                Cases.class.getClassLoader());
          }
        }
      }
    }
  }

  /** One test for each case, all run by one process, and one that it said nothing else. */
  public static Stream<DynamicTest> tests(
      Class<?> program, List<String> options, List<Case> cases) {
    return tests(cases, new Process(command(program, options)));
  }

  /** The same, with a process for each: what is done at first use is done by each. */
  public static Stream<DynamicTest> testsAlone(
      Class<?> program, List<String> options, List<Case> cases) {
    return cases.stream()
        .flatMap(each -> {
          List<String> command = command(program, options);
          command.add(each.name());
          return tests(List.of(each), new Process(command));
        });
  }

  private static Stream<DynamicTest> tests(List<Case> cases, Process process) {
    return Stream.concat(
        cases.stream()
            .map(each -> DynamicTest.dynamicTest(each.name(), () -> process.check(each.name()))),
        Stream.of(DynamicTest.dynamicTest("and nothing else was said", process::checkTheRest)));
  }

  private static List<String> command(Class<?> program, List<String> options) {
    String path =
        String.join(
            ":",
            Project.ROOT.resolve("src/target/test-classes").toString(),
            Project.CLASSES.toString(),
            Project.bindings().toString(),
            jarOf(Assertions.class),
            jarOf(DynamicTest.class));
    List<String> command = new ArrayList<>(List.of("prlimit", "--nofile=" + DESCRIPTORS));
    command.addAll(List.of(Program.jdk("java"), "-cp", path));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx256m"));
    // the JVM opens files now and then to see what a container allows
    command.add("-XX:-UseContainerSupport");
    command.addAll(options);
    command.add(program.getName());
    return command;
  }

  private static String jarOf(Class<?> one) {
    return one.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  /** A process that is run when the first test asks for what it said. */
  private static final class Process {
    private final List<String> command;
    private Program.Result result;

    Process(List<String> command) {
      this.command = command;
    }

    private synchronized Program.Result result() throws Exception {
      if (result == null) {
        result = Program.run(Project.ROOT, command);
      }
      return result;
    }

    void check(String name) throws Exception {
      assertThat(said(name)).as("what the case said").isEmpty();
    }

    private String said(String name) throws Exception {
      String begin = BEGIN + name + "\n";
      int at = result().out().indexOf(begin);
      if (at < 0) {
        throw new IOException("it was not run: " + result());
      }
      String rest = result().out().substring(at + begin.length());
      int end = rest.indexOf(BEGIN);
      return end < 0
          ? rest + result().err() + "\nand nothing came after it"
          : rest.substring(0, end);
    }

    void checkTheRest() throws Exception {
      assertThat(said(END)).isEqualTo("\nand nothing came after it");
      assertThat(result().err()).isEmpty();
      assertThat(result().status()).isZero();
    }
  }
}
