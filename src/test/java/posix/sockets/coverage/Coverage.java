package posix.sockets.coverage;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import posix.sockets.AddressFamily;
import posix.sockets.Constants;
import posix.sockets.SockOpt;
import posix.sockets.raw.Posix;

/** What the library has of what the tables list; {@code make coverage} prints it. */
public final class Coverage {
  private Coverage() {}

  /** A table, how many of its rows the library has a place for, and the names of the others. */
  record Count(String what, int rows, List<String> missing) {
    int here() {
      return rows - missing.size();
    }
  }

  /** Prints the counts, and exits 1 if one is not whole. */
  public static void main(String[] args) {
    List<Count> counts = counts();
    for (Count count : counts) {
      System.out.printf("%-44s %4d of %d%n", count.what(), count.here(), count.rows());
      count.missing().forEach(name -> System.out.println("  missing: " + name));
    }
    System.out.println();
    System.out.println(
        "Against CPython's socket module (names it has on Linux, and how many are here):");
    cpython()
        .forEach((kind, count) -> System.out.printf("%-44s %4d of %d%n", kind, count[0], count[1]));
    if (counts.stream().anyMatch(count -> !count.missing().isEmpty())) {
      System.exit(1);
    }
  }

  static List<Count> counts() {
    Set<String> functions =
        names(Arrays.stream(Posix.class.getMethods()).map(Method::getName).toList());
    Set<String> raw = fieldNames(Posix.class, field -> true);
    Set<String> options = fieldNames(Constants.class, SockOpt.class);
    Set<String> families = fieldNames(Constants.class, AddressFamily.class);
    functions.addAll(raw); // in6addr_any is a variable
    return List.of(
        count("functions, raw", "functions.tsv", "name", row -> true, functions),
        count("options, typed", "socket-options.tsv", "option", row -> true, options),
        count("address families, typed", "address-families.tsv", "name", row -> true, families),
        count(
            "constants, raw",
            "constants.tsv",
            "name",
            row -> row.get("left_out_because").equals("-"),
            raw));
  }

  private static Count count(
      String what,
      String table,
      String column,
      Predicate<Map<String, String>> counted,
      Set<String> names) {
    List<String> wanted =
        Tables.read(table).stream().filter(counted).map(row -> row.get(column)).toList();
    List<String> missing = wanted.stream().filter(name -> !names.contains(name)).toList();
    return new Count(what, wanted.size(), missing);
  }

  /** By kind: how many are here, and how many there are. */
  static Map<String, int[]> cpython() {
    Map<String, int[]> kinds = new TreeMap<>();
    for (Map<String, String> row : Tables.read("cpython-socket.tsv")) {
      int[] count = kinds.computeIfAbsent(row.get("kind") + "s", kind -> new int[2]);
      count[1]++;
      if (!row.get("here").equals("-")) {
        count[0]++;
      }
    }
    return kinds;
  }

  private static Set<String> fieldNames(Class<?> type, Class<?> valueType) {
    return fieldNames(type, field -> valueType.isAssignableFrom(field.getType()));
  }

  private static Set<String> fieldNames(Class<?> type, Predicate<Field> wanted) {
    return names(Arrays.stream(type.getFields()).filter(wanted).map(Field::getName).toList());
  }

  private static Set<String> names(List<String> names) {
    return new ArrayList<>(names).stream().collect(Collectors.toSet());
  }
}
