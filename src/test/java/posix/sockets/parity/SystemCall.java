package posix.sockets.parity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of {@code strace -f}: what was asked of the kernel, and what it answered.
 *
 * @param thread its number
 */
record SystemCall(String thread, String name, String arguments, String result) {
  private static final Pattern UNFINISHED = Pattern.compile("(\\d+) +(.*) <unfinished \\.\\.\\.>");
  private static final Pattern RESUMED = Pattern.compile("(\\d+) +<\\.\\.\\. \\w+ resumed>(.*)");
  private static final Pattern CALL = Pattern.compile("(\\d+) +(\\w+)\\((.*)\\) += (.*)");

  /** The calls that came to an end, in the order of their ends. */
  static List<SystemCall> parse(List<String> lines) {
    var calls = new ArrayList<SystemCall>();
    var unfinished = new HashMap<String, String>(); // by thread
    for (String line : lines) {
      Matcher matcher = UNFINISHED.matcher(line);
      if (matcher.matches()) {
        unfinished.put(matcher.group(1), line.substring(0, matcher.end(2)));
        continue;
      }
      matcher = RESUMED.matcher(line);
      if (matcher.matches()) {
        line = unfinished.remove(matcher.group(1)) + matcher.group(2);
      }
      matcher = CALL.matcher(line);
      if (matcher.matches()) {
        calls.add(
            new SystemCall(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4)));
      }
    }
    return calls;
  }

  /** The same call by the same thread, but for these. */
  SystemCall with(String arguments, String result) {
    return new SystemCall(thread, name, arguments, result);
  }

  @Override
  public String toString() {
    return name + "(" + arguments + ") = " + result;
  }
}
