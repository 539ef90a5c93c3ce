// A TCP client that prints what a server has to say, over IPv4 or IPv6.
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

// Prints an address of either family; an IPv6 one in brackets, for it has colons itself.
void print_address(String words, MemorySegment address) {
  boolean is_v6 = sockaddr.sa_family(address) == AF_INET6;
  MemorySegment bytes = is_v6 ? sockaddr_in6.sin6_addr(address) : sockaddr_in.sin_addr(address);
  String text = inet_ntop(sockaddr.sa_family(address), bytes);
  int port = ntohs(is_v6 ? sockaddr_in6.sin6_port(address) : sockaddr_in.sin_port(address));
  IO.println(words + (is_v6 ? " [" + text + "]:" : " " + text + ":") + port);
}

// Tries one address after the other until a connection stands; each needs a socket of its own.
int connect_first(MemorySegment list) {
  for (MemorySegment entry = list; !entry.equals(NULL); entry = addrinfo.ai_next(entry)) {
    int fd =
        socket(addrinfo.ai_family(entry), addrinfo.ai_socktype(entry), addrinfo.ai_protocol(entry));
    if (fd == -1) {
      perror("socket");
      continue;
    }
    if (connect(fd, addrinfo.ai_addr(entry), addrinfo.ai_addrlen(entry)) == -1) {
      perror("connect");
    } else {
      print_address("connected to", addrinfo.ai_addr(entry));
      return fd;
    }
    if (close(fd) == -1) {
      perror("close");
    }
  }
  return -1;
}

// Prints what arrives until the server has no more to say.
void print_all(int fd) {
  MemorySegment buffer = Arena.ofAuto().allocate(1024);
  while (true) {
    long received = recv(fd, buffer, buffer.byteSize(), 0);
    if (received == 0) { // end of file
      return;
    }
    if (received == -1 && errno() == EINTR) {
      continue;
    }
    check((int) received, "recv");
    // Not as a String: a character may have come in halves.
    try {
      stdout.write(buffer.asSlice(0, received).toArray(ValueLayout.JAVA_BYTE));
    } catch (IOException e) {
      System.err.println("stdout: " + e.getMessage());
      System.exit(1);
    }
  }
}

int run(String[] args) {
  if (args.length != 2) {
    System.err.println("usage: stream_client host port");
    return 1;
  }

  // Which addresses may the server have?
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment hints = addrinfo.allocate(stack);
  addrinfo.ai_family(hints, AF_UNSPEC);
  addrinfo.ai_socktype(hints, SOCK_STREAM);
  MemorySegment result = stack.allocate(posix_h.C_POINTER); // struct addrinfo *
  int code = getaddrinfo(args[0], args[1], hints, result);
  if (code != 0) { // not an errno: perror would say something else
    System.err.println("getaddrinfo: " + gai_strerror(code));
    return 1;
  }
  MemorySegment list = result.get(posix_h.C_POINTER, 0);
  int fd = connect_first(list);
  freeaddrinfo(list);
  if (fd == -1) {
    return 1;
  }

  print_all(fd);
  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
