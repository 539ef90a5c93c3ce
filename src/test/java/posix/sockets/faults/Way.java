package posix.sockets.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import posix.sockets.PosixSocket;

/** How a call that may block is made. */
enum Way {
  /** It blocks in the kernel. */
  PLATFORM,

  /** It is tried, and waited for in ppoll. */
  DEADLINE,

  /** It is tried, and waited for by the poller. */
  VIRTUAL;

  private static final Duration LONG = Duration.ofMinutes(10);
  private static final int HANG_SECONDS = 60;

  /** The socket as the call is to be made on it. */
  PosixSocket of(PosixSocket socket) {
    return this == DEADLINE ? socket.within(LONG) : socket;
  }

  /** Whether EAGAIN is waited for. */
  boolean waits() {
    return this != PLATFORM;
  }

  /** Something that is done on a thread of the kind. */
  interface Task {
    void run() throws Exception;
  }

  /** Begins something on a thread of the kind. */
  Thread start(Runnable task) {
    return this == VIRTUAL
        ? Thread.ofVirtual().start(task)
        : Thread.ofPlatform().daemon().start(task);
  }

  /** Does something on a thread of the kind; fails if it hangs. */
  void run(Task task) throws Exception {
    var future = new FutureTask<Void>(callable(task));
    Thread thread = start(future);
    try {
      future.get(HANG_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException("hangs in " + Arrays.toString(thread.getStackTrace()), e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw new AssertionError(e.getCause());
    }
  }

  private static Callable<Void> callable(Task task) {
    return () -> {
      task.run();
      return null;
    };
  }
}
