package posix.sockets.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The bytes go through libc alone: no socket implementation of the JDK is even loaded.
 *
 * <p>The programs are compiled first: where {@code java} compiles them itself, the JDK's reading of
 * the source file has loaded (not initialised) {@code SocketChannelImpl}, for an instanceof.
 */
class NoJdkSocketsIT {
  private static final Pattern JDK_SOCKETS =
      Pattern.compile("\\b(sun\\.nio\\.ch\\.\\S*Socket\\S*|java\\.net\\.\\S*SocketImpl\\S*)");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = "C", mode = EnumSource.Mode.EXCLUDE)
  void echoLoadsNoSocketOfTheJdk(Layer layer) throws Exception {
    compile(layer.source("tcp/echo_server"), layer.source("tcp/echo_client"));
    Path serverLog = folder.resolve("server.log");
    Path clientLog = folder.resolve("client.log");
    Path input = Files.writeString(folder.resolve("input"), "hello\n");
    try (var server = Program.start(command(serverLog, "echo_server", "0", "1"))) {
      String port = server.awaitLine("bound to 0.0.0.0:");
      server.awaitLine("waiting for clients");
      try (var client =
          Program.start(command(clientLog, "echo_client", "127.0.0.1", port), input)) {
        assertThat(client.await().outText()).isEqualTo("hello\n");
      }
      assertThat(server.await().status()).isZero();
    }
    String ours = layer == Layer.RAW ? "posix.sockets.raw.Posix " : "posix.sockets.PosixSocket ";
    for (Path log : List.of(serverLog, clientLog)) {
      String loaded = Files.readString(log);
      assertThat(loaded).contains(ours);
      assertThat(JDK_SOCKETS.matcher(loaded).results().map(MatchResult::group)).isEmpty();
    }
  }

  @Test
  void socketOfTheJdkWouldBeSeen() throws Exception {
    Path program = folder.resolve("JavaNet.java");
    Files.writeString(program, "void main() throws Exception { new ServerSocket(0).close(); }");
    compile(program);
    Path log = folder.resolve("java.net.log");
    assertThat(Program.run(command(log, "JavaNet")).status()).isZero();
    assertThat(JDK_SOCKETS.matcher(Files.readString(log)).find()).isTrue();
  }

  private void compile(Path... sources) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/javac").toString(),
                "-p",
                System.getProperty("bindings.jar") + ":" + System.getProperty("library.jar"),
                "--add-modules",
                "posix.sockets",
                "-d",
                folder.toString()));
    for (Path source : sources) {
      command.add(source.toString());
    }
    var result = Program.run(command);
    assertThat(result.status()).as(result.errText()).isZero();
  }

  private List<String> command(Path log, String mainClass, String... args) {
    var command = new ArrayList<>(Layer.java("-Xlog:class+load:file=" + log));
    command.addAll(List.of("-cp", folder.toString(), mainClass));
    command.addAll(List.of(args));
    return command;
  }
}
