package posix.sockets.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTest {
  @Test
  void readsScenarios() {
    Script script =
        Script.parse(
            "tcp/some",
            """
            # a comment
            alone
            == one
            rule time
            run server tcp/echo_server 0  1
            expect server bound to 0.0.0.0:{port}
            type server two  blanks\s
            end server
            exit server 0
            == another
            needs root
            tool other socat - TCP:127.0.0.1:1
            run server tcp/echo_server no
            exit server 1
            """
                .lines()
                .toList());
    Script.Scenario one = script.scenarios().getFirst();
    assertThat(one.toString()).isEqualTo("tcp/some, one");
    assertThat(one.first()).isTrue();
    assertThat(one.alone()).isTrue();
    assertThat(one.rules()).containsExactly(Rule.TIME);
    assertThat(one.needs()).isEmpty();
    assertThat(one.programs()).containsExactly("tcp/echo_server");
    assertThat(one.steps())
        .containsExactly(
            new Step.Run("server", "tcp/echo_server", List.of("0", "1")),
            new Step.Expect("server", "bound to 0.0.0.0:{port}"),
            new Step.Type("server", "two  blanks "),
            new Step.End("server"),
            new Step.Exit("server", 0));
    Script.Scenario another = script.scenarios().getLast();
    assertThat(another.first()).isFalse();
    assertThat(another.rules()).isEmpty();
    assertThat(another.needs()).containsExactly("root");
    assertThat(another.steps().getFirst())
        .isEqualTo(new Step.Tool("other", List.of("socat", "-", "TCP:127.0.0.1:1")));
  }

  @ParameterizedTest
  @CsvSource({
    "run a tcp/echo_server;exit a 0, no scenario has a failure",
    "run a tcp/nothing, no such program: tcp/nothing",
    "run a tcp/echo_server;expct a b, what is expct?",
    "run a tcp/echo_server;expect b c, not running: b",
    "run a tcp/echo_server;run a tcp/echo_server, a second a",
    "run a tcp/echo_server;exit a 1;== other;exit a 1, not running: a",
    "run a tcp/echo_server, never waited for: [a]",
    "rule none, no such rule: none",
    "needs money, nothing can be done for who needs money",
    "alone, alone is for all of the script: in front",
  })
  void saysWhatIsWrong(String lines, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Script.parse("tcp/some", List.of(("== one;" + lines).split(";"))))
        .withMessageContaining("scripts/tcp/some.txt, line ")
        .withMessageEndingWith(message);
  }
}
