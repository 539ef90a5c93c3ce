package posix.sockets.parity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a program asked of the kernel for its sockets: the output of {@code strace -f} without what
 * is not the program's doing, and with symbols for what the kernel chooses.
 *
 * <p>Left out is the <b>start of the JVM</b>: all before the first {@code socket(AF_INET)} whose
 * descriptor is then bound or connected. (glibc asks nscd for the user's name, over AF_UNIX, and
 * the JDK's libnet makes sockets to find out whether there are IPv4, IPv6 and SO_REUSEPORT, and
 * closes them.) From there on every {@code socket} is kept, and every call on a socket's
 * descriptor, whatever call it is. Left out then is what concerns <b>other descriptors</b>: files
 * that the JVM reads, standard input and output.
 */
final class Trace {
  private static final Pattern UNFINISHED = Pattern.compile("(\\d+) +(.*) <unfinished \\.\\.\\.>");
  private static final Pattern RESUMED = Pattern.compile("(\\d+) +<\\.\\.\\. \\w+ resumed>(.*)");
  private static final Pattern CALL = Pattern.compile("\\d+ +(\\w+)\\((.*)\\) += (.*)");
  private static final Pattern FIRST = Pattern.compile("^()(\\d+)\\b");
  private static final Pattern IN_STRUCT = Pattern.compile("\\b(fd=|EPOLL_CTL_\\w+, )(\\d+)\\b");
  private static final Pattern PORT = Pattern.compile("htons\\(([1-9]\\d*)\\)");
  private static final Pattern POINTER = Pattern.compile("\\b0x[0-9a-f]+\\b");

  private record Call(String name, String arguments, String result) {
    boolean makesDescriptor() {
      return result.matches("\\d+")
          && (name.equals("socket") || name.equals("accept") || name.equals("accept4"));
    }
  }

  private final Map<String, String> descriptors = new HashMap<>(); // open ones, to their symbols
  private final Map<String, String> ports = new HashMap<>();
  private int made;

  private Trace() {}

  /** The program's calls on its sockets, in order, in symbols. */
  static List<String> calls(List<String> straceLines) {
    List<Call> all = parse(straceLines);
    return new Trace().symbolize(all.subList(begin(all), all.size()));
  }

  private static List<Call> parse(List<String> lines) {
    var calls = new ArrayList<Call>();
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
        calls.add(new Call(matcher.group(1), matcher.group(2), matcher.group(3)));
      }
    }
    return calls;
  }

  /** Where the first internet socket is made that is then bound or connected. */
  private static int begin(List<Call> calls) {
    var sockets = new HashMap<String, Integer>();
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      String first = call.arguments.split(",", 2)[0];
      switch (call.name) {
        case "socket" -> {
          if (first.equals("AF_INET")) {
            sockets.put(call.result, i);
          }
        }
        case "close" -> sockets.remove(first);
        case "bind", "connect" -> {
          if (sockets.containsKey(first)) {
            return sockets.get(first);
          }
        }
        default -> {} // not of interest yet
      }
    }
    return calls.size();
  }

  private List<String> symbolize(List<Call> calls) {
    var kept = new ArrayList<String>();
    for (Call call : calls) {
      String arguments = descriptors(IN_STRUCT, descriptors(FIRST, call.arguments));
      if (call.name.equals("socket") || !arguments.equals(call.arguments)) {
        String result =
            call.makesDescriptor()
                ? newDescriptor(call.result)
                : descriptors(IN_STRUCT, call.result);
        kept.add(call.name + "(" + values(arguments) + ") = " + result);
      }
      if (call.name.equals("close")) {
        descriptors.remove(call.arguments);
      }
    }
    return kept;
  }

  /** With symbols for the program's descriptors; others are left as they are. */
  private String descriptors(Pattern where, String text) {
    return where
        .matcher(text)
        .replaceAll(m -> m.group(1) + descriptors.getOrDefault(m.group(2), m.group(2)));
  }

  private String newDescriptor(String number) {
    String symbol = "fd" + ++made;
    descriptors.put(number, symbol);
    return symbol;
  }

  /** Port 0 is the program's own choice, any other the kernel's. */
  private String values(String arguments) {
    String withPorts = PORT.matcher(arguments).replaceAll(this::port);
    return POINTER.matcher(withPorts).replaceAll("<pointer>");
  }

  private String port(MatchResult port) {
    return ports.computeIfAbsent(port.group(1), _ -> "<port" + (ports.size() + 1) + ">");
  }
}
