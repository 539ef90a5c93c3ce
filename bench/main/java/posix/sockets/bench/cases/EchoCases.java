package posix.sockets.bench.cases;

import static posix.sockets.bench.race.Metric.CPU;
import static posix.sockets.bench.race.Metric.RATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import posix.sockets.bench.echo.EpollPosix;
import posix.sockets.bench.echo.EpollRaw;
import posix.sockets.bench.echo.EventLoopNetty;
import posix.sockets.bench.echo.SelectorNio;
import posix.sockets.bench.echo.VirtualThreadNet;
import posix.sockets.bench.echo.VirtualThreadPosix;
import posix.sockets.bench.race.Case;
import posix.sockets.bench.race.Entrant;
import posix.sockets.bench.race.Goal;
import posix.sockets.bench.race.Place;
import posix.sockets.bench.race.Server;

/** Echo servers under load, from one connection to very many. */
final class EchoCases {
  private static final List<Integer> CONNECTIONS = List.of(1, 10, 100, 1000, 10_000);
  private static final List<Integer> TWO_CORES = List.of(10, 100, 1000);
  private static final int SIZE = 64;

  /** Descriptors that a process needs for itself. */
  private static final int OWN = 200;

  /** By connections: how many times java.net's echoes virtual threads should have. */
  private static final Map<Integer, Double> VIRTUAL = Map.of(1, 1.0, 10, 1.05, 100, 1.1, 1000, 1.1);

  private EchoCases() {}

  static List<Case> all() {
    List<Case> all = new ArrayList<>();
    CONNECTIONS.forEach(number -> all.add(oneThread(number)));
    CONNECTIONS.forEach(number -> all.add(virtualThreads("echo-virtual", 1, number)));
    TWO_CORES.forEach(number -> all.add(virtualThreads("echo-virtual-2", 2, number)));
    return all;
  }

  private static Case oneThread(int number) {
    Server.Load load = load(number);
    Case one =
        of("echo", number, "a single thread")
            .with(
                c(load),
                Server.java("raw", EpollRaw.class, load),
                Server.java("typed", EpollPosix.class, load),
                Server.java("nio", SelectorNio.class, load),
                Server.java("netty", EventLoopNetty.class, load));
    return number < 1000
        ? one
        : one.goals(
            Goal.atLeast(RATE, "typed", "c", 0.95),
            Goal.atLeast(RATE, "typed", "nio", 1.05),
            Goal.atLeast(RATE, "typed", "netty", 1.10));
  }

  private static Case virtualThreads(String group, int cores, int number) {
    Server.Load load = load(number);
    Case one =
        of(group, number, "a virtual thread for each")
            .cores(cores)
            .with(
                c(load),
                Server.java("typed", VirtualThreadPosix.class, load),
                Server.java("java.net", VirtualThreadNet.class, load));
    Double least = VIRTUAL.get(number);
    return cores > 1 || least == null
        ? one
        : one.goals(Goal.atLeast(RATE, "typed", "java.net", least));
  }

  /** With turns that are long enough for several answers to each connection. */
  private static Case of(String group, int number, String server) {
    String title =
        "%,d connection%s to an echo server, %s".formatted(number, number == 1 ? "" : "s", server);
    return Case.of(group, Integer.toString(number), title, RATE, CPU)
        .bytes(SIZE)
        .longer(number < 1000 ? 2 : number < 10_000 ? 3 : 5);
  }

  private static Entrant c(Server.Load load) {
    return Server.c("epoll_echo", load);
  }

  private static Server.Load load(int connections) {
    return place ->
        List.of(
            "echo_load", Integer.toString(possible(connections, place)), Integer.toString(SIZE));
  }

  /** Where it is about that everything runs, fewer will do; else the load itself gives up. */
  private static int possible(int connections, Place place) throws IOException {
    int most = descriptors() - OWN;
    if (!place.plan().smoke() || connections <= most) {
      return connections;
    }
    System.err.printf(
        "*** %d INSTEAD OF %d CONNECTIONS: more descriptors are not allowed (ulimit -Hn)%n",
        most, connections);
    return most;
  }

  /** How many a process may have at most. */
  private static int descriptors() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/limits"))) {
      String hard =
          lines
              .filter(line -> line.startsWith("Max open files"))
              .map(line -> line.split("\\s{2,}")[2])
              .findFirst()
              .orElseThrow();
      return hard.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(hard);
    }
  }
}
