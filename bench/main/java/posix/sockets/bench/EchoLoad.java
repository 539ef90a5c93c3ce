package posix.sockets.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import posix.sockets.bench.EchoProcesses.Figures;

/**
 * Echo servers under the load of {@code echo_load.c}, which verifies each byte. All servers run all
 * the time, and are measured in turns; those that are not under load are idle. Prints medians of
 * the ratios of each round: what changes on the machine during the run changes all of them.
 */
public final class EchoLoad {
  private static final String C = "epoll_echo";
  private static final String EPOLL = "EpollPosix";
  private static final String NIO = "SelectorNio";
  private static final String VIRTUAL = "VirtualThreadPosix";
  private static final String VIRTUAL_NET = "VirtualThreadNet";

  /** The table's server is compared with each of the others. */
  private record Table(String title, String server, List<String> others) {}

  private static final List<Table> TABLES =
      List.of(
          new Table("A virtual thread for each connection", VIRTUAL, List.of(VIRTUAL_NET)),
          new Table("A single thread", EPOLL, List.of(C, NIO)));

  /** What is told of each server. */
  private record Metric(String name, ToDoubleFunction<Figures> get) {
    double[] of(Figures[] rounds) {
      return Arrays.stream(rounds).mapToDouble(get).toArray();
    }
  }

  private static final List<Metric> METRICS =
      List.of(
          new Metric("a second", Figures::perSecond),
          new Metric("ns of the server's CPU", Figures::cpuNanos));

  /** Until a JVM has compiled what it will, once for each number of connections. */
  private static final int WARM_UP_MILLIS = 5000;

  /** Until new connections have found their pace. */
  private static final int SETTLE_MILLIS = 200;

  private final EchoProcesses processes;
  private final List<String> servers;
  private final int rounds;
  private final long start = System.nanoTime();
  private int done; // milliseconds of load
  private int toDo;

  private EchoLoad(
      EchoProcesses processes, List<String> servers, List<Integer> numbers, int rounds) {
    this.processes = processes;
    this.servers = servers;
    this.rounds = rounds;
    for (int number : numbers) {
      int round = SETTLE_MILLIS + measuredMillis(number);
      toDo += servers.size() * (WARM_UP_MILLIS + rounds * round);
    }
  }

  /**
   * Arguments: where the C programs are, and lists, separated by spaces: numbers of connections;
   * how many rounds; how many cores; the servers; flags of their JVMs.
   */
  public static void main(String[] args) throws Exception {
    List<Integer> numbers = words(args[1]).stream().map(Integer::valueOf).toList();
    int rounds = Integer.parseInt(args[2]);
    int cores = Integer.parseInt(args[3]);
    List<String> servers = words(args[4]);
    try (var processes = new EchoProcesses(Path.of(args[0]), cores)) {
      for (String server : servers) {
        processes.start(server, words(args[5]));
      }
      var bench = new EchoLoad(processes, servers, numbers, rounds);
      Map<Integer, Map<String, Figures[]>> results = new LinkedHashMap<>();
      for (int number : numbers) {
        results.put(number, bench.measure(number));
      }
      System.out.printf(
          "Echoes of 64 bytes, each verified: how many a second, and the server's CPU for one.%n"
              + "Server and load are on the same %s. Medians of %d rounds, and of the ratios in"
              + " each (least to most).%n",
          cores == 1 ? "core" : cores + " cores, free to move", rounds);
      TABLES.forEach(table -> print(table, results));
    }
  }

  private static List<String> words(String list) {
    return list.isBlank() ? List.of() : Arrays.asList(list.strip().split("\\s+"));
  }

  private Map<String, Figures[]> measure(int connections) throws Exception {
    Map<String, Figures[]> figures = new LinkedHashMap<>();
    for (String server : servers) {
      figures.put(server, new Figures[rounds]);
      load(server, connections, WARM_UP_MILLIS - SETTLE_MILLIS, "warming up");
    }
    for (int round = 0; round < rounds; round++) {
      List<String> order = new ArrayList<>(servers);
      Collections.rotate(order, round); // nobody always goes first
      String what = "round " + (round + 1) + " of " + rounds;
      for (String server : order) {
        figures.get(server)[round] = load(server, connections, measuredMillis(connections), what);
      }
    }
    return figures;
  }

  /** Long enough for several answers to each connection, on a slow machine too. */
  private static int measuredMillis(int connections) {
    return Math.max(1000, connections / 4);
  }

  private Figures load(String server, int connections, int millis, String what) throws Exception {
    Figures figures = processes.load(server, connections, SETTLE_MILLIS, millis);
    done += SETTLE_MILLIS + millis;
    long elapsed = System.nanoTime() - start;
    var left = Duration.ofNanos((long) ((double) elapsed / done * (toDo - done)));
    System.err.printf(
        "%d connections, %s, %s: %,.0f a second; %d:%02d to go%n",
        connections, what, server, figures.perSecond(), left.toMinutes(), left.toSecondsPart());
    return figures;
  }

  /** Leaves out who was not measured. */
  private static void print(Table table, Map<Integer, Map<String, Figures[]>> results) {
    var measured = results.values().iterator().next().keySet();
    List<String> columns = new ArrayList<>(table.others);
    columns.addFirst(table.server);
    columns.retainAll(measured);
    if (columns.isEmpty()) {
      return;
    }
    List<String> bases =
        measured.contains(table.server) ? columns.subList(1, columns.size()) : List.of();
    List<String> header = new ArrayList<>(List.of(table.title, ""));
    header.addAll(columns);
    bases.forEach(base -> header.add(table.server + " / " + base));
    System.out.println();
    System.out.println(row(header));
    System.out.println("|---".repeat(header.size()) + "|");
    results.forEach((connections, figures) -> {
      for (Metric metric : METRICS) {
        List<String> cells = new ArrayList<>(List.of(connections.toString(), metric.name));
        for (String server : columns) {
          double median = Rounds.median(metric.of(figures.get(server)));
          cells.add(String.format("%,.0f", median));
        }
        for (String base : bases) {
          double[] own = metric.of(figures.get(table.server));
          cells.add(Rounds.ratios(own, metric.of(figures.get(base))));
        }
        System.out.println(row(cells));
      }
    });
  }

  private static String row(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }
}
