package posix.sockets.exhaustion;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import posix.sockets.OpenFds;
import posix.sockets.testing.OwnThread;

/**
 * Takes things away from this process for a while, by {@code prlimit}. Only for a process of the
 * test's own, and where nothing else that needs them goes on in it.
 */
final class Limit {
  private static final int NOFILE = 7;
  private static final int AS = 9;

  /** No descriptor has a number that has so many free ones below it. */
  private static final int FREE = 100;

  private Limit() {}

  /** Does something while so many more descriptors can be opened. */
  static <T> T descriptors(int free, Callable<T> task) throws Exception {
    return within(NOFILE, aboveFree(free), task);
  }

  /** The smallest limit that leaves so many numbers free. */
  private static int aboveFree(int free) {
    int left = free;
    int fd = 0;
    while (left > 0 || OpenFds.flags(fd) >= 0) {
      if (OpenFds.flags(fd) < 0) {
        left--;
      }
      fd++;
    }
    return fd;
  }

  /** How many descriptors are open, of any kind. */
  static int countDescriptors() {
    int limit = aboveFree(FREE);
    return limit - FREE;
  }

  /** Does something while so many more bytes of the address space can be used. */
  static <T> T addresses(long free, Callable<T> task) throws Exception {
    long pages = Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[0]);
    return within(AS, pages * 4096 + free, task);
  }

  private static <T> T within(int resource, long limit, Callable<T> task) throws Exception {
    try (var arena = Arena.ofConfined()) {
      MemorySegment before = arena.allocate(JAVA_LONG, 2);
      MemorySegment now = arena.allocate(JAVA_LONG, 2);
      OwnThread.prlimit(resource, MemorySegment.NULL, before);
      now.copyFrom(before).set(JAVA_LONG, 0, limit);
      OwnThread.prlimit(resource, now, MemorySegment.NULL);
      try {
        return task.call();
      } finally {
        OwnThread.prlimit(resource, before, MemorySegment.NULL);
      }
    }
  }
}
