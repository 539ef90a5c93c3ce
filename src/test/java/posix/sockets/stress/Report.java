package posix.sockets.stress;

import java.util.ArrayList;
import java.util.List;

/** What a part has measured, and what it found broken. It prints both at once, or keeps quiet. */
final class Report {
  private static final int SHOWN = 20;

  private final boolean timed;
  private final List<String> broken = new ArrayList<>(); // guarded by this

  /** {@code timed}: whether time and memory count, and are printed; else only correctness does. */
  Report(boolean timed) {
    this.timed = timed;
  }

  /** Whether time and memory count. */
  boolean isTimed() {
    return timed;
  }

  /** Prints a line. */
  synchronized void say(String format, Object... arguments) {
    if (timed) {
      System.out.printf(format + "%n", arguments);
    }
  }

  /** A promise: says so if it was not kept. */
  void check(boolean kept, String format, Object... arguments) {
    if (!kept) {
      found(String.format(format, arguments));
    }
  }

  /** A bound: as a promise, where bounds count. */
  void bound(boolean kept, String format, Object... arguments) {
    check(kept || !timed, format, arguments);
  }

  private synchronized void found(String what) {
    broken.add(what);
    if (broken.size() <= SHOWN) {
      say("*** %s", what);
    }
  }

  /** What was broken. */
  synchronized List<String> broken() {
    return List.copyOf(broken);
  }
}
