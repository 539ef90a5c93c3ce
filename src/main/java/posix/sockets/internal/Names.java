package posix.sockets.internal;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The C names of numbers, for printing: looked up by reflection when something is first printed.
 */
public final class Names {
  private Names() {}

  /**
   * The constants of a header whose name starts with a prefix, by value. Where several share a
   * value, the first of {@code preferred} wins, else the alphabetically first.
   */
  public static Map<Integer, String> of(Class<?> header, String prefix, String... preferred) {
    Map<Integer, String> names = listed(header, preferred);
    Arrays.stream(header.getFields())
        .filter(field -> field.getType() == int.class && field.getName().startsWith(prefix))
        .map(Field::getName)
        .sorted()
        .forEach(name -> names.putIfAbsent(value(header, name), name));
    return names;
  }

  /** The constants of a header with these names, by value; the first of a value wins. */
  public static Map<Integer, String> listed(Class<?> header, String... listed) {
    Map<Integer, String> names = new TreeMap<>();
    for (String name : listed) {
      names.putIfAbsent(value(header, name), name);
    }
    return names;
  }

  private static int value(Class<?> header, String name) {
    try {
      return header.getField(name).getInt(null);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Single-bit names joined by {@code |}, what has no name as one hexadecimal number; {@code 0} for
   * none.
   */
  public static String flags(int value, Map<Integer, String> names) {
    if (value == 0) {
      return "0";
    }
    var text = new StringBuilder();
    int rest = value;
    for (int bit = 1; bit != 0; bit <<= 1) {
      if ((rest & bit) != 0 && names.containsKey(bit)) {
        text.append(text.isEmpty() ? "" : "|").append(names.get(bit));
        rest &= ~bit;
      }
    }
    if (rest != 0) {
      text.append(text.isEmpty() ? "" : "|").append("0x").append(Integer.toHexString(rest));
    }
    return text.toString();
  }
}
