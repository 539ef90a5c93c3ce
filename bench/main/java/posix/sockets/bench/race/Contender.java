package posix.sockets.bench.race;

import java.io.IOException;

/** One of those that are compared: it does nothing until it is its turn. */
public interface Contender extends AutoCloseable {
  /** Whether it gets faster with time, so that its first turns do not count. */
  default boolean warmsUp() {
    return true;
  }

  /** Works for one turn. */
  Sample turn() throws Exception;

  /** Ends one that has failed already. */
  default void closeAfter(Exception failure) {
    try {
      close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Ends it; throws if it does not end well. */
  @Override
  void close() throws IOException;
}
