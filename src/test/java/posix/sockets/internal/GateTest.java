package posix.sockets.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GateTest {
  @Test
  void theLastOneOutOfAClosedGateIsTold() throws Exception {
    var gate = new Gate();
    gate.enter();
    gate.enter();
    assertThat(gate.exit()).isFalse();
    assertThat(gate.close()).isEqualTo(Gate.Closing.BUSY);
    assertThat(gate.close()).isEqualTo(Gate.Closing.AGAIN);
    assertThatThrownBy(gate::enter).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(gate::enterAlone).isInstanceOf(ClosedChannelException.class);
    assertThat(gate.exit()).isTrue();
    assertThat(gate.isClosed()).isTrue();
  }

  @Test
  void anEmptyGateClosesAtOnce() {
    var gate = new Gate();
    assertThat(gate.close()).isEqualTo(Gate.Closing.LAST);
    assertThat(gate.close()).isEqualTo(Gate.Closing.AGAIN);
  }

  @Test
  void alone() throws Exception {
    var gate = new Gate();
    gate.enterAlone();
    assertThatThrownBy(gate::enterAlone).isInstanceOf(IllegalStateException.class);
    assertThat(gate.exit()).isFalse();
    gate.enterAlone();
  }

  @Test
  void exactlyOneIsTheLast() throws Exception {
    for (int round = 0; round < 2000; round++) {
      var gate = new Gate();
      var inside = new AtomicInteger();
      var lasts = new AtomicInteger();
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < 3; i++) {
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  try {
                    for (int n = 0; n < 10; n++) {
                      gate.enter();
                      inside.incrementAndGet();
                      inside.decrementAndGet();
                      if (gate.exit()) {
                        lasts.addAndGet(inside.get() == 0 ? 1 : 100);
                      }
                    }
                  } catch (ClosedChannelException _) {
                    // the end
                  }
                }));
      }
      if (gate.close() == Gate.Closing.LAST) {
        lasts.incrementAndGet();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(lasts).hasValue(1);
    }
  }
}
