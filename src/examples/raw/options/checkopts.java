// Prints socket options with their defaults, and what the kernel makes of some that are set.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

// What an option's value is: getsockopt itself knows only bytes and their number.
enum Kind {
  NUMBER,
  TIMEVAL,
  LINGER,
  TEXT
}

record Option(String level_name, int level, String name, int option, Kind kind) {}

final Option[] OPTIONS = {
  new Option("SOL_SOCKET", SOL_SOCKET, "SO_ACCEPTCONN", SO_ACCEPTCONN, Kind.NUMBER),
  new Option("SOL_SOCKET", SOL_SOCKET, "SO_BROADCAST", SO_BROADCAST, Kind.NUMBER),
  new Option("SOL_SOCKET", SOL_SOCKET, "SO_DEBUG", SO_DEBUG, Kind.NUMBER),
  new Option("SOL_SOCKET", SOL_SOCKET, "SO_DONTROUTE", SO_DONTROUTE, Kind.NUMBER),
  new Option("SOL_SOCKET", SOL_SOCKET, "SO_ERROR", SO_ERROR, Kind.NUMBER),
  new Option("SOL_SOCKET", SOL_SOCKET, "SO_KEEPALIVE", SO_KEEPALIVE, Kind.NUMBER),
  new Option("SOL_SOCKET", SOL_SOCKET, "SO_LINGER", SO_LINGER, Kind.LINGER),
  new Option("SOL_SOCKET", SOL_SOCKET, "SO_OOBINLINE", SO_OOBINLINE, Kind.NUMBER),
  new Option("SOL_SOCKET", SOL_SOCKET, "SO_PRIORITY", SO_PRIORITY, Kind.NUMBER),
  new Option("SOL_SOCKET", SOL_SOCKET, "SO_RCVBUF", SO_RCVBUF, Kind.NUMBER),
  new Option("SOL_SOCKET", SOL_SOCKET, "SO_RCVLOWAT", SO_RCVLOWAT, Kind.NUMBER),
  new Option("SOL_SOCKET", SOL_SOCKET, "SO_RCVTIMEO", SO_RCVTIMEO, Kind.TIMEVAL),
  new Option("SOL_SOCKET", SOL_SOCKET, "SO_REUSEADDR", SO_REUSEADDR, Kind.NUMBER),
  new Option("SOL_SOCKET", SOL_SOCKET, "SO_REUSEPORT", SO_REUSEPORT, Kind.NUMBER),
  new Option("SOL_SOCKET", SOL_SOCKET, "SO_SNDBUF", SO_SNDBUF, Kind.NUMBER),
  new Option("SOL_SOCKET", SOL_SOCKET, "SO_SNDTIMEO", SO_SNDTIMEO, Kind.TIMEVAL),
  new Option("SOL_SOCKET", SOL_SOCKET, "SO_TYPE", SO_TYPE, Kind.NUMBER),
  new Option("IPPROTO_IP", IPPROTO_IP, "IP_MTU_DISCOVER", IP_MTU_DISCOVER, Kind.NUMBER),
  new Option("IPPROTO_IP", IPPROTO_IP, "IP_MULTICAST_LOOP", IP_MULTICAST_LOOP, Kind.NUMBER),
  new Option("IPPROTO_IP", IPPROTO_IP, "IP_MULTICAST_TTL", IP_MULTICAST_TTL, Kind.NUMBER),
  new Option("IPPROTO_IP", IPPROTO_IP, "IP_TOS", IP_TOS, Kind.NUMBER),
  new Option("IPPROTO_IP", IPPROTO_IP, "IP_TTL", IP_TTL, Kind.NUMBER),
  new Option("IPPROTO_IPV6", IPPROTO_IPV6, "IPV6_MTU_DISCOVER", IPV6_MTU_DISCOVER, Kind.NUMBER),
  new Option("IPPROTO_IPV6", IPPROTO_IPV6, "IPV6_MULTICAST_HOPS", IPV6_MULTICAST_HOPS, Kind.NUMBER),
  new Option("IPPROTO_IPV6", IPPROTO_IPV6, "IPV6_MULTICAST_LOOP", IPV6_MULTICAST_LOOP, Kind.NUMBER),
  new Option("IPPROTO_IPV6", IPPROTO_IPV6, "IPV6_TCLASS", IPV6_TCLASS, Kind.NUMBER),
  new Option("IPPROTO_IPV6", IPPROTO_IPV6, "IPV6_UNICAST_HOPS", IPV6_UNICAST_HOPS, Kind.NUMBER),
  new Option("IPPROTO_IPV6", IPPROTO_IPV6, "IPV6_V6ONLY", IPV6_V6ONLY, Kind.NUMBER),
  new Option("IPPROTO_TCP", IPPROTO_TCP, "TCP_CONGESTION", TCP_CONGESTION, Kind.TEXT),
  new Option("IPPROTO_TCP", IPPROTO_TCP, "TCP_CORK", TCP_CORK, Kind.NUMBER),
  new Option("IPPROTO_TCP", IPPROTO_TCP, "TCP_DEFER_ACCEPT", TCP_DEFER_ACCEPT, Kind.NUMBER),
  new Option("IPPROTO_TCP", IPPROTO_TCP, "TCP_KEEPCNT", TCP_KEEPCNT, Kind.NUMBER),
  new Option("IPPROTO_TCP", IPPROTO_TCP, "TCP_KEEPIDLE", TCP_KEEPIDLE, Kind.NUMBER),
  new Option("IPPROTO_TCP", IPPROTO_TCP, "TCP_KEEPINTVL", TCP_KEEPINTVL, Kind.NUMBER),
  new Option("IPPROTO_TCP", IPPROTO_TCP, "TCP_LINGER2", TCP_LINGER2, Kind.NUMBER),
  new Option("IPPROTO_TCP", IPPROTO_TCP, "TCP_MAXSEG", TCP_MAXSEG, Kind.NUMBER),
  new Option("IPPROTO_TCP", IPPROTO_TCP, "TCP_NODELAY", TCP_NODELAY, Kind.NUMBER),
  new Option("IPPROTO_TCP", IPPROTO_TCP, "TCP_SYNCNT", TCP_SYNCNT, Kind.NUMBER),
};

