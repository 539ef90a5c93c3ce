package posix.sockets.bench.race;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where a case is run: on which cores, with which peer, for how long. */
public final class Place {
  /**
   * Small, since all contenders of a case are there at once; and the collector that a JVM on one
   * core would choose by itself, on two as well.
   */
  private static final List<String> FLAGS = List.of("-Xmx512m", "-XX:+UseSerialGC");

  private final Path programs;
  private final Plan plan;
  private final int cores;
  private final boolean batch;
  private final String peer;

  private Place(Path programs, Plan plan, int cores, boolean batch, String peer) {
    this.programs = programs;
    this.plan = plan;
    this.cores = cores;
    this.batch = batch;
    this.peer = peer;
  }

  /**
   * The C programs are in {@code programs}; 0 cores: wherever the scheduler likes; batch: by its
   * policy for those who do not mind waiting.
   */
  static Place of(Path programs, Plan plan, int cores, boolean batch) {
    return new Place(programs, plan, plan.smoke() ? 0 : cores, batch, null);
  }

  /** The same, with a peer. */
  Place with(String peer) {
    return new Place(programs, plan, cores, batch, peer);
  }

  /** For how long. */
  public Plan plan() {
    return plan;
  }

  /** What the peer has printed, which says how it is reached; null if there is none. */
  public String peer() {
    return peer;
  }

  /** The path of a C program of native/bench. */
  public String program(String name) {
    return programs.resolve(name).toString();
  }

  /** The flags of each JVM. */
  static List<String> flags() {
    return FLAGS;
  }

  /** A command up to the main class: this JVM with its library, and other flags. */
  public List<String> java(List<String> flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments()); // where it is
    command.addAll(FLAGS);
    // The clock is a native call; and all contenders are there at once, but have turns.
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Djmh.ignoreLock=true"));
    if (plan.smoke()) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return command;
  }

  /** A command on the case's cores, as arguments of the process that runs it. */
  public List<String> pinned(List<String> command) throws IOException {
    if (cores == 0) {
      return command;
    }
    List<String> pinned = new ArrayList<>();
    if (batch) {
      pinned.addAll(List.of("chrt", "--batch", "0"));
    }
    pinned.addAll(List.of("taskset", "-c", last(cores)));
    pinned.addAll(command);
    return pinned;
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
    if (cores > cpus.size()) {
      throw new IllegalArgumentException("there are " + cpus.size() + " cores, not " + cores);
    }
    return String.join(",", cpus.subList(cpus.size() - cores, cpus.size()));
  }
}
