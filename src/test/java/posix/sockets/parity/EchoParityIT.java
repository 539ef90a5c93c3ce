package posix.sockets.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The echo programs in all nine pairings, in the same words and the same bytes as C with C. */
class EchoParityIT {
  @TempDir static Path folder;
  private static Path input;
  private static Pairing.Transcript reference;

  @BeforeAll
  static void runReference() throws Exception {
    input = Files.write(folder.resolve("input"), NastyInput.make(100, 200_000));
    reference = run(new Pairing(Layer.C, Layer.C), input);
  }

  private static Pairing.Transcript run(Pairing pairing, Path input)
      throws IOException, InterruptedException {
    return pairing.run(input, Files.createTempFile(folder, "client", ".out"));
  }

  @Test
  void referenceIsWhatWeThinkItIs() throws IOException {
    assertThat(Rule.normalize(reference.server().outText()))
        .isEqualTo(
            """
            socket created
            bound to 0.0.0.0:<port>
            waiting for clients
            client connected: 127.0.0.1:<port>
            client disconnected after %d bytes
            """
                .formatted(Files.size(input)));
  }

  static Stream<Pairing> pairings() {
    return Pairing.all().stream();
  }

  @ParameterizedTest
  @MethodSource("pairings")
  void echoesAndReportsAsCWithC(Pairing pairing) throws Exception {
    assertThat(Pairing.differences(run(pairing, input), reference, input)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void echoesNothing(Layer layer) throws Exception {
    Path nothing = Files.createTempFile(folder, "empty", ".in");
    var run = run(new Pairing(layer, layer), nothing);
    assertThat(run.server().outText()).endsWith("client disconnected after 0 bytes\n");
    assertThat(List.of(run.client().status(), run.server().status())).containsOnly(0);
  }
}
