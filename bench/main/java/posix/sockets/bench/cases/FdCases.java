package posix.sockets.bench.cases;

import static posix.sockets.bench.race.Entrant.c;
import static posix.sockets.bench.race.Entrant.java;
import static posix.sockets.bench.race.Metric.CPU;
import static posix.sockets.bench.race.Metric.RATE;

import java.util.List;
import posix.sockets.bench.race.Case;
import posix.sockets.bench.race.Goal;

/** Descriptors on their way to others. */
final class FdCases {
  private FdCases() {}

  static List<Case> all() {
    return List.of(
        Case.of(
                "unix-fds",
                "",
                "descriptors passed over AF_UNIX, each with a byte, and closed",
                RATE,
                CPU)
            .with(
                c("unix_fds"),
                java("raw", "fds.RawFds"),
                java("typed", "fds.TypedFds"),
                java("netty", "fds.NettyFds"),
                java("junixsocket", "fds.JunixsocketFds"))
            .goals(
                Goal.atLeast(RATE, "typed", "c", 0.89),
                Goal.atLeast(RATE, "typed", "junixsocket", 1.2)));
  }
}
