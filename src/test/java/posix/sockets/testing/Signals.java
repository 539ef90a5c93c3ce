package posix.sockets.testing;

import posix.sockets.bindings.posix_h;

/** Signals that interrupt one thread's system call and do nothing else. */
public final class Signals {
  /** The JVM has a handler for it, which ignores what it did not send itself. */
  private static final int SIGUSR2 = 12;

  private static final int SYS_TGKILL =
      switch (System.getProperty("os.arch")) {
        case "amd64", "x86_64" -> 234;
        default -> 131; // the numbers that newer architectures share
      };

  private Signals() {}

  /** Interrupts the system call of a thread. */
  public static void interrupt(Tasks.Blocked<?> task) {
    int result =
        (int)
            posix_h
                .syscall
                .makeInvoker(posix_h.C_INT, posix_h.C_INT, posix_h.C_INT)
                .apply(SYS_TGKILL, posix_h.getpid(), task.tid(), SIGUSR2);
    if (result != 0) {
      throw new AssertionError("tgkill failed");
    }
  }
}
