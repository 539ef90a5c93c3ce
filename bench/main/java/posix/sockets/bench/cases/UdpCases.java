package posix.sockets.bench.cases;

import static posix.sockets.bench.race.Entrant.c;
import static posix.sockets.bench.race.Entrant.java;
import static posix.sockets.bench.race.Metric.CPU;
import static posix.sockets.bench.race.Metric.RATE;

import java.util.ArrayList;
import java.util.List;
import posix.sockets.bench.race.Case;
import posix.sockets.bench.race.Entrant;
import posix.sockets.bench.race.Goal;

/** UDP packets. */
final class UdpCases {
  private static final int BATCH = 32;

  private UdpCases() {}

  static List<Case> all() {
    List<Case> all = new ArrayList<>();
    for (boolean sends : new boolean[] {true, false}) {
      for (int batch : new int[] {1, BATCH}) {
        all.add(of(sends, batch, 64, 256));
        all.add(of(sends, batch, 1400, 64));
      }
    }
    return all;
  }

  /**
   * A window takes most of the default buffer, where 64 bytes count for 768, and 1,400 for 2,304.
   */
  private static Case of(boolean sends, int batch, int bytes, int window) {
    String what = sends ? "Send" : "Receive";
    String verb = sends ? "send" : "receive";
    String size = "size=" + bytes;
    String of = "window=" + window;
    String many = "batch=" + batch;
    List<Entrant> entrants = new ArrayList<>();
    entrants.add(c("udp_work", verb, bytes, window, batch));
    if (batch == 1) {
      entrants.add(java("raw", "udp.Raw" + what, size, of));
      entrants.add(java("typed", "udp.Typed" + what, size, of));
      entrants.add(java("typed-bytes", "udp.TypedBytes" + what, size, of));
    } else {
      entrants.add(java("raw", "udp.RawBatch" + what, size, of, many));
      entrants.add(java("typed", "udp.TypedBatch" + what, size, of, many));
    }
    entrants.add(java("java.net", Cases.IPV4, "udp.JavaNet" + what, size, of));
    entrants.add(java("nio", Cases.IPV4, "udp.Nio" + what, size, of));
    entrants.add(java("nio-heap", Cases.IPV4, "udp.Nio" + what, size, of, "heap="));
    entrants.add(java("netty", Cases.IPV4, "udp.Netty" + what, size, of, many));
    String title =
        String.format(
            "%s packets of %,d bytes, %s",
            verb, bytes, batch == 1 ? "one a call" : batch + " a call where that can be done");
    double ofNio = batch == 1 ? Goal.LEVEL : sends ? 0.909 : 0.80;
    return Case.of(
            batch == 1 ? "udp-" + verb : "udp-" + verb + "-" + batch,
            Integer.toString(bytes),
            title,
            CPU,
            RATE)
        .bytes(bytes)
        .longer(2) // this process has a quarter of a turn, and some CPU of each goes to its begin
        .peer("udp_peer", sends ? "receive" : "send", "" + bytes, "" + window)
        .with(entrants.toArray(Entrant[]::new))
        .goals(
            Goal.atMost(CPU, "typed", "c", batch == 1 ? 1.04 : 1.02),
            Goal.atMost(CPU, "typed", "nio", ofNio));
  }
}
