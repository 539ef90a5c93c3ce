package posix.sockets.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import posix.sockets.testing.OwnThread;

class PlayIT {
  private static Script.Scenario scenario(String steps) {
    String script = "== a\n" + steps + "== b\nrun x tcp/echo_client x\nexit x 1\n";
    return Script.parse("tcp/some", script.lines().toList()).scenarios().getFirst();
  }

  private static Play.Playbill play(String steps) throws Exception {
    return Play.perform(scenario(steps), (run, args) -> shell(args));
  }

  /** What is said instead of the example's arguments: a program of the shell. */
  private static List<String> shell(List<String> args) {
    return List.of("sh", "-c", String.join(" ", args));
  }

  @Test
  void keepsWordsAndFillsThemIn() throws Exception {
    var played =
        play(
            """
            run one tcp/echo_server echo a:1; echo b:1; echo a:2; read x; echo $x
            expect one a:{number}
            expect one a:2
            type one [{number} {dir} {other}]
            expect one [1 {where} {other}]
            exit one 0
            """);
    assertThat(played.failure()).isNull();
    assertThat(played.variables())
        .containsEntry("number", "1")
        .containsEntry("where", played.variables().get("dir"))
        .containsEntry("other", "{other}");
    assertThat(Files.exists(Path.of(played.variables().get("dir")))).isFalse();
    assertThat(played.results().get("one").outText()).startsWith("a:1\nb:1\na:2\n[1 /");
  }

  @Test
  void tellsWhatDidNotComeAndWhatDid() throws Exception {
    var played = play("run one tcp/echo_server echo a; exit 3\nexpect one b\nexit one 0\n");
    assertThat(played.failure())
        .startsWith("one did not print: b")
        .contains("standard output: \"a\n");
    assertThat(played.results()).isEmpty();
  }

  @Test
  void tellsOfAnotherExitStatus() throws Exception {
    var played = play("run one tcp/echo_server exit 3\nexit one 0\n");
    assertThat(played.failure()).startsWith("one ended with 3, not 0");
    assertThat(played.results().get("one").status()).isEqualTo(3);
  }

  @Test
  void saysWhichToolIsMissing() throws Exception {
    var played = play("tool one no-such-tool\nrun two tcp/echo_server exit 0\nexit two 0\n");
    assertThat(played.missing()).isEqualTo("no-such-tool");
    assertThat(played.results()).isEmpty();
  }

  @Test
  void whatNeedsRootIsPlayedByNobodyElse() throws Exception {
    String steps = "needs root\nrun one tcp/echo_server exit 0\nexit one 0\n";
    var ours = play(steps); // and now all classes are loaded
    assertThat(ours.missing()).isEqualTo(OwnThread.isRoot() ? null : "root");
    assertThat(ours.results()).hasSize(OwnThread.isRoot() ? 1 : 0);
    var nobodys = OwnThread.asNobody(() -> play(steps));
    assertThat(nobodys.missing()).isEqualTo("root");
    assertThat(nobodys.results()).isEmpty();
  }

  @Test
  void comparesWithoutWhatMayDiffer() throws Exception {
    String steps = "expect one {port}\nexit one 0\n";
    var expected = play("run one tcp/echo_server echo 11; echo 11 {dir} 127.0.0.1:54321\n" + steps);
    String same = "run one tcp/echo_server echo 12; echo 12 {dir} 127.0.0.1:54320\n";
    String other = "run one tcp/echo_server echo 12; echo 11 {dir} 127.0.0.1:5432 >&2\n";
    assertThat(Comparison.differences(scenario(same + steps), expected, play(same + steps)))
        .isEmpty();
    assertThat(Comparison.differences(scenario(other + steps), expected, play(other + steps)))
        .hasSize(2)
        .anyMatch(text -> text.startsWith("one's standard output differs in line 2"))
        .anyMatch(text -> text.startsWith("one's standard error differs in line 1"));
  }

  @Test
  void ruleWithoutUseIsTold() throws Exception {
    String steps = "rule time\nrun one tcp/echo_server echo time=1.234 ms\nexit one 0\n";
    assertThat(Comparison.unusedRules(scenario(steps), play(steps))).isEmpty();
    String without = "rule time\nrun one tcp/echo_server echo time=1.2345 ms\nexit one 0\n";
    assertThat(Comparison.unusedRules(scenario(without), play(without)))
        .containsExactly("nothing in it is what rule time is for");
  }
}
