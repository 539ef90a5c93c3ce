package posix.sockets.parity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a program asked of the kernel for the descriptors that it made: the output of {@code strace
 * -f} without what is not the program's doing, and with symbols for what the kernel chooses.
 *
 * <p>Left out is the <b>start of the JVM</b>: all before it opens the class of the program. Left
 * out then is what concerns <b>other descriptors</b>: files that the JVM reads, standard input and
 * output. Calls that wait for several descriptors are kept whatever these are.
 */
final class Trace {
  private static final Set<String> MAKERS =
      Set.of(
          "socket",
          "accept",
          "accept4",
          "epoll_create1",
          "eventfd2",
          "timerfd_create",
          "signalfd4");
  private static final Set<String> PAIRS = Set.of("socketpair", "pipe", "pipe2");
  private static final Pattern DUPLICATE = Pattern.compile("^dup|F_DUPFD");
  private static final Set<String> WAITS = Set.of("poll", "ppoll", "select", "pselect6");

  /** Where descriptors stand: at first place, at second of some calls, and in structs. */
  private static final Pattern FIRST = Pattern.compile("^()(\\d+)\\b");

  private static final Pattern SECOND =
      Pattern.compile("^((?:fd)?\\d+, (?:NULL, |EPOLL_CTL_\\w+, )?)(\\d+)\\b");
  private static final Set<String> HAVE_SECOND =
      Set.of("sendfile", "splice", "dup2", "dup3", "epoll_ctl");
  private static final Pattern IN_STRUCT =
      Pattern.compile("(\\bfd=|\\bdata=\\{u32=|, u64=)(\\d+)\\b");
  private static final Pattern SET = Pattern.compile("\\[([\\d ]*)]");

  /** Two that a call makes. */
  private static final Pattern PAIR = Pattern.compile("\\[(\\d+), (\\d+)]");

  private static final Pattern RIGHTS = Pattern.compile("(SCM_RIGHTS, cmsg_data=\\[)([\\d, ]+)(])");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private static final Pattern PORT = Pattern.compile("htons\\(([1-9]\\d*)\\)");
  private static final Pattern POINTER = Pattern.compile("\\b0x[0-9a-f]{6,}\\b");
  private static final Pattern PID = Pattern.compile("\\b((?:nl_|nlmsg_)?pid=)[1-9]\\d*");

  private final List<SystemCall> calls = new ArrayList<>();
  private final Map<String, String> descriptors = new HashMap<>(); // to their symbols
  private final Map<String, String> ports = new HashMap<>();
  private final List<String> paths;
  private final UnaryOperator<String> normal;
  private int made;

  /**
   * Reads what strace wrote.
   *
   * @param begin the end of the name of the file whose opening begins the program; null if it
   *     begins at once, as one in C does
   * @param paths the files and folders that the program has to do with
   * @param normal replaces what differs between two runs
   */
  Trace(List<String> lines, String begin, List<String> paths, UnaryOperator<String> normal) {
    this.paths = paths;
    this.normal = normal;
    List<SystemCall> all = SystemCall.parse(lines);
    all.subList(begin(all, begin), all.size()).forEach(this::add);
  }

