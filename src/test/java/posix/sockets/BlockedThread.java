package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcFiles;

/**
 * A thread in a system call: waits until it sleeps there, says what came of it, and sends it
 * signals.
 *
 * @param <T> the result's type
 */
final class BlockedThread<T> {
  /** The JVM handles it, and does nothing. */
  private static final int SIGPIPE = 13;

  private static final long HANG_SECONDS = 10;

  private final FutureTask<T> task;
  private final CompletableFuture<Path> self = new CompletableFuture<>();

  BlockedThread(Callable<T> call) {
    task =
        new FutureTask<>(() -> {
          self.complete(Path.of("/proc").resolve(Files.readSymbolicLink(THREAD_SELF)));
          return call.call();
        });
    Thread.ofPlatform().daemon().start(task);
  }

  private static final Path THREAD_SELF = Path.of("/proc/thread-self");

  /** Waits until the thread sleeps in a system call. */
  BlockedThread<T> awaitBlocked(String systemCall) throws Exception {
    Path thread = self.get(HANG_SECONDS, TimeUnit.SECONDS);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(HANG_SECONDS);
    while (!isIn(thread, systemCall)) {
      assertThat(System.nanoTime()).as("waited for " + systemCall).isLessThan(end);
      Thread.sleep(1);
    }
    return this;
  }

  private static boolean isIn(Path thread, String systemCall) throws IOException {
    String state = Files.readString(thread.resolve("stat")).replaceFirst(".*\\) ", "");
    String number = Files.readString(thread.resolve("syscall")).split(" ")[0];
    return state.startsWith("S") && Numbers.of(systemCall).contains(number);
  }

  /** Interrupts the system call that the thread is in: it answers EINTR. */
  void signal() throws Exception {
    long tid = Long.parseLong(self.get(HANG_SECONDS, TimeUnit.SECONDS).getFileName().toString());
    try (var arena = Arena.ofConfined()) {
      long result =
          LibcFiles.syscall(
              arena.allocate(Call.ERRNO),
              Numbers.tgkill(),
              LibcFiles.getpid(),
              tid,
              SIGPIPE,
              0,
              0,
              0);
      assertThat(result).isZero();
    }
  }

  boolean isDone() {
    return task.isDone();
  }

  /** What the call returned. */
  T result() throws Exception {
    try {
      return task.get(HANG_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("hangs", e);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  /** What the call threw. */
  Throwable thrown() throws Exception {
    try {
      throw new AssertionError("returned " + task.get(HANG_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException e) {
      throw new AssertionError("hangs", e);
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  /** Numbers of system calls: x86_64 has its own, newer architectures share theirs. */
  private static final class Numbers {
    private static final boolean X86_64 =
        java.util.Set.of("amd64", "x86_64").contains(System.getProperty("os.arch"));

    static long tgkill() {
      return X86_64 ? 234 : 131;
    }

    static java.util.Set<String> of(String systemCall) {
      return switch (systemCall) {
        case "poll" -> X86_64 ? java.util.Set.of("7", "271") : java.util.Set.of("73");
        case "epoll_wait" -> X86_64 ? java.util.Set.of("232", "281") : java.util.Set.of("22");
        default -> throw new IllegalArgumentException(systemCall);
      };
    }
  }
}
