package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import posix.sockets.testing.Program;
import posix.sockets.testing.Program.Result;
import posix.sockets.testing.Project;
import posix.sockets.testing.Promise;

/** Where native access is denied, each use says what to add to the command line; and it helps. */
class NativeAccessDeniedIT {
  private static final String JARS =
      Project.LIBRARY_JAR + File.pathSeparator + Project.BINDINGS_JAR;

  /** Each use twice, as a class whose initialiser fails would answer otherwise the second time. */
  private static final String PROGRAM =
      """
      import posix.sockets.Constants;
      import posix.sockets.PosixSocket;
      import posix.sockets.raw.Posix;

      public class Uses {
        interface Use {
          void run() throws Exception;
        }

        static void twice(String name, Use use) {
          for (int i = 0; i < 2; i++) {
            try {
              use.run();
              System.out.println(name + ": done");
            } catch (Throwable t) {
              System.out.println(name + ": " + t);
            }
          }
        }

        public static void main(String[] args) {
          twice("open", () -> PosixSocket.open(Constants.AF_INET, Constants.SOCK_STREAM).close());
          twice("socket", () -> Posix.close(Posix.socket(2, 1, 0)));
          twice("listen", () -> Posix.listen(-1, 1));
          twice("strerrordesc_np", () -> Posix.strerror(2));
          twice("close", () -> Posix.close(-1));
        }
      }
      """;

  private static final List<String> NAMES =
      List.of("socket", "socket", "listen", "strerrordesc_np", "close");

  @TempDir Path folder;

  static Stream<Arguments> paths() {
    String modules = "posix.sockets,posix.sockets.bindings";
    return Stream.of(
        Arguments.of("module path", List.of("-p", JARS, "--add-modules", "posix.sockets"), modules),
        Arguments.of("class path", List.of(), "ALL-UNNAMED"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("paths")
  @Promise("native-access")
  void saysWhatToAdd(String where, List<String> options, String modules) throws Exception {
    Files.writeString(folder.resolve("Uses.java"), PROGRAM);
    List<String> compile = new ArrayList<>(List.of("-d", "out", "-cp", JARS, "Uses.java"));
    Program.javac(folder, compile);
    String classPath = options.isEmpty() ? "out" + File.pathSeparator + JARS : "out";
    String advice = "--enable-native-access=" + modules;

    Result denied = run(options, classPath, "--illegal-native-access=deny");
    assertThat(denied.err()).isEmpty();
    List<String> expected = new ArrayList<>();
    List<String> uses = List.of("open", "socket", "listen", "strerrordesc_np", "close");
    for (int i = 0; i < 10; i++) {
      expected.add(
          "%s: java.lang.IllegalCallerException: no native access, so %s cannot be called: add %s to the java command line"
              .formatted(uses.get(i / 2), NAMES.get(i / 2), advice));
    }
    assertThat(denied.out().lines()).containsExactlyElementsOf(expected);

    Result allowed = run(options, classPath, "--illegal-native-access=deny", advice);
    assertThat(allowed.err()).isEmpty();
    assertThat(allowed.out().lines()).hasSize(10).allMatch(line -> line.endsWith(": done"));
  }

  private Result run(List<String> options, String classPath, String... more) throws Exception {
    List<String> command = new ArrayList<>(List.of(Program.jdk("java")));
    command.addAll(List.of(more));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, "Uses"));
    return Program.run(folder, command);
  }
}
