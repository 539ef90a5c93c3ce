package posix.sockets.bench.cases;

import static posix.sockets.bench.race.Entrant.c;
import static posix.sockets.bench.race.Entrant.java;

import java.util.ArrayList;
import java.util.List;
import posix.sockets.bench.race.Case;
import posix.sockets.bench.race.Entrant;
import posix.sockets.bench.race.Goal;
import posix.sockets.bench.race.Metric;

/** A message there and back, on one core: what is waited for is what the calls cost. */
final class PingPongCases {
  private static final String VIRTUAL = "-Djmh.executor=VIRTUAL";

  private PingPongCases() {}

  static List<Case> all() {
    List<Case> all = new ArrayList<>();
    for (int size : new int[] {1, 64, 1024, 16384}) {
      all.add(tcp(size));
    }
    for (int size : new int[] {1, 64, 1024, 16384}) {
      all.add(virtual(size));
    }
    for (int size : new int[] {64, 16384}) {
      all.add(unix(size));
    }
    return all;
  }

  private static Case tcp(int size) {
    return pingPong("tcp-ping-pong", "tcp", size, "TCP round trips")
        .with(
            c("stream_ping_pong", size),
            wire("raw", size),
            wire("typed", size),
            wire("typed-bytes", size),
            wire("java.net", size),
            wire("nio", size),
            wire("nio-heap", size),
            netty(size))
        .goals(
            Goal.atMost(Metric.P50, "typed", "c", 1.02),
            Goal.atMost(Metric.P50, "typed", "nio", 0.98),
            Goal.atMost(Metric.P50, "typed", "java.net", 0.98),
            Goal.atMost(Metric.P50, "typed", "netty", 0.90),
            Goal.atMost(Metric.P50, "typed-bytes", "c", size <= 1024 ? 1.03 : 1.05));
  }

  private static Case virtual(int size) {
    return pingPong("tcp-ping-pong-virtual", "tcp", size, "TCP round trips on virtual threads")
        .with(
            c("stream_ping_pong", size),
            wire("typed", size, VIRTUAL),
            wire("typed-bytes", size, VIRTUAL),
            wire("java.net", size, VIRTUAL),
            wire("nio", size, VIRTUAL))
        .goals(Goal.atMost(Metric.P50, "typed", "java.net", Goal.LEVEL));
  }

  private static Case unix(int size) {
    return pingPong("unix-ping-pong", "unix", size, "AF_UNIX round trips")
        .with(
            c("stream_ping_pong", size),
            wire("raw", size),
            wire("typed", size),
            wire("typed-bytes", size),
            wire("nio", size),
            wire("nio-heap", size),
            netty(size),
            wire("junixsocket", size),
            wire("junixsocket-streams", size))
        .goals(
            Goal.atMost(Metric.P50, "typed", "c", 1.03),
            Goal.atMost(Metric.P50, "typed", "nio", 0.98),
            Goal.atMost(Metric.P50, "typed", "junixsocket", 0.96),
            Goal.atMost(Metric.P50, "typed", "netty", 0.85));
  }

  private static Case pingPong(String group, String family, int size, String title) {
    return Case.of(
            group,
            Integer.toString(size),
            String.format("%s, %,d B", title, size),
            Metric.P50,
            Metric.P99,
            Metric.P999,
            Metric.NANOS)
        .bytes(size)
        .peer("echo_peer", family);
  }

  private static Entrant wire(String name, int size, String... flags) {
    return java(name, List.of(flags), "stream.PingPong", "wire=" + name, "size=" + size);
  }

  private static Entrant netty(int size) {
    return java("netty", "stream.NettyPingPong", "size=" + size);
  }
}
