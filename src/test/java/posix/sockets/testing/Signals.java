package posix.sockets.testing;

import posix.sockets.bindings.posix_h;

/** Signals that interrupt one thread's system call and do nothing else. */
public final class Signals {
  /** The JVM has a handler for it, which ignores what it did not send itself. */
  private static final int SIGUSR2 = 12;

  private Signals() {}

  /** Interrupts the system call of a thread. */
  public static void interrupt(Tasks.Blocked<?> task) {
    int result =
        (int)
            posix_h
                .syscall
                .makeInvoker(posix_h.C_INT, posix_h.C_INT, posix_h.C_INT)
                .apply((int) SystemCalls.tgkill(), posix_h.getpid(), task.tid(), SIGUSR2);
    if (result != 0) {
      throw new AssertionError("tgkill failed");
    }
  }
}
