package posix.sockets.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One wrong flag in one Java program is seen. */
class ParityMutationIT {
  @TempDir Path folder;

  static Stream<Arguments> mutations() {
    return Stream.of(
        arguments("messages/recv_flags", Layer.RAW, "MSG_PEEK | MSG_TRUNC)", "MSG_PEEK)"),
        arguments("udp/listener", Layer.RAW, "byteSize(), MSG_TRUNC", "byteSize(), 0"),
        arguments("udp/listener", Layer.TYPED, "(buffer), MSG_TRUNC", "(buffer), MSG_PEEK"),
        arguments("tcp/dual_stack_server", Layer.TYPED, "V6ONLY, false", "V6ONLY, true"),
        arguments("unix/credentials_server", Layer.TYPED, "PASSCRED, true", "PASSCRED, false"),
        arguments("udp/destination", Layer.TYPED, "RECVTCLASS, true", "RECVTCLASS, false"),
        arguments("unix/seqpacket_sum_server", Layer.RAW, "SOCK_SEQPACKET", "SOCK_STREAM"));
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void oneWrongFlagIsSeen(String program, Layer layer, String from, String to) throws Exception {
    String right = Files.readString(layer.source(program));
    assertThat(right).contains(from);
    assertThat(differences(program, layer, right)).isEmpty();
    assertThat(differences(program, layer, right.replace(from, to))).isNotEmpty();
  }

  /** What differs from C in the first scenario that has this program, of its group. */
  private List<String> differences(String program, Layer layer, String source) throws Exception {
    String main = program.substring(program.lastIndexOf('/') + 1);
    Path copy = Files.writeString(folder.resolve(main + ".java"), source);
    Layer.compile(folder, List.of(copy));
    Script.Scenario scenario = scenario(program);
    Cast c = Cast.reference(scenario);
    Play.Commands mutated =
        (run, args) ->
            run.program().equals(program)
                ? Stream.concat(Layer.java(folder, main).stream(), args.stream()).toList()
                : c.command(run, args);
    return Comparison.differences(
        scenario, Play.perform(scenario, c), Play.perform(scenario, mutated));
  }

  private static Script.Scenario scenario(String program) throws IOException {
    return Script.all().stream()
        .map(script -> script.scenarios().getFirst())
        .filter(scenario -> scenario.programs().getFirst().equals(program))
        .findFirst()
        .orElseThrow();
  }
}
