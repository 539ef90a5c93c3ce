package posix.sockets.bench.cases;

import static posix.sockets.bench.race.Entrant.c;
import static posix.sockets.bench.race.Entrant.java;

import java.util.ArrayList;
import java.util.List;
import posix.sockets.bench.race.Case;
import posix.sockets.bench.race.Entrant;
import posix.sockets.bench.race.Goal;
import posix.sockets.bench.race.Metric;

/** How fast bytes go in one direction, and what CPU that takes. */
final class StreamCases {
  private static final int KIB_16 = 16 << 10;
  private static final int KIB_64 = 64 << 10;
  private static final int MIB = 1 << 20;

  private StreamCases() {}

  static List<Case> all() {
    return List.of(
        send("tcp", KIB_16),
        send("tcp", KIB_64)
            .goals(
                Goal.atMost(Metric.CPU_PER_GIB, "typed-bytes", "c", 1.20),
                Goal.atMost(Metric.CPU_PER_GIB, "typed-bytes", "java.net", 1.0),
                Goal.atMost(Metric.CPU_PER_GIB, "typed-bytes", "nio-heap", 1.0)),
        send("tcp", MIB)
            .goals(
                Goal.atLeast(Metric.GIGABYTES, "typed", "c", 0.97),
                Goal.atLeast(Metric.GIGABYTES, "typed", "java.net", 1.4)),
        receive("tcp", KIB_16),
        receive("tcp", KIB_64)
            .goals(
                Goal.atMost(Metric.CPU_PER_GIB, "typed", "c", 1.06),
                Goal.atMost(Metric.CPU_PER_GIB, "typed", "java.net", 0.85),
                Goal.atMost(Metric.CPU_PER_GIB, "typed", "nio", Goal.LEVEL),
                Goal.atMost(Metric.CPU_PER_GIB, "typed-bytes", "c", 1.10),
                Goal.atMost(Metric.CPU_PER_GIB, "typed-bytes", "java.net", 1.0),
                Goal.atMost(Metric.CPU_PER_GIB, "typed-bytes", "nio-heap", 1.0)),
        receive("tcp", MIB),
        send("unix", KIB_64),
        receive("unix", KIB_64));
  }

  private static Case send(String kind, int size) {
    return stream(kind + "-send", "sink_peer", kind, size, "bytes sent to a C program")
        .with(c("stream_send", size))
        .with(javas("Send", kind, size));
  }

  private static Case receive(String kind, int size) {
    return stream(kind + "-receive", "source_peer", kind, size, "bytes received from a C program")
        .with(c("stream_receive", size))
        .with(javas("Receive", kind, size));
  }

  private static Case stream(String group, String peer, String kind, int size, String what) {
    String buffers = kind.equals("tcp") ? ", socket buffers of 64 KiB" : "";
    return Case.of(
            group,
            Integer.toString(size),
            String.format("%,d %s, over and over, by SCHED_BATCH%s", size, what, buffers),
            Metric.GIGABYTES,
            Metric.CPU_PER_GIB)
        .inTurns()
        .bytes(size)
        .peer(peer, Integer.toString(size), kind);
  }

  private static Entrant[] javas(String direction, String kind, int size) {
    List<String> wires = new ArrayList<>(List.of("raw", "typed", "typed-bytes"));
    wires.addAll(
        kind.equals("tcp")
            ? List.of("java.net", "nio", "nio-heap")
            : List.of("nio", "nio-heap", "junixsocket"));
    List<Entrant> entrants = new ArrayList<>();
    for (String wire : wires) {
      entrants.add(java(wire, "stream." + direction, "wire=" + wire, "size=" + size));
    }
    entrants.add(java("netty", "stream.Netty" + direction, "size=" + size));
    return entrants.toArray(Entrant[]::new);
  }
}
