package posix.sockets.libc;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * {@code <signal.h>} and what {@code <unistd.h>} knows of threads: a signal to one thread, which
 * ends the system call that it is blocked in. What a call returns, and what its first argument is,
 * {@link Call} says; all are of shapes that the calls on sockets have, so that the first use costs
 * little.
 */
public final class LibcThreads {
  /** {@code SIG_DFL}: the handler, as an address, that stands for what the kernel does. */
  public static final long SIG_DFL = 0;

  /** {@code SIG_IGN}: the handler, as an address, that stands for nothing being done. */
  public static final long SIG_IGN = 1;

  private LibcThreads() {}

  private static final class GettidCall {
    static final MethodHandle HANDLE = Link.common("gettid");
  }

  /**
   * {@code pid_t gettid(void)}: the kernel's number of the thread that calls, which a later thread
   * may have again. It never fails.
   */
  public static int gettid(MemorySegment errno) {
    return Call.numbers(GettidCall.HANDLE, errno, 0, 0, 0);
  }

  private static final class TgkillCall {
    static final MethodHandle HANDLE = Link.common("tgkill");
  }

  /** {@code int tgkill(pid_t tgid, pid_t tid, int signal)}. */
  public static int tgkill(MemorySegment errno, int tgid, int tid, int signal) {
    return Call.numbers(TgkillCall.HANDLE, errno, tgid, tid, signal);
  }

  private static final class SigactionCall {
    static final MethodHandle HANDLE = Link.common("sigaction");
  }

  /**
   * {@code int sigaction(int signum, const struct sigaction *act, struct sigaction *oldact)},
   * either of which may be {@code NULL}.
   */
  public static int sigaction(
      MemorySegment errno, int signum, MemorySegment act, MemorySegment oldact) {
    try {
      return Call.result(
          (int)
              (long)
                  SigactionCall.HANDLE.invokeExact(
                      errno, (long) signum, act, oldact.address(), 0L, oldact, MemorySegment.NULL),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class CurrentSigrtminCall {
    static final MethodHandle HANDLE = Link.common("__libc_current_sigrtmin");
  }

  /**
   * {@code int __libc_current_sigrtmin(void)}: {@code SIGRTMIN}, the first real-time signal that
   * libc has not taken for itself. It never fails.
   */
  public static int libc_current_sigrtmin(MemorySegment errno) {
    return Call.numbers(CurrentSigrtminCall.HANDLE, errno, 0, 0, 0);
  }

  private static final class CurrentSigrtmaxCall {
    static final MethodHandle HANDLE = Link.common("__libc_current_sigrtmax");
  }

  /**
   * {@code int __libc_current_sigrtmax(void)}: {@code SIGRTMAX}, the last real-time signal. It
   * never fails.
   */
  public static int libc_current_sigrtmax(MemorySegment errno) {
    return Call.numbers(CurrentSigrtmaxCall.HANDLE, errno, 0, 0, 0);
  }

  /**
   * The address of {@code int abs(int)}, which is not called from Java: as a signal's handler it
   * computes, from the number of the signal, what nobody reads, and so does nothing but make the
   * system call that it comes into answer {@code EINTR}. A handler in Java is no choice, because a
   * signal may come where a thread cannot run Java.
   */
  public static MemorySegment abs() {
    return Link.address("abs");
  }
}
