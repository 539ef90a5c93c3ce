// A TCP echo server that serves one client after the other.
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
      return -1;
    }
    buffer = buffer.asSlice(sent);
    length -= sent;
  }
  return 0;
}

// Reports a failed call, and ends the program unless it only means that this client has gone.
void client_gone(String call) {
  perror(call);
  if (errno() != ECONNRESET && errno() != EPIPE) {
    System.exit(1);
  }
}

// Echoes to one client until it has no more to say.
void serve(int client) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  // Small on purpose: a long message takes several rounds.
  MemorySegment buffer = stack.allocate(1024);
  long echoed = 0;
  while (true) {
    long received = recv(client, buffer, buffer.byteSize(), 0);
    if (received == -1 && errno() == EINTR) {
      continue;
    }
    if (received == -1) {
      client_gone("recv");
      break;
    }
    if (received == 0) { // end of file
      break;
    }
    if (send_all(client, buffer, received) == -1) {
      client_gone("send");
      break;
    }
    echoed += received;
  }
  IO.println("client disconnected after " + echoed + " bytes");
}

// Accepts the next client and prints its address.
int accept_client(int server) {
  var stack = Arena.ofAuto();
  MemorySegment peer = sockaddr_in.allocate(stack);
  MemorySegment length = stack.allocate(ValueLayout.JAVA_INT);
  int client;
  do {
    length.set(ValueLayout.JAVA_INT, 0, (int) peer.byteSize()); // accept writes to it
    client = accept(server, peer, length);
  } while (client == -1 && errno() == EINTR);
  check(client, "accept");
  // Without it each short send waits until the client has acknowledged the last.
  MemorySegment on = stack.allocateFrom(ValueLayout.JAVA_INT, 1);
  check(setsockopt(client, IPPROTO_TCP, TCP_NODELAY, on, (int) on.byteSize()), "setsockopt");
  String address = inet_ntop(AF_INET, sockaddr_in.sin_addr(peer));
  IO.println("client connected: " + address + ":" + ntohs(sockaddr_in.sin_port(peer)));
  return client;
}

int run(String[] args) {
  int port = args.length > 0 ? parse_number(args[0], 0, 65535) : 8888;
  long clients = args.length > 1 ? parse_number(args[1], 1, Integer.MAX_VALUE) : Long.MAX_VALUE;
  if (args.length > 2 || port == -1 || clients == -1) {
    System.err.println("usage: echo_server [port [clients]]");
    return 1;
  }

  int server = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
  IO.println("socket created");

  var stack = Arena.ofAuto();
  // Without it the port stays taken for a minute after the last run.
  MemorySegment on = stack.allocateFrom(ValueLayout.JAVA_INT, 1);
  check(setsockopt(server, SOL_SOCKET, SO_REUSEADDR, on, (int) on.byteSize()), "setsockopt");
  MemorySegment address = sockaddr_in.allocate(stack);
  sockaddr_in.sin_family(address, (short) AF_INET);
  sockaddr_in.sin_port(address, htons(port));
  in_addr.s_addr(sockaddr_in.sin_addr(address), htonl(INADDR_ANY));
  check(bind(server, address, (int) address.byteSize()), "bind");
  // Port 0 let the kernel choose: ask which one.
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
  check(getsockname(server, address, length), "getsockname");
  IO.println("bound to 0.0.0.0:" + ntohs(sockaddr_in.sin_port(address)));

  check(listen(server, 128), "listen");
  IO.println("waiting for clients");

  for (long served = 0; served < clients; served++) {
    int client = accept_client(server);
    serve(client);
    check(close(client), "close");
  }
  check(close(server), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
