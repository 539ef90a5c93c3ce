// A TCP server that serves IPv4 and IPv6 with one socket: to it, an IPv4 address is an IPv6 one.
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

// Sends all of the buffer: one send may take fewer bytes than it is given.
int send_all(int fd, MemorySegment buffer, long length) {
  while (length > 0) {
    long sent = send(fd, buffer, length, 0);
    if (sent == -1) {
      if (errno() == EINTR) {
        continue;
      }
      perror("send");
      return -1;
    }
    buffer = buffer.asSlice(sent);
    length -= sent;
  }
  return 0;
}

// An IPv6 socket that takes IPv4 clients as well; port 0 lets the kernel choose.
int listen_both(int port) {
  int fd = check(socket(AF_INET6, SOCK_STREAM, 0), "socket");
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  // Without it the port stays taken for a minute after the last run.
  MemorySegment on = stack.allocateFrom(ValueLayout.JAVA_INT, 1);
  check(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, on, (int) on.byteSize()), "setsockopt");
  // The default is a setting of the system: say what is meant, and before bind.
  MemorySegment off = stack.allocateFrom(ValueLayout.JAVA_INT, 0);
  check(setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, off, (int) off.byteSize()), "setsockopt");
  MemorySegment address = sockaddr_in6.allocate(stack);
  sockaddr_in6.sin6_family(address, (short) AF_INET6);
  sockaddr_in6.sin6_port(address, htons(port));
  sockaddr_in6.sin6_addr(address, in6addr_any); // ::1 would take no IPv4
  check(bind(fd, address, (int) address.byteSize()), "bind");
  check(listen(fd, 128), "listen");
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
  check(getsockname(fd, address, length), "getsockname");
  IO.println("bound to [::]:" + ntohs(sockaddr_in6.sin6_port(address)));
  return fd;
}

// Accepts the next client, tells it what it came by, and lets it go.
void serve(int server) {
  var stack = Arena.ofAuto();
  MemorySegment peer = sockaddr_in6.allocate(stack);
  MemorySegment length = stack.allocate(ValueLayout.JAVA_INT);
  int client;
  do {
    length.set(ValueLayout.JAVA_INT, 0, (int) peer.byteSize()); // accept writes to it
    client = accept(server, peer, length);
  } while (client == -1 && errno() == EINTR);
  check(client, "accept");
  String text = inet_ntop(AF_INET6, sockaddr_in6.sin6_addr(peer));
  IO.println("client connected: [" + text + "]:" + ntohs(sockaddr_in6.sin6_port(peer)));
  String message = "you came by IPv6\n";
  if (IN6_IS_ADDR_V4MAPPED(sockaddr_in6.sin6_addr(peer))) {
    // The IPv4 address is in the last four bytes.
    text = inet_ntop(AF_INET, sockaddr_in6.sin6_addr(peer).asSlice(12));
    IO.println("that is " + text);
    message = "you came by IPv4\n";
  }
  MemorySegment bytes = stack.allocateFrom(message); // with a NUL at its end, which is not sent
  send_all(client, bytes, bytes.byteSize() - 1); // if this client has gone, others will come
  check(close(client), "close");
}

int run(String[] args) {
  int port = args.length == 2 ? parse_number(args[0], 0, 65535) : -1;
  long clients = args.length == 2 ? parse_number(args[1], 1, Integer.MAX_VALUE) : -1;
  if (port == -1 || clients == -1) {
    System.err.println("usage: dual_stack_server port clients");
    return 1;
  }

  int server = listen_both(port);
  for (long served = 0; served < clients; served++) {
    serve(server);
  }
  check(close(server), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
