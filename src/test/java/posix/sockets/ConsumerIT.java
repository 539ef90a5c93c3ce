package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.testing.Program;
import posix.sockets.testing.Program.Result;
import posix.sockets.testing.Project;
import posix.sockets.testing.Promise;

/** A program outside of this build that imports the jars. */
class ConsumerIT {
  private static final String JARS =
      Project.LIBRARY_JAR + File.pathSeparator + Project.BINDINGS_JAR;

  private static final String MAIN =
      """
      package consumer;

      import static posix.sockets.Constants.*;

      import java.lang.foreign.Arena;
      import posix.sockets.ErrnoException;
      import posix.sockets.Inet4;
      import posix.sockets.PosixSocket;
      import posix.sockets.Transfer;
      import posix.sockets.bindings.sockaddr_in;
      import posix.sockets.raw.Posix;

      public final class Main {
        public static void main(String[] args) throws Exception {
          try (var server = PosixSocket.open(AF_INET, SOCK_STREAM);
              var client = PosixSocket.open(AF_INET, SOCK_STREAM)) {
            server.setsockopt(SO_REUSEADDR, true).bind(Inet4.loopback(0)).listen(1);
            client.connect(server.getsockname());
            try (var connection = server.accept().socket()) {
              Transfer.sendAll(client, "typed".getBytes(), 0, 5);
              var buf = new byte[5];
              Transfer.recvExactly(connection, buf, 0, 5);
              System.out.println(new String(buf));
            }
            client.connect(Inet4.loopback(1));
          } catch (ErrnoException e) {
            System.out.println(e.errno());
          }
          try (var arena = Arena.ofConfined()) {
            var address = arena.allocate(sockaddr_in.layout());
            System.out.println("raw " + Posix.bind(-1, address, (int) sockaddr_in.sizeof()));
            System.out.println(Posix.strerror(Posix.errno()));
          }
        }
      }
      """;

  private static final String EXPECTED =
      """
      typed
      EISCONN
      raw -1
      Bad file descriptor
      """;

  @TempDir Path folder;

  @BeforeEach
  void writeTheProgram() throws Exception {
    Files.createDirectory(folder.resolve("consumer"));
    Files.writeString(folder.resolve("consumer/Main.java"), MAIN);
  }

  private static void check(Result result) {
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo(EXPECTED);
    assertThat(result.status()).isZero();
  }

  @Test
  void onTheModulePath() throws Exception {
    Files.writeString(
        folder.resolve("module-info.java"), "module consumer { requires posix.sockets; }");
    Program.javac(
        folder, List.of("-p", JARS, "-d", "out", "module-info.java", "consumer/Main.java"));
    check(
        Program.run(
            folder,
            Program.jdk("java"),
            "--enable-native-access=posix.sockets,posix.sockets.bindings",
            "-p",
            "out" + File.pathSeparator + JARS,
            "-m",
            "consumer/consumer.Main"));
  }

  @Test
  void onTheClassPath() throws Exception {
    Program.javac(folder, List.of("-cp", JARS, "-d", "out", "consumer/Main.java"));
    check(
        Program.run(
            folder,
            Program.jdk("java"),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            "out" + File.pathSeparator + JARS,
            "consumer.Main"));
  }

  /** The jars hold classes and nothing else: no native library, no test. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Promise("no-native-library")
  void theJarsHoldClassesOnly(boolean library) throws Exception {
    Path file = library ? Project.LIBRARY_JAR : Project.BINDINGS_JAR;
    String packages = library ? "posix/sockets/" : "posix/sockets/bindings/";
    try (var jar = new JarFile(file.toFile())) {
      List<String> others =
          jar.stream()
              .filter(entry -> !entry.isDirectory())
              .map(entry -> entry.getName())
              .filter(name -> !name.startsWith("META-INF/") && !name.equals("module-info.class"))
              .filter(name -> !name.startsWith(packages) || !name.endsWith(".class"))
              .toList();
      assertThat(others).isEmpty();
      assertThat(jar.stream().map(entry -> entry.getName()).filter(name -> name.contains("Test")))
          .isEmpty();
      assertThat(jar.getEntry("module-info.class")).isNotNull();
    }
  }

  @Test
  @Promise("no-dependency")
  void theModuleNeedsNothingButTheBindings() throws Exception {
    Result result =
        Program.run(folder, Program.jdk("java"), "-p", JARS, "--describe-module", "posix.sockets");
    assertThat(result.out().lines().filter(line -> line.startsWith("requires")))
        .containsExactlyInAnyOrder(
            "requires java.base mandated", "requires posix.sockets.bindings transitive");
    result =
        Program.run(
            folder, Program.jdk("java"), "-p", JARS, "--describe-module", "posix.sockets.bindings");
    assertThat(result.out().lines().filter(line -> line.startsWith("requires")))
        .containsExactly("requires java.base mandated");
  }
}