  private static int begin(List<SystemCall> calls, String file) {
    if (file == null) {
      return 0;
    }
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).arguments().contains(file + "\"")) {
        return i + 1;
      }
    }
    throw new AssertionError(file + " was not opened");
  }

  /** The program's calls, in order, in symbols. */
  List<SystemCall> calls() {
    return calls;
  }

  /**
   * A text to compare.
   *
   * @param several whether each descriptor's calls are by themselves, in the order of their making:
   *     where several threads make calls, the order of all is not the program's
   */
  static String text(List<SystemCall> calls, boolean several) {
    if (!several) {
      return lines(calls.stream());
    }
    var text = new StringBuilder();
    for (int i = 1; calls.toString().contains("fd" + i); i++) {
      Pattern descriptor = Pattern.compile("\\bfd" + i + "\\b");
      text.append("fd").append(i).append(":\n");
      text.append(lines(calls.stream().filter(call -> mentions(call, descriptor))));
    }
    return text.toString();
  }

  private static String lines(Stream<SystemCall> calls) {
    return calls.map(call -> call + "\n").collect(Collectors.joining());
  }

  private static boolean mentions(SystemCall call, Pattern descriptor) {
    var found = new AtomicBoolean();
    outside(
        call.toString(),
        text -> {
          found.compareAndSet(false, descriptor.matcher(text).find());
          return text;
        });
    return found.get();
  }

  private void add(SystemCall call) {
    String name = call.name();
    if (call.result().startsWith("?")) { // interrupted, and made again
      return;
    }
    boolean well = !call.result().startsWith("-1");
    String arguments = outside(call.arguments(), text -> structs(name, places(name, text)));
    String result = outside(call.result(), text -> structs(name, text));
    boolean own = !arguments.equals(call.arguments()) || WAITS.contains(name);
    boolean duplicates = DUPLICATE.matcher(name + arguments).find();
    boolean makes =
        MAKERS.contains(name)
            || own && duplicates
            || name.equals("openat") && isOwn(call.arguments());
    if (PAIRS.contains(name)) {
      own = true;
      arguments =
          PAIR.matcher(arguments)
              .replaceAll(m -> "[" + make(m.group(1)) + ", " + make(m.group(2)) + "]");
    } else if (!makes && (duplicates || name.equals("openat"))) {
      descriptors.remove(call.result()); // another one has got the number of one that was closed
    }
    if (own || makes) {
      if (makes && well) {
        result = make(call.result());
      }
      calls.add(new SystemCall(call.thread(), name, values(arguments), values(result)));
    }
  }

  private boolean isOwn(String arguments) {
    String path = arguments.replaceFirst("^\\w+, \"([^\"]*)\".*", "$1");
    return paths.stream().anyMatch(own -> path.equals(own) || path.startsWith(own + "/"));
  }

  /** With symbols for the program's descriptors; others are left as they are. */
  private String places(String call, String text) {
    if (call.contains("select")) {
      return FIRST
          .matcher(text)
          .replaceAll(m -> known(String.valueOf(Integer.parseInt(m.group(2)) - 1)) + "+1");
    }
    String replaced = FIRST.matcher(text).replaceAll(this::known);
    return HAVE_SECOND.contains(call) ? SECOND.matcher(replaced).replaceAll(this::known) : replaced;
  }

  private String structs(String call, String text) {
    String replaced = IN_STRUCT.matcher(text).replaceAll(this::known);
    if (call.startsWith("recv")) {
      return RIGHTS.matcher(replaced).replaceAll(m -> rights(m, this::make));
    }
    if (call.contains("select")) {
      return SET.matcher(replaced).replaceAll(this::set);
    }
    return RIGHTS.matcher(replaced).replaceAll(m -> rights(m, this::known));
  }

  private String known(MatchResult match) {
    return match.group(1) + known(match.group(2));
  }

  private String known(String number) {
    return descriptors.getOrDefault(number, number);
  }

  private static String rights(MatchResult match, UnaryOperator<String> symbol) {
    return match.group(1)
        + NUMBER.matcher(match.group(2)).replaceAll(number -> symbol.apply(number.group()))
        + match.group(3);
  }

  private String set(MatchResult match) {
    return Stream.of(match.group(1).split(" "))
        .map(this::known)
        .sorted()
        .collect(Collectors.joining(" ", "[", "]"));
  }

  private String make(String number) {
    String symbol = "fd" + ++made;
    descriptors.put(number, symbol);
    return symbol;
  }

  /** Port 0 is the program's own choice, any other the kernel's. */
  private String values(String text) {
    String withPorts = PORT.matcher(normal.apply(text)).replaceAll(this::port);
    return PID.matcher(POINTER.matcher(withPorts).replaceAll("<pointer>")).replaceAll("$1<pid>");
  }

  private String port(MatchResult port) {
    return "htons("
        + ports.computeIfAbsent(port.group(1), _ -> "<port" + (ports.size() + 1) + ">")
        + ")";
  }

  /** Changes what is not within the quotation marks of a string. */
  static String outside(String text, UnaryOperator<String> change) {
    var changed = new StringBuilder();
    int begin = 0;
    for (int quote = text.indexOf('"'); quote >= 0; quote = text.indexOf('"', begin)) {
      changed.append(change.apply(text.substring(begin, quote)));
      begin = quote + 1;
      while (begin < text.length() && text.charAt(begin) != '"') {
        begin += text.charAt(begin) == '\\' ? 2 : 1;
      }
      begin = Math.min(begin + 1, text.length());
      changed.append(text, quote, begin);
    }
    return changed.append(change.apply(text.substring(begin))).toString();
  }
}
