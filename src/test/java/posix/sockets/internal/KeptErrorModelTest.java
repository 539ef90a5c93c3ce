package posix.sockets.internal;

import java.util.Collections;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.internal.KeptErrorScenario.Deed;
import posix.sockets.model.ModelCheck;

/** Two threads and three, in every order of their steps: see {@link KeptErrorScenario}. */
class KeptErrorModelTest {
  private static final ModelCheck CHECK = new ModelCheck(KeptErrorScenario.class, Descriptor.class);

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void oneIsTold(int threads) {
    CHECK.everyOrder(Collections.nCopies(threads, Deed.TAKE));
  }
}
