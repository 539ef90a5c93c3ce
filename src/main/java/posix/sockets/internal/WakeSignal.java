package posix.sockets.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcFiles;
import posix.sockets.libc.LibcThreads;
import posix.sockets.libc.Structs.sigaction;

/**
 * The signal that wakes a thread of ours from a system call: the highest real-time signal that
 * nobody uses when it is first needed. Its handler does nothing (it is libc's {@code abs}), and has
 * no SA_RESTART, so that the call answers EINTR.
 */
final class WakeSignal {
  private static volatile int number; // 0 until it is needed

  private WakeSignal() {}

  private static int install() {
    try (var arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Call.ERRNO);
      MemorySegment old = arena.allocate(sigaction.SIZE, 8);
      MemorySegment action = arena.allocate(sigaction.SIZE, 8);
      action.set(ValueLayout.JAVA_LONG, sigaction.__sigaction_handler, LibcThreads.abs().address());
      for (int signal = LibcThreads.libc_current_sigrtmax(errno);
          signal >= LibcThreads.libc_current_sigrtmin(errno);
          signal--) {
        int result = LibcThreads.sigaction(errno, signal, MemorySegment.NULL, old);
        long handler = old.get(ValueLayout.JAVA_LONG, sigaction.__sigaction_handler);
        if (result == 0
            && (handler == LibcThreads.SIG_DFL || handler == LibcThreads.SIG_IGN)
            && LibcThreads.sigaction(errno, signal, action, MemorySegment.NULL) == 0) {
          return signal;
        }
      }
    }
    throw new IllegalStateException("no real-time signal is free to wake blocked calls with");
  }

  /**
   * Has its handler installed by now. Not by the initialisation of a class, which would never be
   * tried again if there was no memory for it.
   */
  static void prepare() {
    if (number == 0) {
      synchronized (WakeSignal.class) {
        if (number == 0) {
          number = install();
        }
      }
    }
  }

  /** Sends it to a thread of this process. */
  static void send(int tid) {
    try (var arena = Arena.ofConfined()) {
      LibcThreads.tgkill(arena.allocate(Call.ERRNO), LibcFiles.getpid(), tid, number);
    }
  }
}
