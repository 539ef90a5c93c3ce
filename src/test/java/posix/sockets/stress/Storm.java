package posix.sockets.stress;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcFiles;
import posix.sockets.libc.LibcThreads;
import posix.sockets.libc.Structs.sigaction;

/**
 * Signals to threads, one after the other as long as it is open. Their handler has no SA_RESTART: a
 * system call that one comes into answers EINTR. Virtual threads are met by way of their carriers,
 * and of the thread that waits for their sockets.
 */
final class Storm implements AutoCloseable {
  private static final long PAUSE_NANOS = 20_000;
  private static final Set<String> OF_VIRTUAL = Set.of("posix.sockets-i", "ForkJoinPool-1-");

  private final int signal;
  private final Set<Integer> tids = ConcurrentHashMap.newKeySet();
  private final Thread sender = Thread.ofPlatform().daemon().unstarted(this::send);
  private volatile boolean over;
  private volatile long sent;

  Storm() {
    signal = install();
    sender.start();
  }

  /** The lowest real-time signal that nobody uses; the library takes the highest. */
  private static int install() {
    try (var arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Call.ERRNO);
      MemorySegment old = arena.allocate(sigaction.SIZE, 8);
      MemorySegment action = arena.allocate(sigaction.SIZE, 8);
      action.set(ValueLayout.ADDRESS, sigaction.__sigaction_handler, LibcThreads.abs());
      int signal = LibcThreads.libc_current_sigrtmin(errno);
      while (true) {
        check(LibcThreads.sigaction(errno, signal, MemorySegment.NULL, old));
        MemorySegment handler = old.get(ValueLayout.ADDRESS, sigaction.__sigaction_handler);
        if (handler.address() == LibcThreads.SIG_DFL || handler.equals(LibcThreads.abs())) {
          check(LibcThreads.sigaction(errno, signal, action, MemorySegment.NULL));
          return signal;
        }
        signal++;
      }
    }
  }

  private static void check(int result) {
    if (result < 0) {
      throw new AssertionError("sigaction: errno " + -result);
    }
  }

  /** From now on the calling platform thread is in it. */
  void enter() {
    try (var arena = Arena.ofConfined()) {
      tids.add(LibcThreads.gettid(arena.allocate(Call.ERRNO)));
    }
  }

  /** From now on those are in it that virtual threads need; there has to have been one. */
  void enterVirtual() throws IOException {
    try (var threads = Files.list(Path.of("/proc/self/task"))) {
      for (Path thread : (Iterable<Path>) threads::iterator) {
        try {
          String name = Files.readString(thread.resolve("comm")).strip();
          if (OF_VIRTUAL.contains(name)) {
            tids.add(Integer.valueOf(thread.getFileName().toString()));
          }
        } catch (NoSuchFileException _) {
          // it has ended
        }
      }
    }
  }

  /** How many signals were sent. */
  long sent() {
    return sent;
  }

  /** Waits until so many more have been sent. */
  void await(long more) throws InterruptedException {
    long until = sent + more;
    while (sent < until) {
      Thread.sleep(1);
    }
  }

  private void send() {
    try (var arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Call.ERRNO);
      int pid = LibcFiles.getpid();
      while (!over) {
        List<Integer> now = new ArrayList<>(tids);
        for (int tid : now) {
          if (LibcThreads.tgkill(errno, pid, tid, signal) == 0) {
            sent++; // by this thread alone
          } else {
            tids.remove(tid); // it has ended
          }
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  @Override
  public void close() {
    over = true;
    boolean interrupted = false;
    while (sender.isAlive()) {
      try {
        sender.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
