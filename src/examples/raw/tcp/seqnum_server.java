// A server of sequence numbers: each client asks for some, and no two get the same.
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
int inet_listen(String host, String service) {
  var stack = Arena.ofAuto();
  MemorySegment hints = addrinfo.allocate(stack);
  addrinfo.ai_flags(hints, AI_PASSIVE);
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
    // Without it the port stays taken for a minute after the last run.
    MemorySegment on = stack.allocateFrom(ValueLayout.JAVA_INT, 1);
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, on, (int) on.byteSize()) == -1) {
      perror("setsockopt");
      close(fd);
      fd = -1;
    } else if (bind(fd, addrinfo.ai_addr(entry), addrinfo.ai_addrlen(entry)) == -1) {
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

// Receives a line, which may come in pieces; without the newline, or null.
String recv_line(int fd, int size) {
  MemorySegment line = Arena.ofAuto().allocate(size);
  long length = 0;
  while (length < size) {
    long received = recv(fd, line.asSlice(length), size - length, 0);
    if (received == 0) {
      System.err.println("recv: end of file before the end of a line");
      return null;
    }
    if (received == -1) {
      if (errno() == EINTR) {
        continue;
      }
      perror("recv");
      return null;
    }
    // As Latin-1, where each byte is a character, NUL and all.
    byte[] bytes = line.asSlice(0, length + received).toArray(ValueLayout.JAVA_BYTE);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int newline = text.indexOf('\n');
    if (newline != -1) { // nobody sends anything behind it here
      return text.substring(0, newline);
    }
    length += received;
  }
  System.err.println("recv: the line is too long");
  return null;
}

// Sends all of the buffer: one send may take fewer bytes than it is given.
int send_all(int fd, MemorySegment buffer, long length) {
  MemorySegment rest = buffer;
  while (length > 0) {
    long sent = send(fd, rest, length, 0);
    if (sent == -1) {
      if (errno() == EINTR) {
        continue;
      }
      perror("send");
      return -1;
    }
    rest = rest.asSlice(sent);
    length -= sent;
  }
  return 0;
}

// Answers one client's request; how many numbers it took, 0 if it asked for none that count.
long answer(int client, long next) {
  String line = recv_line(client, 16);
  if (line == null) {
    return 0;
  }
  int count = parse_number(line, 1, 1000000);
  if (count == -1) {
    IO.println("bad request");
    return 0;
  }
  MemorySegment reply = Arena.ofAuto().allocateFrom(next + "\n");
  if (send_all(client, reply, reply.byteSize() - 1) == -1) { // without the NUL
    return 0;
  }
  IO.println("numbers from " + next + " to " + (next + count - 1) + " are taken");
  return count;
}

int run(String[] args) {
  boolean counted = args.length == 3 || args.length == 4;
  long clients = counted ? parse_number(args[2], 1, 1000) : -1;
  long next = args.length == 4 ? parse_number(args[3], 0, 1000000) : 1;
  if (clients == -1 || next == -1) {
    System.err.println("usage: seqnum_server host service clients [first]");
    return 1;
  }

  int server = inet_listen(args[0], args[1]);
  check(listen(server, 128), "listen");
  // Port 0 let the kernel choose: ask which one.
  var stack = Arena.ofAuto();
  MemorySegment address = sockaddr_storage.allocate(stack); // room for an address of any family
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
  check(getsockname(server, address, length), "getsockname");
  print_address("bound to", address, length.get(ValueLayout.JAVA_INT, 0));

  for (long served = 0; served < clients; served++) {
    int client;
    do {
      length.set(ValueLayout.JAVA_INT, 0, (int) address.byteSize()); // accept writes to it
      client = accept(server, address, length);
    } while (client == -1 && errno() == EINTR);
    check(client, "accept");
    print_address("client connected:", address, length.get(ValueLayout.JAVA_INT, 0));
    next += answer(client, next);
    check(close(client), "close");
  }
  check(close(server), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
