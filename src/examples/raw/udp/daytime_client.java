// A daytime client over UDP (RFC 867): it prints what time a server says it is.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

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

// A socket that sends to one address and receives from it alone: that is all a connect does here.
int udp_client(String host, String service) {
  var stack = Arena.ofAuto();
  MemorySegment hints = addrinfo.allocate(stack);
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
    if (connect(fd, addrinfo.ai_addr(entry), addrinfo.ai_addrlen(entry)) == -1) {
      perror("connect");
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

// Asks, and prints the answer. Either may get lost: who waits for ever may wait in vain.
void ask(int fd) {
  var stack = Arena.ofAuto();
  MemorySegment timeout = timeval.allocate(stack);
  timeval.tv_sec(timeout, 5);
  check(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, timeout, (int) timeout.byteSize()), "setsockopt");
  MemorySegment buffer = stack.allocate(512);
  long sent;
  do {
    sent = send(fd, buffer, 0, 0);
  } while (sent == -1 && errno() == EINTR);
  check((int) sent, "send");
  long received;
  do {
    received = recv(fd, buffer, buffer.byteSize(), 0);
  } while (received == -1 && errno() == EINTR);
  check((int) received, "recv"); // ECONNREFUSED: the host has told that nobody listens there
  System.out.writeBytes(buffer.asSlice(0, received).toArray(ValueLayout.JAVA_BYTE));
}

int run(String[] args) {
  if (args.length < 1 || args.length > 2) {
    System.err.println("usage: daytime_client host [service]");
    return 1;
  }

  int fd = udp_client(args[0], args.length > 1 ? args[1] : "daytime");
  // Which of its addresses was it?
  var stack = Arena.ofAuto();
  MemorySegment peer = sockaddr_storage.allocate(stack);
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) peer.byteSize());
  check(getpeername(fd, peer, length), "getpeername");
  print_address("asking", peer, length.get(ValueLayout.JAVA_INT, 0));
  ask(fd);
  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
