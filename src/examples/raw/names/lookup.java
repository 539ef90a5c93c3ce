// Looks services and protocols up, and the names of an address.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

// Prints the strings of an array that a null pointer ends.
void print_names(MemorySegment names) {
  for (long i = 0; names.getAtIndex(posix_h.C_POINTER, i).address() != 0; i++) {
    IO.print(" " + names.getAtIndex(posix_h.C_POINTER, i).getString(0));
  }
  IO.println();
}

// The result is libc's own memory, which the next such call overwrites.
boolean print_service(String what, MemorySegment service) {
  if (service.equals(NULL)) {
    IO.println("%-24s none".formatted(what));
    return false;
  }
  String name = servent.s_name(service).getString(0);
  String proto = servent.s_proto(service).getString(0);
  int port = ntohs((short) servent.s_port(service));
  IO.print("%-24s %s/%s %d".formatted(what, name, proto, port));
  print_names(servent.s_aliases(service));
  return true;
}

void print_protocol(String what, MemorySegment protocol) {
  if (protocol.equals(NULL)) {
    IO.println("%-24s none".formatted(what));
    return;
  }
  String name = protoent.p_name(protocol).getString(0);
  IO.print("%-24s %s %d".formatted(what, name, protoent.p_proto(protocol)));
  print_names(protoent.p_aliases(protocol));
}

// Prints what getnameinfo makes of 127.0.0.1 and a port.
void print_name(String what, int port, int host_size, int flags) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment address = sockaddr_in.allocate(stack);
  sockaddr_in.sin_family(address, (short) AF_INET);
  sockaddr_in.sin_port(address, htons(port));
  in_addr.s_addr(sockaddr_in.sin_addr(address), htonl(INADDR_LOOPBACK));
  MemorySegment host = stack.allocate(NI_MAXHOST);
  MemorySegment service = stack.allocate(NI_MAXSERV);
  int code =
      getnameinfo(address, (int) address.byteSize(), host, host_size, service, NI_MAXSERV, flags);
  if (code == 0) {
    IO.println("%-24s %s %s".formatted(what, host.getString(0), service.getString(0)));
  } else {
    IO.println("%-24s %s".formatted(what, gai_strerror(code)));
  }
}

// gethostbyname knows IPv4 only. Where it finds nothing, h_errno would say why; Java has no way to
// it, so that is left out: getaddrinfo is the one to use.
void print_host(String name) {
  MemorySegment host = gethostbyname(name);
  if (host.equals(NULL)) {
    IO.println("%-24s none".formatted(name));
    return;
  }
  IO.print("%-24s %s".formatted(name, hostent.h_name(host).getString(0)));
  MemorySegment addresses = hostent.h_addr_list(host);
  for (long i = 0; addresses.getAtIndex(posix_h.C_POINTER, i).address() != 0; i++) {
    MemorySegment address = addresses.getAtIndex(posix_h.C_POINTER, i);
    String text = inet_ntop(hostent.h_addrtype(host), address);
    if (text != null) {
      IO.print(" " + text);
    }
  }
  IO.println();
}

int run(String[] args) {
  if (args.length != 0 && args.length != 2) {
    System.err.println("usage: lookup [service protocol]");
    return 1;
  }

  if (args.length == 2) {
    return print_service(args[0], getservbyname(args[0], args[1])) ? 0 : 1;
  }

  print_service("http tcp", getservbyname("http", "tcp"));
  print_service("www tcp", getservbyname("www", "tcp")); // an alias
  print_service("domain udp", getservbyname("domain", "udp"));
  print_service("no-such-service tcp", getservbyname("no-such-service", "tcp"));

  print_service("port 22 tcp", getservbyport(htons(22), "tcp")); // in network order
  print_service("port 514 udp", getservbyport(htons(514), "udp"));
  print_service("port 514 tcp", getservbyport(htons(514), "tcp"));
  print_service("port 0 tcp", getservbyport(htons(0), "tcp"));

  print_protocol("tcp", getprotobyname("tcp"));
  print_protocol("ICMP", getprotobyname("ICMP")); // an alias
  print_protocol("no-such-protocol", getprotobyname("no-such-protocol"));
  print_protocol("17", getprotobynumber(IPPROTO_UDP));
  print_protocol("255", getprotobynumber(IPPROTO_RAW));

  int number = NI_NUMERICHOST;
  print_name("names", 80, NI_MAXHOST, 0);
  print_name("numeric host", 80, NI_MAXHOST, number);
  print_name("both numeric", 80, NI_MAXHOST, number | NI_NUMERICSERV);
  print_name("port 514", 514, NI_MAXHOST, number);
  print_name("port 514 of datagrams", 514, NI_MAXHOST, number | NI_DGRAM);
  print_name("a port without a name", 1, NI_MAXHOST, number | NI_NUMERICSERV);
  print_name("a host's name, or none", 80, NI_MAXHOST, NI_NAMEREQD);
  print_name("no room", 80, 4, number);
  print_name("unknown flags", 80, NI_MAXHOST, 0x4000);

  print_host("localhost");
  print_host("192.0.2.1");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
