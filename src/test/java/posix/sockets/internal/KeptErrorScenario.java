package posix.sockets.internal;

import java.util.Collections;
import java.util.List;
import posix.sockets.model.Scenario;

/** Threads that each take the error that a descriptor has kept. */
public final class KeptErrorScenario implements Scenario {
  /** What a thread does. */
  enum Deed {
    TAKE
  }

  private static final int FD = 1_000_000_000; // nobody has it, and nothing is done to it

  private final Descriptor descriptor = Descriptor.borrowed(FD);
  private final List<Part> parts;
  private int told;

  /** For a list of {@link Deed}s, one for each thread. */
  public KeptErrorScenario(List<String> deeds) {
    descriptor.keepError(1);
    parts = Collections.nCopies(deeds.size(), new Part(Deed.TAKE.name(), this::take));
  }

  @Override
  public List<Part> parts() {
    return parts;
  }

  private void take() {
    int error = descriptor.takeError(); // first: others go on meanwhile
    told += error;
  }

  @Override
  public void atTheEnd() {
    Scenario.check(told == 1, "was told " + told + " times");
  }
}
