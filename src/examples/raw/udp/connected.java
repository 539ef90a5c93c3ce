// What connect does to a UDP socket: it sends nothing, but filters senders and reports errors.
import static java.nio.charset.StandardCharsets.UTF_8;
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

// Makes a socket with a port that the kernel chooses, and asks for its address.
int bound_socket(String host, MemorySegment address) {
  sockaddr_in.sin_family(address, (short) AF_INET);
  inet_pton(AF_INET, host, sockaddr_in.sin_addr(address)); // run has checked the text
  int fd = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
  check(bind(fd, address, (int) address.byteSize()), "bind");
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
  check(getsockname(fd, address, length), "getsockname");
  return fd;
}

// Sends to an address, or to the connected peer where that is NULL.
void say(int fd, String text, MemorySegment to) {
  byte[] bytes = text.getBytes(UTF_8);
  MemorySegment message = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, bytes);
  long sent;
  do {
    sent = sendto(fd, message, message.byteSize(), 0, to, (int) to.byteSize()); // 0 of NULL
  } while (sent == -1 && errno() == EINTR);
  check((int) sent, "sendto");
}

// Prints what arrives, or why nothing does.
void hear(int fd, String name) {
  MemorySegment buffer = Arena.ofAuto().allocate(64);
  long received;
  do {
    received = recv(fd, buffer, buffer.byteSize(), 0);
  } while (received == -1 && errno() == EINTR);
  if (received == -1) {
    IO.println(name + ": " + strerror(errno()));
  } else {
    byte[] bytes = buffer.asSlice(0, received).toArray(ValueLayout.JAVA_BYTE);
    IO.println(name + ": \"" + new String(bytes, UTF_8) + "\"");
  }
}

// Prints whether a socket has a peer, and whether that is the one of this address.
void print_peer(int fd, MemorySegment expected) {
  var stack = Arena.ofAuto();
  MemorySegment address = sockaddr_in.allocate(stack);
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
  if (getpeername(fd, address, length) == -1) {
    if (errno() != ENOTCONN) {
      perror("getpeername");
      System.exit(1);
    }
    IO.println("no peer: " + strerror(errno()));
    return;
  }
  boolean same = address.mismatch(expected) == -1; // family, port, address, and zeros
  IO.println(same ? "the server is the peer" : "somebody else is the peer");
}

int run(String[] args) {
  var stack = Arena.ofAuto();
  MemorySegment ignored = in_addr.allocate(stack);
  if (args.length != 1 || inet_pton(AF_INET, args[0], ignored) != 1) {
    System.err.println("usage: connected address");
    return 1;
  }

  MemorySegment server_address = sockaddr_in.allocate(stack);
  MemorySegment stranger_address = sockaddr_in.allocate(stack);
  MemorySegment client_address = sockaddr_in.allocate(stack);
  int server = bound_socket(args[0], server_address);
  int stranger = bound_socket(args[0], stranger_address);
  int client = bound_socket(args[0], client_address);

  // Connected: the kernel keeps the peer's address, and drops what others send
  check(connect(client, server_address, (int) server_address.byteSize()), "connect");
  print_peer(client, server_address);
  say(stranger, "from a stranger", client_address);
  say(server, "from the server", client_address);
  hear(client, "connected");

  // Nobody at the port any more: an ICMP message comes back, and the next call reports it
  check(close(server), "close");
  say(client, "anybody?", NULL);
  hear(client, "server gone");

  // AF_UNSPEC dissolves it; a port that nobody asked for by its number may be lost with it
  MemorySegment nobody = sockaddr.allocate(stack);
  sockaddr.sa_family(nobody, (short) AF_UNSPEC);
  check(connect(client, nobody, (int) nobody.byteSize()), "connect");
  print_peer(client, server_address);
  say(client, "here I am", stranger_address);
  hear(stranger, "stranger");
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) client_address.byteSize());
  check(getsockname(client, client_address, length), "getsockname");
  inet_pton(AF_INET, args[0], sockaddr_in.sin_addr(client_address)); // it may be 0.0.0.0 by now
  say(stranger, "from a stranger", client_address);
  hear(client, "dissolved");

  check(close(client), "close");
  check(close(stranger), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
