package posix.sockets.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CastTest {
  private static Script.Scenario scenario(boolean first, String... programs) {
    List<Step> runs =
        List.of(programs).stream()
            .<Step>map(program -> new Step.Run(program, program, List.of()))
            .toList();
    return new Script.Scenario(
        "some", "one", first, java.util.Set.of(), java.util.Set.of(), false, runs);
  }

  private static List<String> names(java.util.Collection<Cast> casts) {
    return casts.stream().map(Cast::toString).toList();
  }

  @Test
  void twoProgramsInAllCombinationsOfTheNormalRun() {
    Script.Scenario normal = scenario(true, "tcp/echo_server", "tcp/echo_client");
    assertThat(names(Cast.some(normal)))
        .hasSize(8)
        .doesNotHaveDuplicates()
        .contains("raw", "echo_server C, echo_client raw", "echo_server typed, echo_client C");
  }

  @Test
  void failuresInOneLayerThroughout() {
    Script.Scenario other = scenario(false, "tcp/echo_server", "tcp/echo_client");
    assertThat(names(Cast.some(other))).containsExactly("raw", "typed");
  }

  @Test
  void moreProgramsOneInJavaAtATime() {
    Script.Scenario normal = scenario(true, "tcp/echo_server", "tcp/echo_client", "udp/listener");
    assertThat(names(Cast.some(normal))).hasSize(8).contains("raw", "typed");
    assertThat(Cast.all(normal)).hasSize(26);
  }

  @Test
  void programThatIsInOneLayerOnlyIsWhatItIs() {
    Script.Scenario tls = scenario(true, "tls/tls_server");
    assertThat(Cast.reference(tls)).hasToString("typed");
    assertThat(Cast.some(tls)).isEmpty();
  }
}
