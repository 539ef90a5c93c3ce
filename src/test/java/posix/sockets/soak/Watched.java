package posix.sockets.soak;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import posix.sockets.testing.Proc;
import posix.sockets.testing.Program;

/** One of the two processes, from outside. */
final class Watched implements AutoCloseable {
  private final String name;
  private final Process process;
  private final BufferedReader out;
  private final Proc proc;
  private long allocated;
  private long committed;
  private String nativeMemory = "";

  private Watched(String name, Process process) {
    this.name = name;
    this.process = process;
    out = process.inputReader();
    proc = new Proc(process.pid());
  }

  /** The heap is all there from the beginning, so that what grows is outside of it. */
  static Watched start(Class<?> main, int heapMegabytes, List<String> arguments)
      throws IOException {
    var flags =
        List.of(
            "-Xms" + heapMegabytes + "m",
            "-Xmx" + heapMegabytes + "m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC", // has no tables that grow
            "-XX:TrimNativeHeapInterval=2000", // what compilers have freed is given back
            "-XX:NativeMemoryTracking=summary");
    Process process =
        new ProcessBuilder(Program.java(flags, main, arguments))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new Watched(main.getSimpleName().toLowerCase(Locale.ROOT), process);
  }

  String name() {
    return name;
  }

  String readLine() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new EOFException("the " + name + " ended");
    }
    return line;
  }

  /** Has a command run, and answers what the process has counted then. */
  Map<String, Long> ask(String command) throws IOException {
    var in = process.outputWriter();
    in.write(command);
    in.newLine();
    in.flush();
    Map<String, Long> counts = new LinkedHashMap<>();
    for (String count : readLine().split(" ")) {
      String[] parts = count.split("=");
      counts.put(parts[0], Long.valueOf(parts[1]));
    }
    return counts;
  }

  /** Waits until all that it has opened is closed, for a while. */
  Map<String, Long> awaitClosed() throws IOException, InterruptedException {
    long end = System.nanoTime() + Connection.HANG.toNanos();
    Map<String, Long> counts = ask(Station.COUNT);
    while (!counts.get("opened").equals(counts.get("closed")) && System.nanoTime() < end) {
      Thread.sleep(10);
      counts = ask(Station.COUNT);
    }
    return counts;
  }

  /** Collects garbage and has the JVM tell what it has of the system's memory. */
  void collect() throws Exception {
    ask(Station.COLLECT);
    nativeMemory = proc.nativeMemory();
    allocated = Proc.allocated(nativeMemory);
    committed = Proc.committed(nativeMemory);
  }

  long descriptors() throws IOException {
    return proc.descriptors();
  }

  /** What the last {@link #collect} found. */
  String nativeMemory() {
    return nativeMemory;
  }

  /** Adds how it is now. */
  void look(Map<String, Double> sample) throws IOException {
    sample.put(name + "_descriptors", (double) proc.descriptors());
    sample.put(name + "_resident_kb", (double) proc.status("VmRSS"));
    sample.put(name + "_anonymous_kb", (double) proc.status("RssAnon"));
    sample.put(name + "_mapped_kb", (double) proc.status("RssFile"));
    sample.put(name + "_allocated_kb", (double) allocated);
    sample.put(name + "_committed_kb", (double) committed);
    sample.put(name + "_threads", (double) proc.status("Threads"));
  }

  @Override
  public void close() throws IOException {
    process.outputWriter().close(); // at which it ends
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
