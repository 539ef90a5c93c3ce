// Prints the addresses that a host's name stands for, in the order in which to try them.
import static posix.sockets.Constants.*;

import module posix.sockets;

void main(String[] args) {
  var family = AF_UNSPEC;
  var flags = AI_CANONNAME;
  int count = 0;
  for (; count < args.length && args[count].startsWith("-"); count++) {
    switch (args[count]) {
      case "-4" -> family = AF_INET;
      case "-6" -> family = AF_INET6;
      case "-n" -> flags = flags.or(AI_NUMERICHOST); // no name is looked up
      default -> usage();
    }
  }
  int rest = args.length - count;
  if (rest < 1 || rest > 2) {
    usage();
  }
  String service = rest > 1 ? args[count + 1] : null;
  try {
    // Without a type, each address would come three times: for TCP, UDP and raw sockets.
    var hints = AddrInfo.hints(flags, family, SOCK_STREAM);
    var list = AddrInfo.getaddrinfo(args[count], service, hints);
    IO.println(list.getFirst().canonname()); // only the first entry has it
    for (AddrInfo entry : list) {
      IO.println(
          switch (entry.addr()) {
            case Inet4 four -> "  IPv4 " + four.host() + " port " + four.port();
            case Inet6 six -> "  IPv6 " + six.host() + " port " + six.port();
            case SockAddr other -> "  " + other;
          });
    }
  } catch (AddrInfoException e) {
    boolean system = e.code() == EAI_SYSTEM; // only then it is errno that says why
    System.err.println(
        "getaddrinfo: " + (system ? PosixSocket.strerror(e.errno()) : e.gai_strerror()));
    System.exit(1);
  }
}

void usage() {
  System.err.println("usage: showip [-4|-6] [-n] host [service]");
  System.exit(1);
}
