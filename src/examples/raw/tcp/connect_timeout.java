// Connects, but waits no longer than it is told: the kernel alone would try for two minutes.
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

// A clock that nobody sets.
long now_ms() {
  return System.nanoTime() / 1000000;
}

// Waits for a connection in progress: 0, or what became of it.
int wait_connected(int fd, long timeout_ms) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  // The socket can be written as soon as the connection stands, or has failed.
  MemorySegment writable = pollfd.allocate(stack);
  pollfd.fd(writable, fd);
  pollfd.events(writable, (short) POLLOUT);
  long end = now_ms() + timeout_ms;
  int ready;
  do { // after a signal, no longer than is left
    long left = end - now_ms();
    ready = poll(writable, 1, (int) Math.max(left, 0));
  } while (ready == -1 && errno() == EINTR);
  if (check(ready, "poll") == 0) {
    return ETIMEDOUT;
  }
  // Which of the two was it?
  MemorySegment error = stack.allocate(ValueLayout.JAVA_INT);
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) error.byteSize());
  check(getsockopt(fd, SOL_SOCKET, SO_ERROR, error, length), "getsockopt");
  return error.get(ValueLayout.JAVA_INT, 0);
}

int run(String[] args) {
  var stack = Arena.ofAuto();
  MemorySegment address = sockaddr_in.allocate(stack);
  int port = args.length == 3 ? parse_number(args[1], 1, 65535) : -1;
  int timeout_ms = args.length == 3 ? parse_number(args[2], 0, 100000) : -1;
  if (port == -1
      || timeout_ms == -1
      || inet_pton(AF_INET, args[0], sockaddr_in.sin_addr(address)) != 1) {
    System.err.println("usage: connect_timeout address port milliseconds");
    return 1;
  }
  sockaddr_in.sin_family(address, (short) AF_INET);
  sockaddr_in.sin_port(address, htons(port));

  int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
  int flags = check(fcntl(fd, F_GETFL), "fcntl");
  check(fcntl(fd, F_SETFL, flags | O_NONBLOCK), "fcntl");
  int connected = connect(fd, address, (int) address.byteSize());
  if (connected == -1 && errno() == EINPROGRESS) {
    IO.println("connection in progress");
    errno(wait_connected(fd, timeout_ms));
    connected = errno() == 0 ? 0 : -1;
  }
  // If not, the socket is of no use any more: a further try needs a new one.
  check(connected, "connect");
  // From now on it may block again.
  check(fcntl(fd, F_SETFL, flags), "fcntl");
  IO.println("connected");
  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
