package posix.sockets.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The C programs read and write no memory but their own, leave none behind and rely on nothing
 * undefined: with the sanitizers they say the same as without, in every scenario.
 */
class SanitizedIT {
  private static final Parity PARITY = new Parity();

  @AfterAll
  static void stop() {
    PARITY.close();
  }

  @BeforeAll
  static void sanitizersWork() throws Exception {
    String some = "tcp/echo_client";
    if (!Files.exists(Path.of(Layer.program("sanitized/" + some)))) {
      notTried("gcc has no sanitizers here (libasan)");
    }
    Cast c = new Cast(java.util.Map.of(some, Layer.C), Cast.Way.SANITIZED);
    var run = new Step.Run("client", some, List.of());
    var result = Program.run(c.command(run, List.of("localhost")));
    if (result.errText().contains("LeakSanitizer has encountered a fatal error")) {
      notTried("ptrace is not permitted here");
    }
    assertThat(result.errText()).startsWith("usage: ").hasLineCount(1);
    assertThat(result.status()).isOne();
  }

  private static void notTried(String why) {
    System.err.println("*** C WAS NOT TRIED WITH THE SANITIZERS: " + why + " ***");
    abort(why);
  }

  @TestFactory
  Stream<DynamicNode> clean() throws IOException {
    List<Script> inC =
        Script.all().stream()
            .filter(script ->
                script.scenarios().stream()
                    .flatMap(scenario -> scenario.programs().stream())
                    .allMatch(Layer.C::exists))
            .toList();
    return ParityIT.tests(
        PARITY, inC, scenario -> List.of(Cast.reference(scenario).started(Cast.Way.SANITIZED)));
  }

  /** Else nothing that is found would be seen. */
  @Test
  void errorWouldBeSeen(@TempDir Path folder) throws Exception {
    Path source =
        Files.writeString(
            folder.resolve("wrong.c"),
            """
            #include <stdlib.h>
            int main(int argc, char **argv) {
                char *byte = malloc(argc);
                (void)argv;
                return byte[argc] == 1;
            }
            """);
    String program = folder.resolve("wrong").toString();
    var gcc =
        Program.run(
            List.of("gcc", "-fsanitize=address,undefined", source.toString(), "-o", program));
    assertThat(gcc.status()).as(gcc.errText()).isZero();
    var result = Program.run(List.of(program));
    assertThat(result.status()).isEqualTo(99);
    assertThat(result.errText()).contains("heap-buffer-overflow");
  }
}
