package posix.sockets.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process as the kernel shows it, and its JVM.
 *
 * @param pid its number
 */
public record Proc(long pid) {
  /** This process. */
  public static Proc self() {
    return new Proc(ProcessHandle.current().pid());
  }

  private Path file(String name) {
    return Path.of("/proc", Long.toString(pid), name);
  }

  /** How many descriptors are open; of its own process without the one that counts them. */
  public long descriptors() throws IOException {
    try (var open = Files.list(file("fd"))) {
      return open.count() - (equals(self()) ? 1 : 0);
    }
  }

  /** How many there may be: the soft limit, which a JVM raises to the hard one when it starts. */
  public long descriptorLimit() throws IOException {
    return find(Files.readString(file("limits")), "Max open files\\s*(\\d+)");
  }

  /** A number of {@code /proc/PID/status}; memory is in kB. */
  public long status(String name) throws IOException {
    return find(Files.readString(file("status")), name + ":\\s*(\\d+)");
  }

  private static long find(String text, String what) {
    Matcher matcher = Pattern.compile(what).matcher(text);
    if (!matcher.find()) {
      throw new AssertionError("no " + what + " in " + text);
    }
    return Long.parseLong(matcher.group(1));
  }

  /**
   * What the JVM has of the system's memory, and for what. For it to keep count it has to be
   * started with {@code -XX:NativeMemoryTracking=summary}; the first time it opens descriptors that
   * stay.
   */
  public String nativeMemory() throws Exception {
    var command =
        List.of(Program.jdk("jcmd"), Long.toString(pid), "VM.native_memory", "summary", "scale=KB");
    return Program.run(Path.of("/"), command).out();
  }

  /** In kB, what code in Java has allocated outside of the heap; -1 where that is not counted. */
  public static long allocated(String nativeMemory) {
    return committed(nativeMemory, "Other \\(");
  }

  /** In kB, all of it, the heap included; -1 where that is not counted. */
  public static long committed(String nativeMemory) {
    return committed(nativeMemory, "Total: ");
  }

  private static long committed(String nativeMemory, String what) {
    Matcher matcher = Pattern.compile(what + ".*committed=(\\d+)KB").matcher(nativeMemory);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
  }
}
