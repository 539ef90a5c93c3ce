package posix.sockets.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;

/** A call that blocks, in a thread of its own. */
public final class Tasks {
  private Tasks() {}

  /** A call under way. */
  public static final class Blocked<T> extends FutureTask<T> {
    private volatile Path thread;
    private volatile Thread runner;

    private Blocked(Callable<T> call) {
      super(call);
    }

    /** {@link Thread#interrupt}. */
    public void interrupt() {
      runner.interrupt();
    }

    @Override
    public void run() {
      runner = Thread.currentThread();
      try {
        thread = Path.of("/proc").resolve(Files.readSymbolicLink(Path.of("/proc/thread-self")));
      } catch (IOException e) {
        setException(e);
      }
      super.run();
    }

    /** The kernel's number of its thread. */
    public int tid() {
      return Integer.parseInt(thread.getFileName().toString());
    }

    /** The system call that it is in: its number and arguments; "running" outside of one. */
    public String systemCall() throws IOException {
      try {
        return thread == null ? "running" : Files.readString(thread.resolve("syscall"));
      } catch (NoSuchFileException _) {
        return "ended";
      }
    }
  }

  /** Starts a call, and returns when it waits in a system call on a descriptor. */
  public static <T> Blocked<T> blocked(int fd, Callable<T> call) throws Exception {
    String argument = " 0x" + Integer.toHexString(fd) + " ";
    return blocked(systemCall -> isFirstArgument(argument, systemCall), call);
  }

  /** Starts a call, and returns when it waits in a system call that has one of these numbers. */
  public static <T> Blocked<T> blocked(Set<String> numbers, Callable<T> call) throws Exception {
    return blocked(systemCall -> numbers.contains(systemCall.split(" ")[0]), call);
  }

  private static <T> Blocked<T> blocked(Predicate<String> isIt, Callable<T> call) throws Exception {
    var task = new Blocked<>(call);
    Thread.ofPlatform().daemon().start(task);
    while (!isIt.test(task.systemCall())) {
      if (task.isDone()) {
        throw new AssertionError("did not block: " + task.get());
      }
      Thread.sleep(1);
    }
    return task;
  }

  private static boolean isFirstArgument(String argument, String systemCall) {
    return systemCall.indexOf(argument) == systemCall.indexOf(' ') && systemCall.contains(argument);
  }
}
