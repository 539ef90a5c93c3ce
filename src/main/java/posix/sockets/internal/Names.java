package posix.sockets.internal;

import java.lang.reflect.Field;
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
    Map<Integer, String> names = new TreeMap<>();
    try {
      for (String name : preferred) {
        names.putIfAbsent(header.getField(name).getInt(null), name);
      }
      Map<String, Integer> sorted = new TreeMap<>();
      for (Field field : header.getFields()) {
        if (field.getType() == int.class && field.getName().startsWith(prefix)) {
          sorted.put(field.getName(), field.getInt(null));
        }
      }
      sorted.forEach((name, value) -> names.putIfAbsent(value, name));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
    return names;
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
