package posix.sockets.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Holds both layers to the table of what the kernel answers; {@code make conformance} runs it. */
public final class Conformance {
  private static final String LINE = "%-16s %5s  %5s %5s  %5s %5s  %11s%n";

  private Conformance() {}

  /** What came of a row: for each layer null, or what is wrong. */
  private record Result(Row row, String raw, String typed) {
    static Result of(Row row) {
      return new Result(row, row.rawFault(), row.isRawOnly() ? null : row.typedFault());
    }
  }

  /**
   * Prints what came of each call's rows, which rows the typed facade cannot express and why, and
   * in full those that failed; exits 1 if there is one.
   *
   * @param arguments the names of the rows to be run, or none for all
   */
  public static void main(String[] arguments) {
    List<String> wanted = List.of(arguments);
    List<Result> results = new ArrayList<>();
    Map<String, List<Result>> calls = new LinkedHashMap<>();
    Map<String, List<String>> rawOnly = new LinkedHashMap<>();
    for (Row row : Table.ROWS) {
      if (wanted.isEmpty() || wanted.contains(row.id())) {
        Result result = Result.of(row);
        results.add(result);
        calls.computeIfAbsent(row.call(), _ -> new ArrayList<>()).add(result);
        if (row.isRawOnly()) {
          rawOnly.computeIfAbsent(row.typedAnswer(), _ -> new ArrayList<>()).add(row.id());
        }
      }
    }
    System.out.printf(LINE, "", "", "raw", "", "typed", "", "not");
    System.out.printf(LINE, "call", "rows", "pass", "fail", "pass", "fail", "expressible");
    calls.forEach(Conformance::print);
    print("all", results);
    System.out.println("\nNot expressible on the typed facade:");
    rawOnly.forEach((why, ids) -> System.out.println("  " + why + ": " + String.join(" ", ids)));
    results.forEach(Conformance::printFaults);
    boolean failed = results.stream().anyMatch(r -> r.raw() != null || r.typed() != null);
    System.exit(failed || results.isEmpty() ? 1 : 0);
  }

  private static void print(String call, List<Result> results) {
    long rawOnly = count(results, result -> result.row().isRawOnly());
    long rawFailed = count(results, result -> result.raw() != null);
    long typedFailed = count(results, result -> result.typed() != null);
    int rows = results.size();
    System.out.printf(
        LINE,
        call,
        rows,
        rows - rawFailed,
        rawFailed,
        rows - rawOnly - typedFailed,
        typedFailed,
        rawOnly);
  }

  private static long count(List<Result> results, Predicate<Result> which) {
    return results.stream().filter(which).count();
  }

  private static void printFaults(Result result) {
    if (result.raw() != null) {
      System.out.println("\n*** " + result.row() + "\n    the raw layer " + result.raw());
    }
    if (result.typed() != null) {
      System.out.println("\n*** " + result.row() + "\n    the typed facade " + result.typed());
    }
  }
}
