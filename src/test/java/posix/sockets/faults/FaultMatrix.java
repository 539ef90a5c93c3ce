package posix.sockets.faults;

import static posix.sockets.faults.Site.require;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import posix.sockets.AddrInfoException;
import posix.sockets.ErrnoException;
import posix.sockets.OpenFds;
import posix.sockets.PosixSocket;
import posix.sockets.coverage.Tables;
import posix.sockets.raw.constants.ErrnoH;
import posix.sockets.raw.constants.NetdbH;

/**
 * Every call times every errno that it documents, at the first, the second and the third time: what
 * is said of it happens, and nothing is lost. {@code make faults} prints the figures.
 */
public final class FaultMatrix {
  /** The operations that meet the faults. */
  static final List<Operation> OPERATIONS =
      Stream.of(
              SocketOperations.ALL_OF_THEM,
              TransferOperations.ALL_OF_THEM,
              WaitingOperations.ALL_OF_THEM,
              NameOperations.ALL_OF_THEM)
          .flatMap(List::stream)
          .toList();

  private static final int TIMES = 3;

  /** What EAI_SYSTEM stands for here. */
  private static final int SYSTEM = ErrnoH.EIO;

  static {
    Faults.prepare();
    WaitingOperations.startPoller();
  }

  private FaultMatrix() {}

  /** What is to become of an errno. */
  enum Outcome {
    REPORTED,
    AGAIN,
    WAITED,
    ENDED,
    IGNORED,
    NOTHING
  }

  /** A row of the table, for one of its calls. */
  record Row(String call, String errno, Outcome outcome, String when) {
    int number() throws ReflectiveOperationException {
      Class<?> header = errno.startsWith("EAI_") ? NetdbH.class : ErrnoH.class;
      return header.getField(errno).getInt(null);
    }
  }

  /** An operation whose k-th call of its function fails. */
  record Case(Operation operation, Row row, Way way, int k) {
    @Override
    public String toString() {
      return "%s, %s, %s, call %d".formatted(operation.name(), row.errno(), way, k);
    }

    /** Fails with what is not as the table says. */
    void check() throws Exception {
      OpenFds before = OpenFds.withPollers();
      // Opened here: had a socket waited on a virtual thread before, it would have had the edge
      // that a try in vain waits for.
      try (Site site = operation.opening().open(way)) {
        way.run(() -> run(site));
      }
      OpenFds after = OpenFds.withPollers();
      require(after.equals(before), "%s, before %s", after, before);
    }

    private void run(Site site) throws Exception {
      Throwable thrown = null;
      var calls = Faults.on(operation.function(way)).fd(site.fd()).call(k);
      try (Faults fault = operation.fault(calls, row.number(), SYSTEM)) {
        for (int i = 0; i < k && fault.count() == 0; i++) {
          require(thrown == null, "before the fault: %s", thrown);
          thrown = thrownBy(site);
        }
        require(fault.count() == 1, "%d faults", fault.count());
      }
      checkOutcome(thrown);
      site.make();
      site.check();
    }

    private static Throwable thrownBy(Site site) {
      try {
        site.make();
        return null;
      } catch (Exception | AssertionError e) {
        return e;
      }
    }

    private void checkOutcome(Throwable thrown) throws Exception {
      switch (row.outcome()) {
        case REPORTED, ENDED -> checkReport(thrown);
        case WAITED -> {
          if (way.waits()) {
            requireSuccess(thrown);
          } else {
            checkReport(thrown);
          }
        }
        case AGAIN, IGNORED -> requireSuccess(thrown);
        case NOTHING -> require(thrown instanceof NoSuchElementException, "%s", thrown);
      }
    }

    private static void requireSuccess(Throwable thrown) {
      if (thrown != null) {
        throw new AssertionError("was not to be reported: " + thrown, thrown);
      }
    }

    private void checkReport(Throwable thrown) throws Exception {
      switch (thrown) {
        case ErrnoException e -> {
          require(e.call().equals(operation.call()), "says %s", e.call());
          require(e.number() == row.number(), "says %d", e.number());
          require(e.errno().name().equals(row.errno()), "says %s", e.errno());
          require(e.strerror().equals(PosixSocket.strerror(e.errno())), "says %s", e.strerror());
          String begin = "%s: %s (%s, ".formatted(e.call(), e.strerror(), row.errno());
          require(e.getMessage().startsWith(begin), "says %s", e.getMessage());
        }
        case AddrInfoException e -> {
          require(e.call().equals(operation.call()), "says %s", e.call());
          require(e.code() == row.number() && e.name().equals(row.errno()), "says %s", e.name());
          boolean system = row.errno().equals("EAI_SYSTEM");
          require(e.number() == (system ? SYSTEM : 0), "says %s", e.errno());
          require(!e.gai_strerror().isBlank(), "says nothing");
        }
        case null -> throw new AssertionError("was not reported");
        default -> throw new AssertionError("was not reported, but " + thrown, thrown);
      }
    }
  }

  /** The table, a row for each call and errno. */
  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Map<String, String> row : Tables.read("faults.tsv")) {
      Outcome outcome = Outcome.valueOf(row.get("outcome").toUpperCase(java.util.Locale.ROOT));
      for (String call : row.get("calls").split(",")) {
        rows.add(new Row(call, row.get("errno"), outcome, row.get("when")));
      }
    }
    return rows;
  }

  /** The rows that an operation is held to, one for each errno. */
  static List<Row> rows(Operation operation) {
    Map<String, Row> rows = new LinkedHashMap<>();
    Consumer<String> put =
        call ->
            rows().stream()
                .filter(row -> row.call().equals(call))
                .forEach(row -> rows.put(row.errno(), row));
    if (!operation.ownRows()) {
      put.accept(operation.function());
    }
    put.accept(operation.name());
    return List.copyOf(rows.values());
  }

  /** All cases of an operation, by errno. */
  static Map<Row, List<Case>> cases(Operation operation) {
    Map<Row, List<Case>> cases = new LinkedHashMap<>();
    for (Row row : rows(operation)) {
      cases.put(
          row,
          operation.ways().stream()
              .sorted()
              .flatMap(way ->
                  IntStream.rangeClosed(1, TIMES).mapToObj(k -> new Case(operation, row, way, k)))
              .toList());
    }
    return cases;
  }

  /**
   * Runs all cases, or those of the operations whose names match, and prints how many there are;
   * exits 1 if one has failed.
   */
  public static void main(String[] arguments) {
    System.out.printf("%-22s %7s %7s %7s%n", "operation", "errnos", "cases", "failed");
    int all = 0;
    int allFailed = 0;
    for (Operation operation : OPERATIONS) {
      if (arguments.length > 0 && !operation.name().matches(arguments[0])) {
        continue;
      }
      Map<Row, List<Case>> cases = cases(operation);
      int count = 0;
      int failed = 0;
      for (Case each : cases.values().stream().flatMap(List::stream).toList()) {
        count++;
        try {
          each.check();
        } catch (Exception | AssertionError e) {
          failed++;
          System.out.printf("*** %s: %s%n", each, e);
        }
      }
      System.out.printf("%-22s %7d %7d %7d%n", operation.name(), cases.size(), count, failed);
      all += count;
      allFailed += failed;
    }
    System.out.printf("%d cases of %d rows, %d failed%n", all, rows().size(), allFailed);
    System.exit(allFailed == 0 ? 0 : 1);
  }
}
