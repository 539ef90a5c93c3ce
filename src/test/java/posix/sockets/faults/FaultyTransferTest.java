package posix.sockets.faults;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link FaultyTransfer}, small. */
@Tag("faults")
class FaultyTransferTest {
  private static final long BYTES = 8 << 20;
  private static final int ONE_OF = 20;

  @BeforeAll
  static void prepare() {
    Faults.prepare();
    WaitingOperations.startPoller();
  }

  @ParameterizedTest
  @CsvSource({
    "TCP, PLATFORM",
    "TCP, DEADLINE",
    "TCP, VIRTUAL",
    "UNIX, PLATFORM",
    "UNIX, DEADLINE",
    "UNIX, VIRTUAL"
  })
  void everyByteArrives(FaultyTransfer.Over over, Way way) throws Exception {
    FaultyTransfer.run(over, way, BYTES, ONE_OF);
  }
}
