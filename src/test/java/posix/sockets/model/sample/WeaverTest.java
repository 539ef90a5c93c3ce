package posix.sockets.model.sample;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.model.sample.CounterScenario.Way.ATOMIC;
import static posix.sockets.model.sample.CounterScenario.Way.AWAIT;
import static posix.sockets.model.sample.CounterScenario.Way.AWAIT_TOO_LATE;
import static posix.sockets.model.sample.CounterScenario.Way.BLOCK_LOCKED;
import static posix.sockets.model.sample.CounterScenario.Way.FAILING;
import static posix.sockets.model.sample.CounterScenario.Way.FICKLE;
import static posix.sockets.model.sample.CounterScenario.Way.KEEP_SILENT;
import static posix.sockets.model.sample.CounterScenario.Way.METHOD_LOCKED;
import static posix.sockets.model.sample.CounterScenario.Way.PLAIN;
import static posix.sockets.model.sample.CounterScenario.Way.STRANGE;
import static posix.sockets.model.sample.CounterScenario.Way.TELL;
import static posix.sockets.model.sample.CounterScenario.Way.TELL_ATOMIC;

import java.util.List;
import org.junit.jupiter.api.Test;
import posix.sockets.model.ModelCheck;

/** What compiled classes do is seen. */
class WeaverTest {
  private final ModelCheck check = new ModelCheck(CounterScenario.class, Counter.class);

  @Test
  void monitorsAndAtomicsCountRight() {
    check.everyOrder(List.of(METHOD_LOCKED, FAILING, BLOCK_LOCKED));
    check.everyOrder(List.of(ATOMIC, ATOMIC, METHOD_LOCKED));
  }

  @Test
  void plainFieldsNeedAMonitor() {
    check.everyOrder(List.of(PLAIN, METHOD_LOCKED));
    assertThatThrownBy(() -> check.everyOrder(List.of(PLAIN, PLAIN)))
        .hasMessageContaining("nothing orders the last step and step 2");
  }

  @Test
  void aVolatileFieldDoesNotCount() {
    assertThatThrownBy(() -> check.everyOrder(List.of(FICKLE, FICKLE)))
        .hasMessageStartingWith("[FICKLE, FICKLE]: lost count")
        .hasMessageContaining("FICKLE       set Counter#0.fickle -> 1");
  }

  @Test
  void whoWaitsIsWoken() {
    check.everyOrder(List.of(AWAIT, AWAIT, TELL));
    check.everyOrder(List.of(AWAIT, TELL, TELL));
    check.everyOrder(List.of(AWAIT, METHOD_LOCKED, TELL));
    assertThatThrownBy(() -> check.everyOrder(List.of(AWAIT, KEEP_SILENT)))
        .hasMessageContaining("waits forever");
    assertThatThrownBy(() -> check.everyOrder(List.of(AWAIT_TOO_LATE, TELL_ATOMIC)))
        .hasMessageContaining("waits forever");
  }

  @Test
  void whatIsNotModelledIsRefused() {
    assertThatThrownBy(() -> check.everyOrder(List.of(STRANGE)))
        .hasMessageContaining("not modelled: ReentrantLock.lock");
  }
}
