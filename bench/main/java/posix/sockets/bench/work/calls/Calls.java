package posix.sockets.bench.work.calls;

import java.io.IOException;
import posix.sockets.bench.work.Work;

/** One call, over and over: in batches, as C makes them between two looks at the clock. */
abstract class Calls implements Work {
  private static final int BATCH = 1000;

  /** Makes the call, and checks what came of it. */
  abstract void call() throws IOException;

  static void expect(long result, long expected) {
    if (result != expected) {
      throw new IllegalStateException(result + ", not " + expected);
    }
  }

  @Override
  public final int operations() {
    return BATCH;
  }

  @Override
  public final void run() throws IOException {
    for (int i = 0; i < BATCH; i++) {
      call();
    }
  }
}
