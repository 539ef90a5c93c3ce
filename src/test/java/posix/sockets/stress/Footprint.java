package posix.sockets.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import posix.sockets.testing.Program;

/**
 * What this process holds, after a garbage collection.
 *
 * @param descriptors how many descriptors are open, but for files
 * @param resident its memory, in bytes
 * @param allocated what of that was allocated by code in Java, outside of the heap; -1 where the
 *     JVM does not keep count (it does with {@code -XX:NativeMemoryTracking=summary})
 */
record Footprint(long descriptors, long resident, long allocated) {
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s*(\\d+) kB");
  private static final Pattern OTHER = Pattern.compile("Other \\(.*committed=(\\d+)KB");

  static Footprint now(boolean counts) throws Exception {
    for (int i = 0; i < 3; i++) { // cleaners run after one
      System.gc();
      Thread.sleep(100);
    }
    long allocated = counts ? count() : -1; // before descriptors are counted: it opens some
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      long descriptors = open.filter(Footprint::isOurs).count();
      return new Footprint(descriptors, status(RESIDENT) << 10, allocated);
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

  private static long count() throws Exception {
    String pid = Long.toString(ProcessHandle.current().pid());
    var command = List.of(Program.jdk("jcmd"), pid, "VM.native_memory", "summary");
    Matcher matcher = OTHER.matcher(Program.run(Path.of("/"), command).out());
    return matcher.find() ? Long.parseLong(matcher.group(1)) << 10 : -1;
  }

  /** How many threads of Java there are now; those of the JVM come and go. */
  static int threads() {
    return Thread.getAllStackTraces().size();
  }

  private static long status(Pattern what) throws IOException {
    Matcher matcher = what.matcher(Files.readString(Path.of("/proc/self/status")));
    if (!matcher.find()) {
      throw new AssertionError("/proc/self/status does not say " + what);
    }
    return Long.parseLong(matcher.group(1));
  }

  @Override
  public String toString() {
    String counted = allocated < 0 ? "" : String.format(" %9.1f MB", allocated / 1e6);
    return String.format("%12d %9.1f MB", descriptors, resident / 1e6) + counted;
  }
}
