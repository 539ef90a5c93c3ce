// A TCP server that accepts nobody. The kernel connects the first client all the same, and lets it
// wait in a queue that has room for one; the next finds nobody who answers.
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
  check(listen(fd, 0), "listen"); // Linux takes one more than it is told
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
  check(getsockname(fd, address, length), "getsockname");
  IO.println("bound to 127.0.0.1:" + ntohs(sockaddr_in.sin_port(address)));
  return fd;
}

int run(String[] args) {
  int port = args.length == 1 ? parse_number(args[0], 0, 65535) : -1;
  if (port == -1) {
    System.err.println("usage: silent_server port");
    return 1;
  }

  int server = listen_on(port);
  // Nothing to be done until standard input ends.
  MemorySegment buffer = Arena.ofAuto().allocate(64);
  long n;
  do {
    n = read(STDIN_FILENO, buffer, buffer.byteSize());
  } while (n > 0 || (n == -1 && errno() == EINTR));
  check((int) n, "read");
  check(close(server), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
