package posix.sockets.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * In the normal run of each script, the kernel is asked for the same: by each raw program as by C,
 * call by call, but for what {@link TraceRule}s name. The same bytes go out, from typed programs
 * too.
 */
class TracedScriptsIT {
  private static final Parity PARITY = new Parity();

  @TempDir static Path folder;

  private final Set<String> used = new TreeSet<>(); // rules, each with a program
  private final Set<String> leftOut = new TreeSet<>(); // programs

  @BeforeAll
  static void straceWorks() throws Exception {
    Strace.assumeItWorks();
  }

  @AfterAll
  static void stop() {
    PARITY.close();
  }

  @TestFactory
  Stream<DynamicTest> sameAsC() throws IOException {
    var tests = new ArrayList<DynamicTest>();
    for (Script script : Script.all()) {
      Script.Scenario scenario = script.scenarios().getFirst();
      for (String program : scenario.programs()) {
        if (Layer.C.exists(program)) {
          var c = new TracedPlay(scenario, program, Layer.C).perform(PARITY, folder);
          Stream.of(Layer.RAW, Layer.TYPED)
              .filter(layer -> layer.exists(program))
              .map(layer -> test(new TracedPlay(scenario, program, layer), c))
              .forEach(tests::add);
        }
      }
    }
    tests.add(dynamicTest("every rule is used", this::everyRuleIsUsed));
    return tests.stream();
  }

  private DynamicTest test(
      TracedPlay play, CompletableFuture<Map<String, List<SystemCall>>> expected) {
    var actual = play.perform(PARITY, folder);
    return dynamicTest(
        play.toString(),
        () -> {
          if (expected.join().isEmpty()) { // its script needs what is not here
            leftOut.add(play.program());
            System.err.println("*** " + play + ", WAS NOT TRACED ***");
            abort("not traced");
          }
          assertThat(differences(play, expected.join(), actual.join())).isEmpty();
        });
  }

  private List<String> differences(
      TracedPlay play,
      Map<String, List<SystemCall>> expected,
      Map<String, List<SystemCall>> actual) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    var differences = new ArrayList<String>();
    expected.forEach((name, calls) -> {
      List<SystemCall> c = comparable(play.program(), calls);
      List<SystemCall> java = comparable(play.program(), actual.get(name));
      if (play.layer() == Layer.RAW) {
        boolean threads = c.stream().map(SystemCall::thread).distinct().count() > 1;
        add(differences, name + "'s calls", Trace.text(c, threads), Trace.text(java, threads));
      }
      List<String> sent = Wire.sent(c);
      List<String> sentByJava = Wire.sent(java);
      assertThat(sentByJava).as(name + "'s sockets that sent").hasSameSizeAs(sent);
      for (int i = 0; i < sent.size(); i++) {
        add(differences, "what " + name + " sent", sent.get(i), sentByJava.get(i));
      }
    });
    return differences;
  }

  private List<SystemCall> comparable(String program, List<SystemCall> calls) {
    List<SystemCall> changed = calls;
    for (TraceRule rule : TraceRule.values()) {
      if (rule.programs().contains(program)) {
        List<SystemCall> before = changed;
        changed = rule.apply(before);
        if (!changed.equals(before)) {
          used.add(rule + " " + program);
        }
      }
    }
    return changed;
  }

  private static void add(List<String> differences, String what, String expected, String actual) {
    String difference = Difference.between(what, expected, actual);
    if (difference != null) {
      differences.add(difference);
    }
  }

  private void everyRuleIsUsed() {
    var rules = new TreeSet<String>();
    for (TraceRule rule : TraceRule.values()) {
      rule.programs().stream()
          .filter(program -> !leftOut.contains(program))
          .forEach(program -> rules.add(rule + " " + program));
    }
    assertThat(used).isEqualTo(rules);
  }

  /** Of this no output tells. */
  @Test
  void oneWrongFlagIsSeen() throws Exception {
    String program = "udp/batches";
    Script.Scenario scenario =
        Script.all().stream()
            .map(script -> script.scenarios().getFirst())
            .filter(first -> first.programs().contains(program))
            .findFirst()
            .orElseThrow();
    String right = Files.readString(Layer.RAW.source(program));
    Path copy =
        Files.writeString(
            folder.resolve("batches.java"),
            right.replace("SOCK_DGRAM,", "SOCK_DGRAM | SOCK_CLOEXEC,"));
    Layer.compile(folder, List.of(copy));
    var c = new TracedPlay(scenario, program, Layer.C).perform(PARITY, folder).join();
    var play = new TracedPlay(scenario, program, Layer.RAW);
    var mutated = play.perform(PARITY, folder, Layer.java(folder, "batches")).join();
    assertThat(differences(play, c, mutated)).singleElement().asString().contains("SOCK_CLOEXEC");
  }
}
