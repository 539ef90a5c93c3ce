package posix.sockets;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The options that are typed, as {@code socket-options.tsv} lists them. */
public final class OptionTable {
  /** The interfaces of constants, one for each level. */
  public static final List<Class<?>> LEVELS =
      Arrays.stream(Constants.class.getInterfaces())
          .<Class<?>>map(type -> type)
          .filter(type -> type.getSimpleName().endsWith("Options"))
          .toList();

  private OptionTable() {}

  /**
   * A line of the table.
   *
   * @param level C's name of the level
   * @param option C's name of the option
   * @param type the value's type in Java, and behind a colon what it is in C
   * @param access get, set, ask
   * @param sockets kinds of sockets to try it on
   * @param before options to set before
   * @param ask what stands in optval for getsockopt
   * @param set what to set
   * @param varies value, length, pid: what is not the same twice
   * @param seen what a Linux 6.18 answered to C
   */
  public record Row(
      String level,
      String option,
      String type,
      List<String> access,
      List<String> sockets,
      String before,
      String ask,
      String set,
      String varies,
      String seen) {
    private static Row of(String line) {
      String[] column = line.split("\t", -1);
      return new Row(
          column[0],
          column[1],
          column[2],
          List.of(column[3].split(" ")),
          List.of(column[5].split(",")),
          column[6],
          column[7],
          column[9],
          column[10],
          column[11]);
    }

    /** The type in Java. */
    public String javaType() {
      return type.replaceFirst(":.*", "");
    }

    @Override
    public String toString() {
      return level + " " + option;
    }
  }

  /** All rows, one for each option of each level. */
  public static List<Row> rows() {
    try (var in = OptionTable.class.getResourceAsStream("/socket-options.tsv");
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.startsWith("#") && !line.startsWith("level\t"))
          .map(Row::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The field of an option, in the interface of its level. */
  public static Field field(Row row) {
    int level = number(row.level());
    for (Class<?> type : LEVELS) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals(row.option()) && option(field).level() == level) {
          return field;
        }
      }
    }
    throw new AssertionError("no field for " + row);
  }

  /** The option that a row is about. */
  public static SockOpt<?> option(Row row) {
    return option(field(row));
  }

  static SockOpt<?> option(Field field) {
    try {
      return (SockOpt<?>) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /** A constant of the raw layer. */
  static int number(String name) {
    try {
      return posix.sockets.raw.Posix.class.getField(name).getInt(null);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(name, e);
    }
  }
}
