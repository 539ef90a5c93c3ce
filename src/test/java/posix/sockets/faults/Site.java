package posix.sockets.faults;

import java.io.IOException;

/** Where an operation is made over and over. */
interface Site extends AutoCloseable {
  /**
   * Makes it once, on a thread of the kind, and checks what came of it. After a failure it is made
   * again with what it had then.
   */
  void make() throws Exception;

  /** Holds all that has arrived against all that was sent. */
  default void check() throws Exception {}

  /** The descriptor whose calls are meant, or -1 for any. */
  default int fd() throws Exception {
    return -1;
  }

  @Override
  default void close() throws IOException {}

  /** Fails unless something is so. */
  static void require(boolean is, String format, Object... arguments) {
    if (!is) {
      throw new AssertionError(format.formatted(arguments));
    }
  }
}
