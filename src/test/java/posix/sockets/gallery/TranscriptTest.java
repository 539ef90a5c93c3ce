package posix.sockets.gallery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import posix.sockets.gallery.Transcript.Part;
import posix.sockets.gallery.Transcript.Terminal;
import posix.sockets.parity.Play.Playbill;
import posix.sockets.parity.Program.Result;
import posix.sockets.parity.Script;

class TranscriptTest {
  private static Script.Scenario scenario(String text) {
    String failing = "== fails\nrun it tcp/echo_client\nexit it 1\n"; // a script has to have one
    return Script.parse("tcp/echo", (text + failing).lines().toList()).scenarios().getFirst();
  }

  private static Result result(int status, String out, String err) {
    return new Result(status, out.getBytes(ISO_8859_1), err.getBytes(ISO_8859_1));
  }

  private static final Script.Scenario ECHO =
      scenario(
          """
          == one client
          run server tcp/echo_server 0 1
          expect server bound to 0.0.0.0:{port}
          run client tcp/echo_client 127.0.0.1 {port}
          type client hello
          expect client hello
          type client hello
          end client
          exit client 0
          exit server 1
          """);

  private static final Playbill PLAYED =
      new Playbill(
          Map.of(
              "server",
              result(1, "bound to 0.0.0.0:40001\nclient 127.0.0.1:50123\n", "send: Broken pipe\n"),
              "client",
              result(0, "hello\nhello\nbye 400011\n", "")),
          Map.of("dir", "/tmp/play1", "port", "40001"),
          null,
          null);

  private static final List<Terminal> TERMINALS = new Transcript(ECHO, PLAYED).terminals();

  @Test
  void commandsHaveThePortThatIsShown() {
    assertThat(TERMINALS)
        .flatExtracting(Terminal::commands)
        .containsExactly(
            "make run EX=tcp/echo_server ARGS=\"8888 1\"",
            "make run EX=tcp/echo_client ARGS=\"127.0.0.1 8888\"");
  }

  @Test
  void whatIsTypedStandsBetweenWhatIsPrinted() {
    assertThat(TERMINALS.getLast().parts())
        .containsExactly(
            new Part(Part.OUT, ""),
            new Part(Part.TYPED, "hello"),
            new Part(Part.OUT, "hello\n"),
            new Part(Part.TYPED, "hello"),
            new Part(Part.OUT, ""),
            new Part(Part.END, ""),
            new Part(Part.OUT, "hello\nbye 400011\n"),
            new Part(Part.ERR, ""));
  }

  @Test
  void whatIsNeverTheSameTwiceIsNotShown() {
    assertThat(TERMINALS.getFirst().parts())
        .containsExactly(
            new Part(Part.OUT, "bound to 0.0.0.0:8888\nclient 127.0.0.1:<port>\n"),
            new Part(Part.ERR, "send: Broken pipe\n"));
    assertThat(TERMINALS).extracting(Terminal::status).containsExactly(1, 0);
  }

  @Test
  void aFolderIsMadeBeforehand() {
    var terminals =
        new Transcript(scenario("== it\nrun it unix/fd_sender {dir}/a b?c 0\nexit it 1\n"), null)
            .terminals();
    assertThat(terminals.getFirst().commands())
        .containsExactly(
            "rm -rf target/play && mkdir -p target/play",
            "make run EX=unix/fd_sender ARGS=\"target/play/a 'b?c' 0\"");
  }

  @Test
  void aProgramWithoutRawJavaSaysItsLayer() {
    var terminals =
        new Transcript(
                scenario(
                    """
                    == it
                    tool keys keytool -list
                    tool other openssl s_server -accept 127.0.0.1:0
                    expect other ACCEPT 127.0.0.1:{port}
                    run it tls/tls_client 127.0.0.1 {port}
                    exit it 0
                    """),
                null)
            .terminals();
    assertThat(terminals)
        .flatExtracting(Terminal::commands)
        .containsExactly(
            "$(make jdk)/bin/keytool -list",
            "openssl s_server -accept 127.0.0.1:8888",
            "make run EX=tls/tls_client LAYER=typed ARGS=\"127.0.0.1 8888\"");
  }
}
