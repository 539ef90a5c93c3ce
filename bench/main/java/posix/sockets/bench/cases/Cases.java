package posix.sockets.bench.cases;

import java.util.ArrayList;
import java.util.List;
import posix.sockets.bench.race.Case;

/** Everything that is compared. */
public final class Cases {
  private Cases() {}

  /** In the order of the report. */
  public static List<Case> all() {
    List<Case> all = new ArrayList<>();
    all.addAll(CallCases.all());
    all.addAll(PingPongCases.all());
    all.addAll(StreamCases.all());
    all.addAll(EchoCases.all());
    all.addAll(FirstUseCases.all());
    all.addAll(AllocationCases.all());
    return all;
  }
}
