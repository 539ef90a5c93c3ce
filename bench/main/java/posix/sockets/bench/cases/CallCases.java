package posix.sockets.bench.cases;

import static posix.sockets.bench.race.Entrant.c;
import static posix.sockets.bench.race.Entrant.java;

import java.util.List;
import posix.sockets.bench.race.Case;
import posix.sockets.bench.race.Goal;
import posix.sockets.bench.race.Metric;

/** What a call costs, and what each layer adds to it. */
final class CallCases {
  private CallCases() {}

  static List<Case> all() {
    return List.of(
        Case.of("recv-would-block", "", "recv that answers EAGAIN", Metric.NANOS)
            .longer(2)
            .with(
                c("recv_would_block"),
                java("bindings", "calls.BindingsRecv"),
                java("libc", "calls.LibcRecv"),
                java("raw", "calls.RawRecv"),
                java("typed", "calls.TypedRecv"),
                java("nio", "calls.NioRecv"))
            .goals(Goal.atMost(Metric.NANOS, "typed", "c", 1.05)),
        Case.of("getsockopt", "", "getsockopt of SO_RCVBUF", Metric.NANOS)
            .with(
                c("getsockopt"),
                java("bindings", "calls.BindingsGetsockopt"),
                java("libc", "calls.LibcGetsockopt"),
                java("raw", "calls.RawGetsockopt"),
                java("typed", "calls.TypedGetsockopt"),
                java("java.net", "calls.JavaNetGetsockopt"),
                java("nio", "calls.NioGetsockopt")));
  }
}
