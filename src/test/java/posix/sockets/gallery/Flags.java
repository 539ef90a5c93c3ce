package posix.sockets.gallery;

import java.util.Arrays;
import java.util.regex.Pattern;

/** The kinds of options and flags that a reader may look for, and the man pages that list them. */
enum Flags {
  FAMILIES("families and types", "socket.2", "AF_[A-Z0-9]+|SOCK_[A-Z]+"),
  SOCKET("options of sockets", "socket.7", "SO_[A-Z_]+"),
  IP("options of IPv4", "ip.7", "IP_[A-Z_]+"),
  IPV6("options of IPv6", "ipv6.7", "IPV6_[A-Z0-9_]+"),
  TCP("options of TCP", "tcp.7", "TCP_[A-Z0-9]+"),
  MESSAGE("flags of send and recv", "recv.2", "MSG_[A-Z_]+"),
  CONTROL("control messages", "unix.7", "SCM_[A-Z]+"),
  SHUTDOWN("how to shut down", "shutdown.2", "SHUT_[A-Z]+"),
  POLL("events of poll", "poll.2", "POLL[A-Z]+"),
  EPOLL("events of epoll", "epoll_ctl.2", "EPOLL[A-Z_]+"),
  LOOKUP("flags and errors of getaddrinfo", "getaddrinfo.3", "AI_[A-Z0-9]+|EAI_[A-Z]+"),
  NAME("flags of getnameinfo", "getnameinfo.3", "NI_[A-Z]+");

  final String title;
  final String page;
  private final Pattern pattern;

  Flags(String title, String page, String pattern) {
    this.title = title;
    this.page = page;
    this.pattern = Pattern.compile(pattern);
  }

  /** The kind of a name; null if it is none of them. */
  static Flags of(String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.pattern.matcher(name).matches())
        .findFirst()
        .orElse(null);
  }
}
