// The names of both ends of a connection, as each end sees them: getsockname and getpeername.
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

void print_address(String whose, MemorySegment address) {
  String text = inet_ntop(AF_INET, sockaddr_in.sin_addr(address));
  IO.println(whose + " " + text + ":" + ntohs(sockaddr_in.sin_port(address)));
}

// This end's address.
MemorySegment own_name(String whose, int fd) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment address = sockaddr_in.allocate(stack);
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
  check(getsockname(fd, address, length), "getsockname");
  print_address(whose, address);
  return address;
}

// The other end's.
MemorySegment peer_name(String whose, int fd) {
  var stack = Arena.ofAuto();
  MemorySegment address = sockaddr_in.allocate(stack);
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
  check(getpeername(fd, address, length), "getpeername");
  print_address(whose, address);
  return address;
}

// Compares part by part, and not all bytes: a struct may have some that mean nothing.
String same(MemorySegment a, MemorySegment b) {
  boolean equal =
      in_addr.s_addr(sockaddr_in.sin_addr(a)) == in_addr.s_addr(sockaddr_in.sin_addr(b))
          && sockaddr_in.sin_port(a) == sockaddr_in.sin_port(b);
  return equal ? "yes" : "no";
}

int run(String[] args) {
  var stack = Arena.ofAuto();
  MemorySegment address = sockaddr_in.allocate(stack); // port 0: the kernel chooses
  String host = args.length > 0 ? args[0] : "127.0.0.1";
  if (args.length > 1 || inet_pton(AF_INET, host, sockaddr_in.sin_addr(address)) != 1) {
    System.err.println("usage: socknames [address]");
    return 1;
  }
  sockaddr_in.sin_family(address, (short) AF_INET);

  int server = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
  int client = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
  own_name("a new socket has no name:", client);
  MemorySegment peer = sockaddr_in.allocate(stack);
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) peer.byteSize());
  if (getpeername(client, peer, length) == -1) {
    IO.println("and no peer: " + strerror(errno()));
  }
  check(bind(server, address, (int) address.byteSize()), "bind");
  check(listen(server, 1), "listen");
  MemorySegment listening = own_name("the server listens on", server);

  // The kernel makes the connection, and accept is not needed for that; it gives the client's
  // socket a name as well.
  check(connect(client, listening, (int) listening.byteSize()), "connect");
  int accepted;
  do {
    length.set(ValueLayout.JAVA_INT, 0, (int) peer.byteSize()); // accept writes to it
    accepted = accept(server, peer, length);
  } while (accepted == -1 && errno() == EINTR);
  check(accepted, "accept");
  MemorySegment client_own = own_name("the client's own name:", client);
  MemorySegment client_peer = peer_name("the client's peer:", client);
  MemorySegment accepted_own = own_name("the accepted socket's own name:", accepted);
  MemorySegment accepted_peer = peer_name("the accepted socket's peer:", accepted);
  IO.println(
      "does each end have the name that the other one knows it by? "
          + (same(client_own, accepted_peer) + ", " + same(client_peer, accepted_own)));
  IO.println(
      "does the accepted socket have the listening one's name? " + same(accepted_own, listening));
  IO.println("did accept tell the client's name? " + same(peer, client_own));

  check(close(accepted), "close");
  check(close(client), "close");
  check(close(server), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
