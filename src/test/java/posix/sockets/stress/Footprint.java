package posix.sockets.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import posix.sockets.testing.Proc;

/**
 * What this process holds, after a garbage collection.
 *
 * @param descriptors how many descriptors are open, but for files
 * @param resident its memory, in bytes
 * @param allocated what of that was allocated by code in Java, outside of the heap; -1 where the
 *     JVM does not keep count (it does with {@code -XX:NativeMemoryTracking=summary})
 */
record Footprint(long descriptors, long resident, long allocated) {
  static Footprint now(boolean counts) throws Exception {
    for (int i = 0; i < 3; i++) { // cleaners run after one
      System.gc();
      Thread.sleep(100);
    }
    // Before descriptors are counted, because it opens some that stay.
    long allocated = counts ? Proc.allocated(Proc.self().nativeMemory()) : -1;
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      long descriptors = open.filter(Footprint::isOurs).count();
      long resident = Proc.self().status("VmRSS") << 10;
      return new Footprint(descriptors, resident, allocated < 0 ? -1 : allocated << 10);
    }
  }

  /** Files come and go as the JVM needs them. */
  private static boolean isOurs(Path descriptor) {
    try {
      return !Files.readSymbolicLink(descriptor).isAbsolute();
    } catch (IOException _) {
      return false; // closed meanwhile
    }
  }

  /** How many threads of Java there are now; those of the JVM come and go. */
  static int threads() {
    return Thread.getAllStackTraces().size();
  }

  @Override
  public String toString() {
    String counted = allocated < 0 ? "" : String.format(" %9.1f MB", allocated / 1e6);
    return String.format("%12d %9.1f MB", descriptors, resident / 1e6) + counted;
  }
}
