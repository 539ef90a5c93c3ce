// Passes on what a server sends: splice takes it from one socket to the other without a way
// through this program, but it needs a pipe between the two.
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

// A socket that listens on a port of this machine; port 0 lets the kernel choose.
int listen_on(int port) {
  int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  // Without it the port stays taken for a minute after the last run.
  MemorySegment on = stack.allocateFrom(ValueLayout.JAVA_INT, 1);
  check(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, on, (int) on.byteSize()), "setsockopt");
  MemorySegment address = sockaddr_in.allocate(stack);
  sockaddr_in.sin_family(address, (short) AF_INET);
  sockaddr_in.sin_port(address, htons(port));
  in_addr.s_addr(sockaddr_in.sin_addr(address), htonl(INADDR_LOOPBACK));
  check(bind(fd, address, (int) address.byteSize()), "bind");
  check(listen(fd, 128), "listen");
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
  check(getsockname(fd, address, length), "getsockname");
  IO.println("bound to 127.0.0.1:" + ntohs(sockaddr_in.sin_port(address)));
  return fd;
}

int accept_client(int server) {
  int client;
  do {
    client = accept(server, NULL, NULL); // NULL: its address is of no interest
  } while (client == -1 && errno() == EINTR);
  return check(client, "accept");
}

// splice, made again after a signal. When it fails, only this client is lost.
long splice_some(int from, int to, long length) {
  long n;
  do {
    n = splice(from, NULL, to, NULL, length, SPLICE_F_MOVE);
  } while (n == -1 && errno() == EINTR);
  if (n == -1) {
    perror("splice");
  }
  return n;
}

// Passes on until the server has no more to say, or one of the two has gone.
void pass_on(int server, int client) {
  MemorySegment ends = Arena.ofAuto().allocate(ValueLayout.JAVA_INT, 2);
  check(pipe2(ends, O_CLOEXEC), "pipe2");
  // Of the pipe: to read from, to write to.
  int out_end = ends.getAtIndex(ValueLayout.JAVA_INT, 0);
  int in_end = ends.getAtIndex(ValueLayout.JAVA_INT, 1);
  long passed = 0;
  long in = 0;
  long out = 0;
  while (out != -1 && (in = splice_some(server, in_end, 65536)) > 0) {
    while (in > 0 && (out = splice_some(out_end, client, in)) > 0) { // not all leaves at once
      in -= out;
      passed += out;
    }
  }
  IO.println("passed on " + passed + " bytes");
  check(close(out_end), "close");
  check(close(in_end), "close");
}

int run(String[] args) {
  var stack = Arena.ofAuto();
  MemorySegment address = sockaddr_in.allocate(stack);
  boolean complete = args.length == 4;
  int port = complete ? parse_number(args[0], 0, 65535) : -1;
  int server_port = complete ? parse_number(args[2], 1, 65535) : -1;
  long clients = complete ? parse_number(args[3], 1, Integer.MAX_VALUE) : -1;
  if (port == -1
      || server_port == -1
      || clients == -1
      || inet_pton(AF_INET, args[1], sockaddr_in.sin_addr(address)) != 1) {
    System.err.println("usage: splice_proxy port server_address server_port clients");
    return 1;
  }
  sockaddr_in.sin_family(address, (short) AF_INET);
  sockaddr_in.sin_port(address, htons(server_port));

  int listener = listen_on(port);
  for (long served = 0; served < clients; served++) {
    int client = accept_client(listener);
    int server = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    if (connect(server, address, (int) address.byteSize()) == -1) {
      perror("connect"); // no server, no answer: this client is disconnected
    } else {
      pass_on(server, client);
    }
    check(close(server), "close");
    check(close(client), "close");
  }
  check(close(listener), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
