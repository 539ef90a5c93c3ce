// Prints the addresses that a host's name stands for, in the order in which to try them.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

// Reads the options in front of the host; how many there are, or -1.
int parse_options(String[] args, MemorySegment hints) {
  int count = 0;
  while (count < args.length && args[count].startsWith("-")) {
    switch (args[count++]) {
      case "-4" -> addrinfo.ai_family(hints, AF_INET);
      case "-6" -> addrinfo.ai_family(hints, AF_INET6);
      case "-n" ->
          addrinfo.ai_flags(
              hints, addrinfo.ai_flags(hints) | AI_NUMERICHOST); // no name is looked up
      default -> {
        return -1;
      }
    }
  }
  return count;
}

int print_entry(MemorySegment entry) {
  MemorySegment address;
  int port;
  if (addrinfo.ai_family(entry) == AF_INET) {
    MemorySegment v4 = addrinfo.ai_addr(entry);
    address = sockaddr_in.sin_addr(v4);
    port = ntohs(sockaddr_in.sin_port(v4));
  } else {
    MemorySegment v6 = addrinfo.ai_addr(entry);
    address = sockaddr_in6.sin6_addr(v6);
    port = ntohs(sockaddr_in6.sin6_port(v6));
  }
  String text = inet_ntop(addrinfo.ai_family(entry), address);
  if (text == null) {
    perror("inet_ntop");
    return -1;
  }
  String version = addrinfo.ai_family(entry) == AF_INET ? "IPv4" : "IPv6";
  IO.println("  " + version + " " + text + " port " + port);
  return 0;
}

int run(String[] args) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  // Without a type, each address would come three times: for TCP, UDP and raw sockets.
  MemorySegment hints = addrinfo.allocate(stack);
  addrinfo.ai_flags(hints, AI_CANONNAME);
  addrinfo.ai_family(hints, AF_UNSPEC);
  addrinfo.ai_socktype(hints, SOCK_STREAM);
  int options = parse_options(args, hints);
  int rest = args.length - options;
  if (options == -1 || rest < 1 || rest > 2) {
    System.err.println("usage: showip [-4|-6] [-n] host [service]");
    return 1;
  }
  String host = args[options];
  String service = rest > 1 ? args[options + 1] : null;

  MemorySegment list = stack.allocate(posix_h.C_POINTER);
  int code = getaddrinfo(host, service, hints, list);
  if (code == EAI_SYSTEM) { // only then it is errno that says why
    perror("getaddrinfo");
    return 1;
  }
  if (code != 0) {
    System.err.println("getaddrinfo: " + gai_strerror(code));
    return 1;
  }

  MemorySegment first = list.get(posix_h.C_POINTER, 0);
  IO.println(addrinfo.ai_canonname(first).getString(0)); // only the first entry has it
  for (MemorySegment entry = first; entry.address() != 0; entry = addrinfo.ai_next(entry)) {
    if (print_entry(entry) == -1) {
      return 1;
    }
  }
  freeaddrinfo(first);
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
