package posix.sockets.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds both layers to the table of what the kernel answers; {@code make conformance} runs it. */
public final class Conformance {
  private Conformance() {}

  /** What came of a call's rows. */
  private static final class Count {
    private int rows;
    private int raw;
    private int typed;
    private int rawOnly;
  }

  /**
   * Prints what came of each call's rows, and those that failed in full; exits 1 if there is one.
   *
   * @param arguments the names of the rows to be run, or none for all
   */
  public static void main(String[] arguments) {
    List<String> wanted = List.of(arguments);
    List<String> faults = new ArrayList<>();
    Map<String, Count> counts = new LinkedHashMap<>();
    var all = new Count();
    for (Row row : Table.ROWS) {
      if (wanted.isEmpty() || wanted.contains(row.id())) {
        run(row, List.of(counts.computeIfAbsent(row.call(), _ -> new Count()), all), faults);
      }
    }
    System.out.printf("%-16s %4s  %9s  %11s  %s%n", "", "", "raw", "typed", "typed: not");
    System.out.printf(
        "%-16s %4s  %4s %4s  %5s %5s  %s%n",
        "call", "rows", "pass", "fail", "pass", "fail", "expressible");
    counts.forEach(Conformance::print);
    print("all", all);
    faults.forEach(fault -> System.out.println("\n" + fault));
    System.exit(faults.isEmpty() && all.rows > 0 ? 0 : 1);
  }

  private static void run(Row row, List<Count> counts, List<String> faults) {
    String raw = row.rawFault();
    String typed = row.isRawOnly() ? null : row.typedFault();
    for (Count count : counts) {
      count.rows++;
      count.raw += raw == null ? 1 : 0;
      count.rawOnly += row.isRawOnly() ? 1 : 0;
      count.typed += typed == null && !row.isRawOnly() ? 1 : 0;
    }
    if (raw != null) {
      faults.add(row + "\n  the raw layer " + raw);
    }
    if (typed != null) {
      faults.add(row + "\n  the typed facade " + typed);
    }
  }

  private static void print(String call, Count c) {
    int rawFailed = c.rows - c.raw;
    int typedFailed = c.rows - c.rawOnly - c.typed;
    System.out.printf(
        "%-16s %4d  %4d %4d  %5d %5d  %11d%n",
        call, c.rows, c.raw, rawFailed, c.typed, typedFailed, c.rawOnly);
  }
}
