package posix.sockets.internal;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import posix.sockets.internal.GateScenario.Deed;
import posix.sockets.model.ModelCheck;

/** Three threads, in every order of their steps: see {@link GateScenario}. */
class GateModelTest {
  private static final ModelCheck CHECK = new ModelCheck(GateScenario.class, Gate.class);

  static Stream<List<Deed>> scenarios() {
    return ModelCheck.triples(Deed.values())
        .filter(deeds -> deeds.contains(Deed.CLOSE) || !deeds.contains(Deed.TWO_CALLS));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void whateverTheOrder(List<Deed> deeds) {
    CHECK.everyOrder(deeds);
  }

  @AfterAll
  static void tell() {
    System.out.println(CHECK);
  }
}
