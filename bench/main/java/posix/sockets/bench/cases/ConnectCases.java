package posix.sockets.bench.cases;

import static posix.sockets.bench.race.Entrant.c;
import static posix.sockets.bench.race.Entrant.java;
import static posix.sockets.bench.race.Metric.CPU;
import static posix.sockets.bench.race.Metric.RATE;

import java.util.List;
import posix.sockets.bench.race.Case;
import posix.sockets.bench.race.Goal;

/**
 * Connections that come and go. What the kernel does for them later, for whoever runs then, is in
 * the time that passes and not in the CPU, so that is the steadier one.
 */
final class ConnectCases {
  private ConnectCases() {}

  static List<Case> all() {
    return List.of(
        Case.of(
                "tcp-connect",
                "",
                "connect, accept and close of both ends, reset by SO_LINGER 0",
                CPU,
                RATE)
            .longer(2) // which is what the JVMs take to compile all of it
            .with(
                c("tcp_connect"),
                java("raw", "connect.RawConnect"),
                java("typed", "connect.TypedConnect"),
                java("java.net", Cases.IPV4, "connect.JavaNetConnect"),
                java("nio", Cases.IPV4, "connect.NioConnect"),
                java("netty", Cases.IPV4, "connect.NettyConnect"))
            .goals(
                Goal.atMost(CPU, "typed", "c", 1.03),
                Goal.atMost(CPU, "typed", "nio", 0.85),
                Goal.atMost(CPU, "typed", "java.net", 0.85)));
  }
}
