package posix.sockets.internal;

import java.lang.ref.Cleaner;

/**
 * Descriptors that were dropped without being closed. A cleaner closes them; where the system
 * property {@code posix.sockets.leaks} is set, it also says where they were made.
 */
final class Leaks {
  private static final boolean TRACKED = Boolean.getBoolean("posix.sockets.leaks");

  private static volatile Cleaner cleaner;

  private Leaks() {}

  /**
   * What closes them. It is made when it is first needed, and not by the initialisation of a class,
   * which would never be tried again if there was no thread for it.
   */
  static Cleaner cleaner() {
    if (cleaner == null) {
      synchronized (Leaks.class) {
        if (cleaner == null) {
          cleaner = Cleaner.create();
        }
      }
    }
    return cleaner;
  }

  /** Where the caller is, or null if that is not wanted. */
  static Throwable origin() {
    return TRACKED ? new Throwable("it was made here") : null;
  }

  static void report(int fd, Throwable origin) {
    if (origin != null) {
      System.getLogger("posix.sockets")
          .log(System.Logger.Level.WARNING, "descriptor " + fd + " was not closed", origin);
    }
  }
}
