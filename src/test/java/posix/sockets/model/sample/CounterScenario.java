package posix.sockets.model.sample;

import java.util.ArrayList;
import java.util.List;
import posix.sockets.model.Scenario;

/** Threads that count, each in its way; none must be lost. */
public final class CounterScenario implements Scenario {
  private final Counter counter = new Counter();
  private final List<Part> parts = new ArrayList<>();

  /** For a list of ways to count. */
  public CounterScenario(List<String> ways) {
    for (String way : ways) {
      parts.add(new Part(way, () -> count(Way.valueOf(way))));
    }
  }

  /** How a thread counts. */
  public enum Way {
    METHOD_LOCKED,
    FAILING,
    BLOCK_LOCKED,
    ATOMIC,
    PLAIN,
    FICKLE,
    AWAIT,
    AWAIT_TOO_LATE,
    TELL,
    TELL_ATOMIC,
    KEEP_SILENT,
    STRANGE
  }

  private void count(Way way) throws InterruptedException {
    switch (way) {
      case METHOD_LOCKED -> Scenario.check(counter.methodLocked() > 0, "did not count");
      case FAILING -> {
        try {
          counter.failing();
        } catch (IllegalStateException _) {
          // as it should
        }
      }
      case BLOCK_LOCKED -> counter.blockLocked();
      case ATOMIC -> counter.atomic();
      case PLAIN -> counter.plain();
      case FICKLE -> counter.fickle();
      case AWAIT -> counter.awaitOne();
      case AWAIT_TOO_LATE -> counter.awaitOneTooLate();
      case TELL -> counter.tell();
      case TELL_ATOMIC -> counter.tellAtomic();
      case KEEP_SILENT -> counter.keepSilent();
      case STRANGE -> new Counter.Strange().lock();
    }
  }

  @Override
  public List<Part> parts() {
    return parts;
  }

  @Override
  public void atTheEnd() {
    long expected = parts.stream().filter(part -> !part.name().startsWith("AWAIT")).count();
    Scenario.check(counter.sum() == expected, "lost count");
  }
}
