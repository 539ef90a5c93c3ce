package posix.sockets.bench.race;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/** How a process of a benchmark ends. */
public final class Child {
  private static final int PATIENCE = 30; // seconds

  private Child() {}

  /** Waits for one that knows that it has to end; throws if it does not end well. */
  public static void end(String name, Process process) throws IOException {
    end(name, process, PATIENCE);
  }

  /** The same for one that has so many seconds' work to do first, on a busy machine. */
  static void end(String name, Process process, int seconds) throws IOException {
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(name + " does not end");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new InterruptedIOException(name);
    }
    if (process.exitValue() != 0) {
      throw new IOException(name + " exited with " + process.exitValue());
    }
  }
}
