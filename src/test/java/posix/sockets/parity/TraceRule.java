package posix.sockets.parity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What system calls of one program in C and in Java, or of two runs of it, cannot have in common.
 * {@link Trace} sees to what they never have: numbers of descriptors, ports and processes.
 */
enum TraceRule {
  /** A signalfd says who sent the signal: the program itself, by its number. */
  SIGNAL_SENDER(
      replace("(\\\\372\\\\377\\\\377\\\\377)" + Byte.ANY + "{4}", "$1????"),
      "multiplexing/event_loop"),

  /**
   * An echo request has the process's number for an identifier, which changes checksums and what
   * the kernel puts in front of the reply. A raw socket hears the replies to others, too.
   */
  ECHO(TraceRule::ownEchoes, "raw/ping"),

  /** Datagrams in real time say when they were sent, after their number. */
  SENDING_TIME(
      replace("(\"" + Byte.ANY + "{4})" + Byte.ANY + "{8}\"", "$1????????\""),
      "udp/realtime_sender",
      "udp/realtime_receiver"),

  /** A socket that is bound to no path in particular gets a name of the kernel's choice. */
  AUTOBOUND_NAME(replace("@\"[0-9a-f]{5}\"", "@\"<name>\""), "unix/abstract_bind"),

  /** Others make and remove interfaces, and packets are counted: a dump differs, and its pieces. */
  NETLINK_DUMP(
      calls -> {
        UnaryOperator<List<SystemCall>> answers =
            replace("\\[+\\{nlmsg_len.*nlmsg_flags=NLM_F_MULTI.*](?=, (?:iov_len|\\d))", "<dump>");
        var kept = new ArrayList<SystemCall>();
        for (SystemCall call : answers.apply(calls)) {
          boolean answer = call.arguments().contains("<dump>");
          SystemCall known = answer ? call.with(call.arguments(), "<length>") : call;
          if (!answer || !known.equals(kept.getLast())) {
            kept.add(known);
          }
        }
        return kept;
      },
      "names/interfaces",
      "netlink/links"),

  /** glibc numbers its questions to netlink by the time. */
  NETLINK_TIME(replace("(nlmsg_seq=)\\d{9,}", "$1<time>"), "names/interfaces"),

  /** C's fdopen asks whether the descriptor was opened for this. */
  FDOPEN(without("fcntl", "F_GETFL"), "tcp/line_client", "tcp/line_server"),

  /** A process made by fork has both ends and closes one, a thread shares them. */
  FORK(TraceRule::closedOnce, "unix/socketpair"),

  /** Through a pipe goes what has come: each piece by itself, or several at once. */
  PIECES(TraceRule::splicedInAll, "tcp/splice_proxy");

  private static final class Byte {
    /** As strace writes one in a string. */
    static final String ANY = "(?:\\\\(?:[0-7]{1,3}|[^0-7])|[^\"\\\\])";
  }

  private final UnaryOperator<List<SystemCall>> change;
  private final Set<String> programs;

  TraceRule(UnaryOperator<List<SystemCall>> change, String... programs) {
    this.change = change;
    this.programs = Set.of(programs);
  }

  /** Those that cannot do without it. */
  Set<String> programs() {
    return programs;
  }

  /** What can be compared of a program's calls. */
  List<SystemCall> apply(List<SystemCall> calls) {
    return change.apply(calls);
  }

  private static UnaryOperator<List<SystemCall>> replace(String regex, String replacement) {
    Pattern pattern = Pattern.compile(regex);
    return calls ->
        calls.stream()
            .map(call ->
                call.with(pattern.matcher(call.arguments()).replaceAll(replacement), call.result()))
            .toList();
  }

  private static UnaryOperator<List<SystemCall>> without(String name, String argument) {
    return calls ->
        calls.stream()
            .filter(call -> !call.name().equals(name) || !call.arguments().contains(argument))
            .toList();
  }

  private static List<SystemCall> ownEchoes(List<SystemCall> calls) {
    Pattern request = Pattern.compile("\"\\\\10" + Byte.ANY + "{3}(" + Byte.ANY + "{2})");
    Pattern reply =
        Pattern.compile(
            "\"E" + Byte.ANY + "{11}(" + Byte.ANY + "{8})" + Byte.ANY + "{4}(" + Byte.ANY + "{2})");
    var kept = new ArrayList<SystemCall>();
    String identifier = null;
    for (SystemCall call : calls) {
      Matcher sent = request.matcher(call.arguments());
      Matcher received = reply.matcher(call.arguments());
      if (call.name().equals("sendto") && sent.find()) {
        identifier = sent.group(1);
        kept.add(call.with(sent.replaceFirst("\"\\\\10?????"), call.result()));
      } else if (!call.name().equals("recvmsg") || !received.find()) {
        kept.add(call);
      } else if (received.group(2).equals(identifier)) {
        kept.add(call.with(received.replaceFirst("\"E<header>$1<identifier>"), call.result()));
      }
    }
    return kept;
  }

  /** Without all but the last close of each descriptor. */
  private static List<SystemCall> closedOnce(List<SystemCall> calls) {
    Map<String, SystemCall> last = new HashMap<>();
    for (SystemCall call : calls) {
      if (call.name().equals("close")) {
        last.put(call.arguments(), call);
      }
    }
    return calls.stream()
        .filter(call -> !call.name().equals("close") || last.get(call.arguments()) == call)
        .toList();
  }

  /** With one splice for each two descriptors, at the place of the first. */
  private static List<SystemCall> splicedInAll(List<SystemCall> calls) {
    var all = new ArrayList<SystemCall>();
    Map<String, Integer> places = new HashMap<>(); // by arguments but the length
    for (SystemCall call : calls) {
      String known = call.arguments().replaceFirst("\\d+, SPLICE", "<length>, SPLICE");
      Integer place = call.name().equals("splice") ? places.putIfAbsent(known, all.size()) : null;
      if (place == null) {
        all.add(call.name().equals("splice") ? call.with(known, call.result()) : call);
      } else {
        long sum = Long.parseLong(all.get(place).result()) + Long.parseLong(call.result());
        all.set(place, call.with(known, String.valueOf(sum)));
      }
    }
    return all;
  }
}
