// A daytime server over UDP (RFC 867): it tells each client that sends a datagram what time it is.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

// Reads a decimal number from min to max, or answers -1; parseLong alone would also take "+1".
int parse_number(String text, int min, int max) {
  if (!text.matches("0*[0-9]{1,18}")) {
    return -1;
  }
  long number = Long.parseLong(text);
  return number >= min && number <= max ? (int) number : -1;
}

// Ends the program if a call has failed.
int check(int result, String call) {
  if (result == -1) {
    perror(call);
    System.exit(1);
  }
  return result;
}

// Prints an address of any family, for getnameinfo knows them all.
void print_address(String words, MemorySegment address, int length) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment host = stack.allocate(NI_MAXHOST);
  MemorySegment port = stack.allocate(NI_MAXSERV);
  int flags = NI_NUMERICHOST | NI_NUMERICSERV;
  int code = getnameinfo(address, length, host, NI_MAXHOST, port, NI_MAXSERV, flags);
  if (code != 0) { // not an errno: perror would say something else
    System.err.println("getnameinfo: " + gai_strerror(code));
    System.exit(1);
  }
  boolean has_colons = host.getString(0).contains(":"); // IPv6: in brackets
  String format = has_colons ? "%s [%s]:%s" : "%s %s:%s";
  IO.println(format.formatted(words, host.getString(0), port.getString(0)));
}

// A socket that is bound to the first address that takes one, of whatever family.
int udp_server(String host, String service) {
  var stack = Arena.ofAuto();
  MemorySegment hints = addrinfo.allocate(stack);
  addrinfo.ai_flags(hints, AI_PASSIVE);
  addrinfo.ai_family(hints, AF_UNSPEC);
  addrinfo.ai_socktype(hints, SOCK_DGRAM);
  MemorySegment result = stack.allocate(posix_h.C_POINTER); // struct addrinfo *
  int code = getaddrinfo(host, service, hints, result);
  if (code != 0) {
    System.err.println("getaddrinfo: " + gai_strerror(code));
    System.exit(1);
  }
  MemorySegment list = result.get(posix_h.C_POINTER, 0);
  int fd = -1;
  MemorySegment entry = list;
  for (; !entry.equals(NULL) && fd == -1; entry = addrinfo.ai_next(entry)) {
    fd =
        socket(addrinfo.ai_family(entry), addrinfo.ai_socktype(entry), addrinfo.ai_protocol(entry));
    if (fd == -1) {
      perror("socket");
      continue;
    }
    if (bind(fd, addrinfo.ai_addr(entry), addrinfo.ai_addrlen(entry)) == -1) {
      perror("bind");
      close(fd); // nothing to be done if that fails
      fd = -1;
    }
  }
  freeaddrinfo(list);
  if (fd == -1) { // each attempt has said why
    System.exit(1);
  }
  return fd;
}

// The time in UTC as one line; at_second -1: now.
int print_time(MemorySegment text, long at_second) {
  Instant seconds = at_second == -1 ? Instant.now() : Instant.ofEpochSecond(at_second);
  ZonedDateTime parts = seconds.atZone(ZoneOffset.UTC);
  text.setString(0, DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC\n'").format(parts));
  return text.getString(0).length();
}

// Serves the next client.
void serve(int server, long at_second) {
  var stack = Arena.ofAuto();
  MemorySegment peer = sockaddr_storage.allocate(stack); // room for an address of any family
  MemorySegment length = stack.allocate(ValueLayout.JAVA_INT);
  MemorySegment question = stack.allocate(1); // whatever it says, it is not looked at
  long received;
  do {
    length.set(ValueLayout.JAVA_INT, 0, (int) peer.byteSize()); // recvfrom writes to it
    received = recvfrom(server, question, question.byteSize(), 0, peer, length);
  } while (received == -1 && errno() == EINTR);
  check((int) received, "recvfrom");
  print_address("asked by", peer, length.get(ValueLayout.JAVA_INT, 0));
  MemorySegment text = stack.allocate(64);
  int size = print_time(text, at_second);
  long sent; // a datagram is sent whole or not at all
  do {
    sent = sendto(server, text, size, 0, peer, length.get(ValueLayout.JAVA_INT, 0));
  } while (sent == -1 && errno() == EINTR);
  if (sent == -1) {
    perror("sendto"); // others will ask
  }
}

int run(String[] args) {
  boolean counted = args.length == 3 || args.length == 4;
  long clients = counted ? parse_number(args[2], 1, Integer.MAX_VALUE) : -1;
  long at_second = -1; // the clock's
  if (clients == -1
      || (args.length > 3 && (at_second = parse_number(args[3], 0, Integer.MAX_VALUE)) == -1)) {
    System.err.println("usage: daytime_server host service clients [second]");
    return 1;
  }

  int server = udp_server(args[0], args[1]);
  // Port 0 let the kernel choose: ask which one
  var stack = Arena.ofAuto();
  MemorySegment address = sockaddr_storage.allocate(stack);
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
  check(getsockname(server, address, length), "getsockname");
  print_address("bound to", address, length.get(ValueLayout.JAVA_INT, 0));

  for (long served = 0; served < clients; served++) {
    serve(server, at_second);
  }
  check(close(server), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
