package posix.sockets.bench.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was measured on, and with what. */
public record Machine(
    String date,
    String cpu,
    int cores,
    String memory,
    String kernel,
    String libc,
    String jdk,
    String compiler,
    List<String> flags,
    Map<String, String> libraries) {
  /** This one. */
  static Machine here() throws IOException, InterruptedException {
    return new Machine(
        LocalDate.now().toString(),
        line("/proc/cpuinfo", "model name")
            + (line("/proc/cpuinfo", "flags").contains("hypervisor") ? ", virtual" : ""),
        Runtime.getRuntime().availableProcessors(),
        line("/proc/meminfo", "MemTotal"),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        output("getconf", "GNU_LIBC_VERSION"),
        System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"),
        output("gcc", "--version") + ", -O2",
        Place.flags(),
        versions());
  }

  private static String line(String file, String key) throws IOException {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(key))
          .findFirst()
          .map(line -> line.replaceFirst(".*?:\\s*", ""))
          .orElse("unknown");
    }
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).start();
    String line = process.inputReader().readLine();
    process.waitFor();
    return line;
  }

  /** What is on the class path, by its files' names, as Maven makes them. */
  private static Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    for (String path : System.getProperty("java.class.path").split(":")) {
      var name = Path.of(path).getFileName().toString();
      var parts = name.replaceFirst("\\.jar$", "").split("-(?=\\d)", 2);
      if (name.endsWith(".jar") && parts.length == 2) {
        versions.put(parts[0], parts[1]);
      }
    }
    return versions;
  }
}
