package posix.sockets.parity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a program put on the wire: of each of its sockets that sent something, in the order in which
 * they were made, the bytes of a stream, however they were cut and taken from a file or not, or the
 * messages. Netlink's are for the kernel.
 */
final class Wire {
  private static final Pattern FILE = Pattern.compile(", (fd\\d+), \\[(\\d+)] => ");
  private static final Pattern PAIR = Pattern.compile("\\[(fd\\d+), (fd\\d+)]");

  private final Map<String, Boolean> streams = new LinkedHashMap<>(); // sockets: not of messages
  private final Map<String, String> duplicates = new HashMap<>();
  private final Map<String, String> files = new HashMap<>(); // their names
  private final Map<String, List<String>> sent = new HashMap<>();

  private Wire() {}

  /** A text for each socket, one char a byte. */
  static List<String> sent(List<SystemCall> calls) {
    var wire = new Wire();
    calls.stream().filter(call -> !call.result().startsWith("-1")).forEach(wire::add);
    return wire.streams.keySet().stream()
        .filter(wire.sent::containsKey)
        .map(socket -> String.join(wire.streams.get(socket) ? "" : "\n--\n", wire.sent.get(socket)))
        .toList();
  }

  private void add(SystemCall call) {
    String arguments = call.arguments();
    String first = arguments.split(",", 2)[0];
    String socket = duplicates.getOrDefault(first, first);
    if (streams.containsKey(socket)) {
      List<String> bytes = bytes(call);
      if (!bytes.isEmpty()) {
        sent.computeIfAbsent(socket, _ -> new ArrayList<>()).addAll(bytes);
      }
    }
    switch (call.name()) {
      case "socket" -> {
        if (!first.equals("AF_NETLINK")) {
          streams.put(call.result(), arguments.contains("SOCK_STREAM"));
        }
      }
      case "accept", "accept4" -> streams.put(call.result(), streams.get(first));
      case "openat" -> files.put(call.result(), bytes(arguments, arguments.indexOf('"')));
      case "dup" -> duplicates.put(call.result(), first);
      case "socketpair" -> {
        Matcher pair = PAIR.matcher(arguments);
        pair.find();
        streams.put(pair.group(1), arguments.contains("SOCK_STREAM"));
        streams.put(pair.group(2), arguments.contains("SOCK_STREAM"));
      }
      default -> {} // makes no socket
    }
  }

  /** What it sent, in messages. */
  private List<String> bytes(SystemCall call) {
    String arguments = call.arguments();
    return switch (call.name()) {
      case "sendto", "write" -> List.of(firstBytes(arguments, number(call)));
      case "sendmsg", "writev" -> List.of(iovBytes(arguments, number(call)));
      case "sendmmsg" ->
          Stream.of(arguments.split("msg_hdr="))
              .skip(1)
              .limit(number(call))
              .map(message -> iovBytes(message, Integer.MAX_VALUE))
              .toList();
      case "sendfile" -> List.of(ofFile(arguments, number(call)));
      default -> List.of(); // nothing that is seen
    };
  }

  private String ofFile(String arguments, int length) {
    Matcher matcher = FILE.matcher(arguments);
    matcher.find();
    int offset = Integer.parseInt(matcher.group(2));
    Path file = Layer.ROOT.resolve(files.get(matcher.group(1)));
    if (!Files.exists(file)) { // it was the play's
      return "<%d bytes of %s from %d>".formatted(length, file.getFileName(), offset);
    }
    try {
      return new String(Files.readAllBytes(file), offset, length, ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int number(SystemCall call) {
    return Integer.parseInt(call.result());
  }

  private static String firstBytes(String arguments, int length) {
    return bytes(arguments, arguments.indexOf('"')).substring(0, length);
  }

  private static String iovBytes(String arguments, int length) {
    var all = new StringBuilder();
    String base = "iov_base=\"";
    for (int at = arguments.indexOf(base); at >= 0; at = arguments.indexOf(base, at + 1)) {
      all.append(bytes(arguments, at + base.length() - 1));
    }
    return all.substring(0, Math.min(length, all.length()));
  }

  /** What strace wrote between quotation marks, as in C. */
  static String bytes(String text, int quote) {
    var bytes = new StringBuilder();
    int at = quote + 1;
    while (text.charAt(at) != '"') {
      char c = text.charAt(at++);
      if (c != '\\') {
        bytes.append(c);
        continue;
      }
      c = text.charAt(at++);
      int letter = "tnvfr".indexOf(c);
      if (letter >= 0) {
        bytes.append("\t\n\013\f\r".charAt(letter));
      } else if (c < '0' || c > '7') {
        bytes.append(c); // a quotation mark, or a backslash
      } else {
        int end = at;
        while (end < at + 2 && text.charAt(end) >= '0' && text.charAt(end) <= '7') {
          end++;
        }
        bytes.append((char) Integer.parseInt(text, at - 1, end, 8));
        at = end;
      }
    }
    return bytes.toString();
  }
}
