package posix.sockets.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The examples do and say in Java what they do and say in C, in every scenario of their scripts.
 */
class ParityIT {
  private static final Parity PARITY = new Parity();

  @AfterAll
  static void stop() {
    PARITY.close();
  }

  @TestFactory
  Stream<DynamicNode> sameAsC() throws IOException {
    return tests(PARITY, Script.all(), Parity.SOME);
  }

  /** The normal run, but started as a reader would, which takes longer. */
  @TestFactory
  Stream<DynamicNode> sameAsCFromSource() throws IOException {
    List<Script> normal = Script.all().stream().map(Script::normal).toList();
    return tests(
        PARITY,
        normal,
        scenario ->
            Stream.of(Layer.RAW, Layer.TYPED)
                .map(layer -> Cast.uniform(scenario, layer).started(Cast.Way.DOCUMENTED))
                .distinct()
                .toList());
  }

  @Test
  void everyExampleIsInTheNormalRunOfAScript() throws IOException {
    Set<String> played =
        Script.all().stream()
            .flatMap(script -> script.scenarios().getFirst().programs().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(played).isEqualTo(examples());
  }

  private static Set<String> examples() throws IOException {
    var names = new TreeSet<String>();
    for (Layer layer : Layer.values()) {
      Path folder = layer.source("x/x").getParent().getParent();
      try (var files = Files.walk(folder)) {
        files
            .filter(Files::isRegularFile)
            .map(file -> folder.relativize(file).toString().replaceFirst("\\.(c|java)$", ""))
            .forEach(names::add);
      }
    }
    return names;
  }

  @Test
  void everyRuleIsAskedFor() throws IOException {
    var asked = EnumSet.of(Rule.EPHEMERAL_PORT); // which needs no asking
    for (Script script : Script.all()) {
      script.scenarios().forEach(scenario -> asked.addAll(scenario.rules()));
    }
    assertThat(asked).containsExactly(Rule.values());
  }

  /** A test for each play: it waits until the play, which runs beside others, is through. */
  static Stream<DynamicNode> tests(Parity parity, List<Script> scripts, Parity.Casting casting) {
    var played = scripts.stream().map(script -> parity.play(script, casting)).toList();
    return Stream.iterate(0, i -> i < scripts.size(), i -> i + 1)
        .map(i ->
            dynamicContainer(
                scripts.get(i).name(),
                played.get(i).stream()
                    .flatMap(outcomes -> outcomes.join().stream())
                    .map(ParityIT::test)));
  }

  private static DynamicNode test(Parity.Outcome outcome) {
    return dynamicTest(
        outcome.scenario() + ": " + outcome.cast(),
        () -> {
          if (outcome.missing() != null) {
            String message = outcome.scenario() + " WAS NOT TRIED: no " + outcome.missing();
            System.err.println("*** " + message + " ***");
            abort(message);
          }
          assertThat(outcome.differences()).isEmpty();
        });
  }
}