// Ends the program if a call has failed.
int check(int result, String call) {
  if (result == -1) {
    perror(call);
    System.exit(1);
  }
  return result;
}

Option find(String name) {
  for (Option option : OPTIONS) {
    if (option.name.equals(name)) {
      return option;
    }
  }
  return null;
}

MemorySegment number(int number) {
  return Arena.ofAuto().allocateFrom(ValueLayout.JAVA_INT, number);
}

int size_of(Kind kind) {
  return switch (kind) {
    case TIMEVAL -> (int) timeval.sizeof();
    case LINGER -> (int) linger.sizeof();
    case TEXT -> 16;
    default -> Integer.BYTES;
  };
}

void print_value(Kind kind, MemorySegment value) {
  switch (kind) {
    case NUMBER -> IO.print(value.get(ValueLayout.JAVA_INT, 0));
    case TIMEVAL -> {
      IO.print(timeval.tv_sec(value));
      if (timeval.tv_usec(value) != 0) {
        IO.print(".%06d".formatted(timeval.tv_usec(value)));
      }
    }
    case LINGER ->
        IO.print((linger.l_onoff(value) != 0 ? "on" : "off") + ", " + linger.l_linger(value));
    case TEXT -> IO.print(value.getString(0));
  }
}

// Prints an option's value.
void show(int fd, Option option) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment value = stack.allocate(16, 8);
  // getsockopt writes to it: set it anew for each call
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, size_of(option.kind));
  check(getsockopt(fd, option.level, option.option, value, length), "getsockopt");
  print_value(option.kind, value);
  IO.println();
}

// Prints what an option is set to, and what it then is.
void set_and_show(int fd, String name, MemorySegment value) {
  Option option = find(name);
  IO.print("  %-20s ".formatted(name));
  print_value(option.kind, value);
  if (setsockopt(fd, option.level, option.option, value, size_of(option.kind)) == -1) {
    IO.println(": " + strerror(errno()));
    return;
  }
  IO.print(" -> ");
  show(fd, option);
}

boolean is_level(String name) {
  for (Option option : OPTIONS) {
    if (option.level_name.equals(name)) {
      return true;
    }
  }
  return false;
}

// Prints the defaults, of one level or (with null) of all.
void show_defaults(int tcp, int tcp6, String level_name) {
  String last = "";
  for (Option option : OPTIONS) {
    if (level_name != null && !option.level_name.equals(level_name)) {
      continue;
    }
    if (!option.level_name.equals(last)) {
      IO.println(option.level_name);
      last = option.level_name;
    }
    IO.print("  %-20s ".formatted(option.name));
    show(option.level == IPPROTO_IPV6 ? tcp6 : tcp, option);
  }
}

int run(String[] args) {
  String level_name = args.length > 0 ? args[0] : null;
  if (args.length > 1 || (level_name != null && !is_level(level_name))) {
    System.err.println("usage: checkopts [SOL_SOCKET|IPPROTO_IP|IPPROTO_IPV6|IPPROTO_TCP]");
    return 1;
  }

  // An option belongs to a protocol: other sockets do not know it.
  int tcp = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
  int tcp6 = check(socket(AF_INET6, SOCK_STREAM, 0), "socket");
  int udp = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");

  show_defaults(tcp, tcp6, level_name);

  if (level_name == null) {
    IO.println("set, and read back");
    var stack = Arena.ofAuto();
    MemorySegment on_5_s = linger.allocate(stack);
    linger.l_onoff(on_5_s, 1);
    linger.l_linger(on_5_s, 5);
    MemorySegment seconds = timeval.allocate(stack);
    timeval.tv_sec(seconds, 2);
    timeval.tv_usec(seconds, 500000);
    set_and_show(tcp, "SO_LINGER", on_5_s);
    set_and_show(tcp, "SO_RCVTIMEO", seconds);
    set_and_show(tcp, "SO_REUSEADDR", number(1));
    // The kernel doubles the size of a buffer: half of it is for its own bookkeeping.
    set_and_show(tcp, "SO_RCVBUF", number(10000));
    set_and_show(tcp, "SO_SNDBUF", number(10000));
    set_and_show(tcp, "TCP_KEEPIDLE", number(60));
    set_and_show(tcp, "IP_TTL", number(256)); // has 8 bits
    set_and_show(udp, "TCP_NODELAY", number(1));
  }

  check(close(tcp), "close");
  check(close(tcp6), "close");
  check(close(udp), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
