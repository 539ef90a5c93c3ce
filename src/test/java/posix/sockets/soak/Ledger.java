package posix.sockets.soak;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What one of the two processes counts. It is told to the other one's as a line of numbers. */
final class Ledger {
  private static final int SHOWN = 10;

  /** What is counted. */
  enum Of {
    /** Messages that have arrived. */
    MESSAGES,
    /** Sockets that were opened or accepted. */
    OPENED,
    CLOSED,
    /** Connections that ended orderly, and what passed on them. */
    ENDED,
    REQUEST_BYTES,
    REQUEST_FINGERPRINTS,
    REPLY_BYTES,
    REPLY_FINGERPRINTS,
    /** Connections that were reset. */
    RESET,
    /** Connections that nobody listened for. */
    REFUSED,
    /** Deadlines that passed in a call. */
    DEADLINES,
    /** What must not happen. */
    FAILED;

    String column() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Of, LongAdder> counts = new EnumMap<>(Of.class);

  Ledger() {
    for (Of of : Of.values()) {
      counts.put(of, new LongAdder());
    }
  }

  void add(Of of, long n) {
    counts.get(of).add(n);
  }

  void count(Of of) {
    add(of, 1);
  }

  /** A connection came to its end, and all that was said has passed. */
  void ended(Flow request, Flow reply) {
    count(Of.ENDED);
    add(Of.REQUEST_BYTES, request.bytes());
    add(Of.REQUEST_FINGERPRINTS, request.fingerprint());
    add(Of.REPLY_BYTES, reply.bytes());
    add(Of.REPLY_FINGERPRINTS, reply.fingerprint());
  }

  /** Something happened that must not; the first ones are printed. */
  void failed(String what, Throwable why) {
    count(Of.FAILED);
    if (counts.get(Of.FAILED).sum() <= SHOWN) {
      System.err.println(what);
      why.printStackTrace();
    }
  }

  /** The counts: {@code messages=5 opened=2}. */
  String line() {
    var line = new StringBuilder();
    counts.forEach((of, n) -> line.append(of.column()).append('=').append(n.sum()).append(' '));
    return line.toString();
  }
}
