package posix.sockets.bench.work;

import java.io.IOException;

/**
 * What is measured: one implementation doing one kind of work, over and over. A class for each,
 * with a constructor that takes {@link Arguments}; each runs in a JVM of its own.
 */
public interface Work extends AutoCloseable {
  /** Does the work once. Throws if anything came out wrong. */
  void run() throws Exception;

  /** How many operations one {@link #run} has. */
  default int operations() {
    return 1;
  }

  /** After each turn: looks at what was moved more closely than there is time for in between. */
  default void check() throws Exception {}

  @Override
  default void close() throws IOException {}
}
