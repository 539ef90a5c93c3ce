package posix.sockets.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.testing.Proc;
import posix.sockets.testing.Project;

/** That a soak finds what is wrong; one in which nothing is wrong is a part of the stress tests. */
class SoakTest {
  private final List<String> said = new ArrayList<>();

  @Timeout(180) // several processes
  @ParameterizedTest
  @CsvSource({"DESCRIPTOR, server: \\d+ descriptors before.*", "BYTE, client: .* failed"})
  void faultIsFound(Fault fault, String finding) throws Exception {
    Plan plan = Plan.small(2_500, 2).within(Proc.self().descriptorLimit()).with(fault);
    assertThat(Soak.run(plan, said::add).promises()).anyMatch(broken -> broken.matches(finding));
  }

  @ParameterizedTest
  @ValueSource(strings = {"request_bytes", "reply_fingerprints", "ended", "reset", "closed"})
  void countsThatDifferAreFound(String count) {
    Map<String, Long> counts = counts();
    assertThat(new Verdict(said::add, counts, counts()).promises()).isEmpty();
    counts.merge(count, 1L, Long::sum);
    assertThat(new Verdict(said::add, counts, counts()).promises()).hasSize(1);
    assertThat(new Verdict(said::add, counts(), counts).promises()).hasSize(1);
  }

  private static Map<String, Long> counts() {
    Map<String, Long> counts = new HashMap<>();
    for (Ledger.Of of : Ledger.Of.values()) {
      counts.put(of.column(), of == Ledger.Of.FAILED ? 0L : 5L);
    }
    return counts;
  }

  @Test
  void growthIsFound() {
    var verdict = new Verdict(said::add, counts(), counts());
    verdict.flat("server", memory(600, 10).secondHalf()); // kB a second
    verdict.flat("client", memory(600, 20).secondHalf());
    assertThat(verdict.bounds())
        .map(bound -> bound.replaceAll(" grew.*", ""))
        .containsExactly("client: resident memory", "client: what Java allocated outside");
  }

  @Test
  void growthIsThatOfTheLine() {
    assertThat(memory(200, 3).growth("server_resident_kb")).isCloseTo(3 * 199, within(1e-6));
    assertThat(memory(200, 3).secondHalf().growth("server_resident_kb"))
        .isCloseTo(3 * 99, within(1e-6));
  }

  @Test
  void whatIsThereForAWhileIsNoGrowth() {
    Table table = memory(100, 0);
    for (int i = 100; i < 120; i++) {
      table.add(sample(i, 20_000));
    }
    assertThat(table.growth("server_resident_kb")).isZero();
  }

  private static Table memory(int seconds, double growth) {
    var table = new Table();
    for (int i = 0; i < seconds; i++) {
      table.add(sample(i, i * growth));
    }
    return table;
  }

  private static Map<String, Double> sample(int second, double growth) {
    Map<String, Double> sample = new LinkedHashMap<>();
    sample.put(Table.TIME, (double) second);
    sample.put("server_resident_kb", 500_000 + growth);
    sample.put("client_resident_kb", 500_000 + growth);
    sample.put("server_anonymous_kb", 450_000.0);
    sample.put("client_anonymous_kb", 450_000.0);
    sample.put("server_allocated_kb", 20_000.0);
    sample.put("client_allocated_kb", 20_000 + growth / 3);
    return sample;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 12, 20, 300})
  void byteThatIsMissingIsFound(int index) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment sent = arena.allocate(Flow.LARGEST);
      for (int i = 0; i < 2; i++) { // long enough, both
        var request = Flow.request(7 + i);
        int messages = 0;
        long length = 0;
        while (length <= 400) {
          MemorySegment message = request.write().copyRest(sent.asSlice(length));
          request.sent(message.byteSize());
          length += message.byteSize();
          messages++;
        }
        MemorySegment whole = sent.asSlice(0, length);
        var there = Flow.requestOfUnknown();
        assertThat(there.received(whole)).isEqualTo(messages);
        assertThat(there.fingerprint()).isEqualTo(request.fingerprint());
        assertThat(there.bytes()).isEqualTo(request.bytes()).isEqualTo(length);
        MemorySegment without = arena.allocate(length - 1);
        MemorySegment.copy(whole, 0, without, 0, index);
        MemorySegment.copy(whole, index + 1, without, index, length - 1 - index);
        var torn = Flow.request(7 + i);
        assertThatThrownBy(() -> torn.received(without)).isInstanceOf(AssertionError.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 15, 16, 17, 4_000})
  void partsMakeTheWhole(int part) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(Flow.LARGEST);
      var request = Flow.request(3);
      var inParts = Flow.request(3);
      var there = Flow.requestOfUnknown();
      for (int i = 0; i < 70; i++) { // with a large one
        request.write().sent(request.copyRest(buffer).byteSize());
        inParts.write();
        int completed = 0;
        while (!inParts.isDone()) {
          MemorySegment rest = inParts.copyRest(buffer);
          long n = Math.min(part, rest.byteSize());
          inParts.sent(n);
          completed += there.received(rest.asSlice(0, n));
        }
        assertThat(completed).isOne();
      }
      assertThat(inParts.fingerprint())
          .isEqualTo(request.fingerprint())
          .isEqualTo(there.fingerprint());
    }
  }

  @Test
  void theSamplesOfTheLongRunAreFlatAndDrawn(@TempDir Path folder) throws Exception {
    Path tsv = Project.ROOT.resolve("docs/soak/soak.tsv");
    Table table = Table.read(tsv);
    var verdict = new Verdict(said::add, counts(), counts());
    verdict.flat("server", table.secondHalf());
    verdict.flat("client", table.secondHalf());
    assertThat(verdict.bounds()).isEmpty();
    table.write(folder.resolve("b.tsv"));
    assertThat(folder.resolve("b.tsv")).hasSameTextualContentAs(tsv);
    new Picture(table).write(folder.resolve("c.png"));
    assertThat(Files.readAllBytes(folder.resolve("c.png")))
        .startsWith(0x89, 'P', 'N', 'G')
        .hasSizeGreaterThan(10_000);
  }
}
