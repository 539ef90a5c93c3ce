package posix.sockets.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The servers of {@link EchoLoad} and the load, each a process of its own on the same cores. */
final class EchoProcesses implements AutoCloseable {
  private static final String ADDRESS = "127.0.0.1";
  private static final int SIZE = 64;

  private record Server(Process process, String port) {}

  /** What a server did under load: echoes a second, and the CPU it took for each. */
  record Figures(double perSecond, double cpuNanos) {}

  private final Path programs;
  private final List<String> pinned;
  private final Map<String, Server> servers = new LinkedHashMap<>();

  /** The C programs are in {@code programs}; everything is pinned to so many cores. */
  EchoProcesses(Path programs, int cores) throws IOException {
    this.programs = programs;
    pinned = List.of("taskset", "-c", last(cores));
  }

  /** Starts a server: a class beside {@code Echo}, with these flags, or else a C program. */
  void start(String name, List<String> jvmFlags) throws IOException {
    List<String> command = new ArrayList<>(pinned);
    if (Files.isExecutable(programs.resolve(name))) {
      command.add(programs.resolve(name).toString());
    } else {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(
          ManagementFactory.getRuntimeMXBean().getInputArguments()); // where the library is
      command.addAll(jvmFlags);
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add(EchoProcesses.class.getPackageName() + ".echo." + name);
    }
    Process process = start(command);
    servers.put(name, new Server(process, process.inputReader().readLine()));
    if (servers.get(name).port == null) {
      throw new IllegalStateException(name + " did not start");
    }
  }

  /** Puts a server under load. */
  Figures load(String name, int connections, int warmUpMillis, int millis)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(pinned);
    command.add(programs.resolve("echo_load").toString());
    Server server = servers.get(name);
    command.addAll(List.of(ADDRESS, server.port));
    for (long number : new long[] {connections, SIZE, millis, warmUpMillis, server.process.pid()}) {
      command.add(Long.toString(number));
    }
    Process process = start(command);
    String line = process.inputReader().readLine();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(name + " failed with " + connections + " connections");
    }
    String[] figures = line.split(" ");
    return new Figures(Double.parseDouble(figures[0]), Double.parseDouble(figures[2]));
  }

  private static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** The last of the CPUs that this process may use: the first ones often serve interrupts. */
  private static String last(int cores) throws IOException {
    List<String> cpus = new ArrayList<>();
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      String list = lines.filter(l -> l.startsWith("Cpus_allowed_list:")).findFirst().orElseThrow();
      for (String range : list.replaceFirst(".*:\\s*", "").split(",")) {
        String[] ends = range.split("-");
        for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) {
          cpus.add(Integer.toString(i));
        }
      }
    }
    if (cores < 1 || cores > cpus.size()) {
      throw new IllegalArgumentException("there are " + cpus.size() + " cores, not " + cores);
    }
    return String.join(",", cpus.subList(cpus.size() - cores, cpus.size()));
  }

  /** Ends the servers: they serve until their input ends, so none outlives this process either. */
  @Override
  public void close() throws IOException {
    for (Server server : servers.values()) {
      server.process.getOutputStream().close();
    }
  }
}
