// A TCP server that greets each client, over IPv4 or IPv6, whichever its address is.
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

// Prints an address of either family; an IPv6 one in brackets, for it has colons itself.
void print_address(String words, MemorySegment address) {
  boolean is_v6 = sockaddr.sa_family(address) == AF_INET6;
  MemorySegment bytes = is_v6 ? sockaddr_in6.sin6_addr(address) : sockaddr_in.sin_addr(address);
  String text = inet_ntop(sockaddr.sa_family(address), bytes);
  int port = ntohs(is_v6 ? sockaddr_in6.sin6_port(address) : sockaddr_in.sin_port(address));
  IO.println(words + (is_v6 ? " [" + text + "]:" : " " + text + ":") + port);
}

// Tries one address after the other until a socket can be bound.
int bind_first(MemorySegment list) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  for (MemorySegment entry = list; !entry.equals(NULL); entry = addrinfo.ai_next(entry)) {
    int fd =
        socket(addrinfo.ai_family(entry), addrinfo.ai_socktype(entry), addrinfo.ai_protocol(entry));
    if (fd == -1) {
      perror("socket");
      continue;
    }
    // Without it the port stays taken for a minute after the last run.
    MemorySegment on = stack.allocateFrom(ValueLayout.JAVA_INT, 1);
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, on, (int) on.byteSize()) == -1) {
      perror("setsockopt");
    } else if (bind(fd, addrinfo.ai_addr(entry), addrinfo.ai_addrlen(entry)) == -1) {
      perror("bind");
    } else {
      return fd;
    }
    if (close(fd) == -1) {
      perror("close");
    }
  }
  return -1;
}

// Sends all of the buffer: one send may take fewer bytes than it is given.
int send_all(int fd, MemorySegment buffer, long length) {
  while (length > 0) {
    long sent = send(fd, buffer, length, 0);
    if (sent == -1) {
      if (errno() == EINTR) {
        continue;
      }
      return -1;
    }
    buffer = buffer.asSlice(sent);
    length -= sent;
  }
  return 0;
}

// Accepts the next client, greets it and lets it go.
void greet(int server, long number) {
  var stack = Arena.ofAuto();
  MemorySegment peer = sockaddr_storage.allocate(stack); // room for an address of any family
  MemorySegment length = stack.allocate(ValueLayout.JAVA_INT);
  int client;
  do {
    length.set(ValueLayout.JAVA_INT, 0, (int) peer.byteSize()); // accept writes to it
    client = accept(server, peer, length);
  } while (client == -1 && errno() == EINTR);
  check(client, "accept");
  print_address("client connected:", peer);
  MemorySegment greeting = stack.allocateFrom("Hello, client " + number + "!\n");
  long size = greeting.byteSize() - 1; // without the NUL
  if (send_all(client, greeting, size) == -1) {
    perror("send"); // this client has gone, others will come
  }
  check(close(client), "close");
}

int run(String[] args) {
  long clients = args.length == 3 ? parse_number(args[2], 1, Integer.MAX_VALUE) : -1;
  if (clients == -1) {
    System.err.println("usage: stream_server host port clients");
    return 1;
  }

  // Which addresses are there to listen on?
  var stack = Arena.ofAuto();
  MemorySegment hints = addrinfo.allocate(stack);
  addrinfo.ai_flags(hints, AI_PASSIVE);
  addrinfo.ai_family(hints, AF_UNSPEC);
  addrinfo.ai_socktype(hints, SOCK_STREAM);
  MemorySegment result = stack.allocate(posix_h.C_POINTER); // struct addrinfo *
  int code = getaddrinfo(args[0], args[1], hints, result);
  if (code != 0) { // not an errno: perror would say something else
    System.err.println("getaddrinfo: " + gai_strerror(code));
    return 1;
  }
  MemorySegment list = result.get(posix_h.C_POINTER, 0);
  int server = bind_first(list);
  freeaddrinfo(list);
  if (server == -1) {
    return 1;
  }

  // Port 0 let the kernel choose: ask which one.
  MemorySegment address = sockaddr_storage.allocate(stack);
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
  check(getsockname(server, address, length), "getsockname");
  check(listen(server, 128), "listen");
  print_address("bound to", address);

  for (long number = 1; number <= clients; number++) {
    greet(server, number);
  }
  check(close(server), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
