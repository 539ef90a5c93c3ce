// A daytime client over TCP (RFC 867): it prints what time a server says it is.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

// Without a buffer, and without System.out's silence about errors.
final OutputStream stdout = new FileOutputStream(FileDescriptor.out);

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

// A socket that is connected to the first address that answers, of whatever family.
int tcp_connect(String host, String service) {
  var stack = Arena.ofAuto();
  MemorySegment hints = addrinfo.allocate(stack);
  addrinfo.ai_family(hints, AF_UNSPEC);
  addrinfo.ai_socktype(hints, SOCK_STREAM);
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

// Prints what arrives until the server has no more to say: the line may come in pieces.
void print_all(int fd) {
  MemorySegment buffer = Arena.ofAuto().allocate(64);
  while (true) {
    long n = read(fd, buffer, buffer.byteSize());
    if (n == 0) { // end of file
      return;
    }
    if (n == -1 && errno() == EINTR) {
      continue;
    }
    check((int) n, "read");
    try {
      stdout.write(buffer.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE));
    } catch (IOException e) {
      System.err.println("stdout: " + e.getMessage());
      System.exit(1);
    }
  }
}

int run(String[] args) {
  if (args.length < 1 || args.length > 2) {
    System.err.println("usage: daytime_client host [service]");
    return 1;
  }

  int fd = tcp_connect(args[0], args.length > 1 ? args[1] : "daytime");
  // Which of its addresses was it?
  var stack = Arena.ofAuto();
  MemorySegment peer = sockaddr_storage.allocate(stack);
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) peer.byteSize());
  check(getpeername(fd, peer, length), "getpeername");
  print_address("connected to", peer, length.get(ValueLayout.JAVA_INT, 0));
  print_all(fd);
  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
