package posix.sockets.model;

import java.util.List;

/** Objects made anew for each run, what threads do with them, and what must hold. */
public interface Scenario {
  /** What one thread does. It fails by throwing. */
  @FunctionalInterface
  interface Body {
    /** Does it. */
    void run() throws Exception;
  }

  /** A thread. */
  record Part(String name, Body body) {}

  /** The threads. */
  List<Part> parts();

  /** Called when all threads have ended. It fails by throwing. */
  default void atTheEnd() {}

  /** Fails unless it is so. */
  static void check(boolean so, String otherwise) {
    if (!so) {
      throw new AssertionError(otherwise);
    }
  }
}
