// Prints socket options with their defaults, and what the kernel makes of some that are set.
import static posix.sockets.Constants.*;

import module posix.sockets;

// An option knows its value's type: a number, a Boolean, a Duration, a Linger.
final Map<String, List<SockOpt.Readable<?>>> OPTIONS = new LinkedHashMap<>();

void main(String[] args) throws IOException {
  fill_table();
  if (args.length > 1 || (args.length > 0 && !OPTIONS.containsKey(args[0]))) {
    System.err.println("usage: checkopts [" + String.join("|", OPTIONS.keySet()) + "]");
    System.exit(1);
  }
  // An option belongs to a protocol: other sockets do not know it.
  try (var tcp = PosixSocket.open(AF_INET, SOCK_STREAM);
      var tcp6 = PosixSocket.open(AF_INET6, SOCK_STREAM);
      var udp = PosixSocket.open(AF_INET, SOCK_DGRAM)) {
    for (String level : args.length > 0 ? List.of(args[0]) : OPTIONS.keySet()) {
      IO.println(level);
      for (SockOpt.Readable<?> option : OPTIONS.get(level)) {
        var socket = level.equals("IPPROTO_IPV6") ? tcp6 : tcp;
        IO.println("  %-20s %s".formatted(option, text(socket.getsockopt(option))));
      }
    }
    if (args.length == 0) {
      IO.println("set, and read back");
      set_and_show(tcp, SO_LINGER, Linger.of(Duration.ofSeconds(5)));
      set_and_show(tcp, SO_RCVTIMEO, Duration.ofMillis(2500));
      set_and_show(tcp, SO_REUSEADDR, true);
      // The kernel doubles the size of a buffer: half of it is for its own bookkeeping.
      set_and_show(tcp, SO_RCVBUF, 10000);
      set_and_show(tcp, SO_SNDBUF, 10000);
      set_and_show(tcp, TCP_KEEPIDLE, Duration.ofSeconds(60));
      set_and_show(tcp, IP_TTL, 256); // has 8 bits
      set_and_show(udp, TCP_NODELAY, true);
    }
  } catch (ErrnoException e) {
    e.perror();
    System.exit(1);
  }
}

void fill_table() {
  OPTIONS.put(
      "SOL_SOCKET",
      List.of(
          SO_ACCEPTCONN,
          SO_BROADCAST,
          SO_DEBUG,
          SO_DONTROUTE,
          SO_ERROR,
          SO_KEEPALIVE,
          SO_LINGER,
          SO_OOBINLINE,
          SO_PRIORITY,
          SO_RCVBUF,
          SO_RCVLOWAT,
          SO_RCVTIMEO,
          SO_REUSEADDR,
          SO_REUSEPORT,
          SO_SNDBUF,
          SO_SNDTIMEO,
          SO_TYPE));
  OPTIONS.put(
      "IPPROTO_IP", List.of(IP_MTU_DISCOVER, IP_MULTICAST_LOOP, IP_MULTICAST_TTL, IP_TOS, IP_TTL));
  OPTIONS.put(
      "IPPROTO_IPV6",
      List.of(
          IPV6_MTU_DISCOVER,
          IPV6_MULTICAST_HOPS,
          IPV6_MULTICAST_LOOP,
          IPV6_TCLASS,
          IPV6_UNICAST_HOPS,
          IPV6_V6ONLY));
  OPTIONS.put(
      "IPPROTO_TCP",
      List.of(
          TCP_CONGESTION,
          TCP_CORK,
          TCP_DEFER_ACCEPT,
          TCP_KEEPCNT,
          TCP_KEEPIDLE,
          TCP_KEEPINTVL,
          TCP_LINGER2,
          TCP_MAXSEG,
          TCP_NODELAY,
          TCP_SYNCNT));
}

// A value as C prints it.
String text(Object value) {
  return switch (value) {
    case Boolean on -> on ? "1" : "0";
    case Duration time -> seconds(time);
    case Linger linger -> (linger.on() ? "on, " : "off, ") + seconds(linger.time());
    case SocketType type -> Integer.toString(type.value());
    default -> value.toString();
  };
}

String seconds(Duration time) {
  long micros = time.toNanosPart() / 1000;
  return time.toSeconds() + (micros == 0 ? "" : ".%06d".formatted(micros));
}

// Prints what an option is set to, and what it then is.
<T> void set_and_show(PosixSocket socket, SockOpt.ReadWrite<T> option, T value) throws IOException {
  IO.print("  %-20s %s".formatted(option, text(value)));
  try {
    socket.setsockopt(option, value);
  } catch (ErrnoException e) {
    IO.println(": " + e.strerror());
    return;
  }
  IO.println(" -> " + text(socket.getsockopt(option)));
}
