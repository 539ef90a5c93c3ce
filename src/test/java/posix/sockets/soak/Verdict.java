package posix.sockets.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What is found at the end, line by line. */
final class Verdict {
  /**
   * What resident memory may grow by over the second half, in kB: as much as compiling one method
   * late can take. In half an hour that is half a byte for each message, and 100 bytes for each
   * connection that has come and gone.
   */
  private static final double RESIDENT = 4_096;

  /** The same of a run so short that there still is much to be compiled. */
  private static final double RESIDENT_OF_SHORT_RUN = 16_384;

  private static final double SHORT_HALF_SECONDS = 240;

  /** For what Java has allocated outside of the heap: the buffers of some connections. */
  private static final double ALLOCATED = 1_024;

  private final List<String> promises = new ArrayList<>();
  private final List<String> bounds = new ArrayList<>();
  private final Consumer<String> say;

  /** With what both have counted. */
  Verdict(Consumer<String> say, Map<String, Long> client, Map<String, Long> server) {
    this.say = say;
    for (String both : List.of("request", "reply")) {
      long sender = (both.equals("request") ? client : server).get(both + "_bytes");
      long receiver = (both.equals("request") ? server : client).get(both + "_bytes");
      promise(
          sender == receiver && same(both + "_fingerprints", client, server),
          "%s: %,d bytes sent, %,d received, checksums %s",
          both,
          sender,
          receiver,
          same(both + "_fingerprints", client, server) ? "equal" : "differ");
    }
    for (String each : List.of("ended", "reset")) {
      promise(
          same(each, client, server),
          "connections %s: %,d by the client, %,d by the server",
          each,
          client.get(each),
          server.get(each));
    }
    for (var each : Map.of("client", client, "server", server).entrySet()) {
      Map<String, Long> counts = each.getValue();
      promise(
          counts.get("opened").equals(counts.get("closed")) && counts.get("failed") == 0,
          "%s: %,d opened, %,d closed, %,d deadlines passed, %,d failed",
          each.getKey(),
          counts.get("opened"),
          counts.get("closed"),
          counts.get("deadlines"),
          counts.get("failed"));
    }
    promise(
        client.get("messages") > 0 && client.get("refused") > 0 && client.get("deadlines") > 0,
        "received by the client: %,d messages, %,d refusals",
        client.get("messages"),
        client.get("refused"));
  }

  private static boolean same(String what, Map<String, Long> one, Map<String, Long> other) {
    return one.get(what).equals(other.get(what));
  }

  void descriptors(String of, long before, long after) {
    promise(after == before, "%s: %d descriptors before, %d after", of, before, after);
  }

  void flat(String of, Table half) {
    double[] seconds = half.column(Table.TIME);
    boolean isShort = seconds[seconds.length - 1] - seconds[0] < SHORT_HALF_SECONDS;
    double resident = isShort ? RESIDENT_OF_SHORT_RUN : RESIDENT;
    flat(of, "resident memory", half.growth(of + "_resident_kb"), resident);
    flat(of, "what of it is no file's", half.growth(of + "_anonymous_kb"), resident);
    flat(of, "what Java allocated outside", half.growth(of + "_allocated_kb"), ALLOCATED);
  }

  private void flat(String of, String what, double growth, double most) {
    String format = "%s: %s grew by %.0f kB over the second half (at most %.0f)";
    note(bounds, growth <= most, format, of, what, growth, most);
  }

  private void promise(boolean kept, String format, Object... arguments) {
    note(promises, kept, format, arguments);
  }

  private void note(List<String> broken, boolean kept, String format, Object... arguments) {
    String line = format.formatted(arguments);
    say.accept((kept ? "    " : "*** ") + line);
    if (!kept) {
      broken.add(line);
    }
  }

  List<String> promises() {
    return promises;
  }

  List<String> bounds() {
    return bounds;
  }
}
