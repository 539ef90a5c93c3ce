package posix.sockets.bench.cases;

import static posix.sockets.bench.race.Entrant.java;
import static posix.sockets.bench.race.Metric.ALLOCATED;

import java.util.List;
import posix.sockets.bench.race.Case;
import posix.sockets.bench.race.Goal;

/** What the calls of a loop allocate on the Java heap: nothing. */
final class AllocationCases {
  /** One object for each operation would be 16 bytes at least; JMH's own are not quite nothing. */
  private static final double NOTHING = 1;

  private AllocationCases() {}

  static List<Case> all() {
    return List.of(
        typed("send-recv", "send and recv, 64 bytes", "TypedSendRecv")
            .with(
                java("typed-bytes", "allocation.BytesSendRecv"),
                java("java.net", "allocation.NetSendRecv"),
                java("nio", "allocation.NioSendRecv"),
                java("netty", "allocation.NettySendRecv")),
        typed("recvfrom", "send, and recvfrom with the address in a buffer", "TypedRecvfrom"),
        typed("batch", "sendmmsg and recvmmsg of 8", "TypedBatch").longer(6),
        typed("poll", "poll of two sockets, one of them ready", "TypedPoll"),
        typed("epoll", "epoll_wait with one socket ready", "TypedEpoll"));
  }

  /** JMH allocates dozens of kilobytes a turn itself, which long turns spread over very many. */
  private static Case typed(String variant, String title, String work) {
    return Case.of("allocation", variant, title, ALLOCATED)
        .longer(3)
        .with(java("typed", "allocation." + work))
        .goals(Goal.atMost(ALLOCATED, "typed", null, NOTHING));
  }
}
