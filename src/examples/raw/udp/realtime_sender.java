// Sends numbered datagrams at a steady pace. The numbers are arguments, so that a loss, a delay
// or a repetition can be made up: 1 2 4 3 3 6.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int LENGTH = 12; // of a datagram: a number of 4 bytes, a time of 8
final int MOST = 65535; // the highest number
final long NANOS = 1_000_000_000; // in a second
final int URGENT = 0xb8; // the type of service of what must not wait: expedited forwarding

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

// Sends a number and the time, in nanoseconds since 1970.
void send_number(int fd, int number, MemorySegment to) {
  var now = Instant.now();
  MemorySegment datagram = Arena.ofAuto().allocate(LENGTH);
  datagram.set(ValueLayout.JAVA_INT_UNALIGNED, 0, htonl(number));
  long time = now.getEpochSecond() * NANOS + now.getNano();
  datagram.set(ValueLayout.JAVA_LONG_UNALIGNED, Integer.BYTES, htobe64(time));
  long sent;
  do {
    sent = sendto(fd, datagram, LENGTH, 0, to, (int) to.byteSize());
  } while (sent == -1 && errno() == EINTR);
  check((int) sent, "sendto");
}

// Waits until a time: to wait for a while each time would add up what the work between takes.
void wait_until(long time) {
  long left;
  while ((left = time - System.nanoTime()) > 0) { // CLOCK_MONOTONIC
    LockSupport.parkNanos(left);
  }
}

int run(String[] args) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment address = sockaddr_in.allocate(stack);
  int port = args.length > 1 ? parse_number(args[1], 1, 65535) : -1;
  int interval = args.length > 2 ? parse_number(args[2], 0, 1000) : -1;
  boolean usable =
      args.length >= 4
          && inet_pton(AF_INET, args[0], sockaddr_in.sin_addr(address)) == 1
          && port != -1
          && interval != -1;
  for (int i = 3; usable && i < args.length; i++) {
    usable = parse_number(args[i], 1, MOST) != -1;
  }
  if (!usable) {
    System.err.println("usage: realtime_sender address port milliseconds number...");
    return 1;
  }
  sockaddr_in.sin_family(address, (short) AF_INET);
  sockaddr_in.sin_port(address, htons(port));

  int fd = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
  // Routers may obey it, or not
  MemorySegment tos = stack.allocateFrom(ValueLayout.JAVA_INT, URGENT);
  check(setsockopt(fd, IPPROTO_IP, IP_TOS, tos, (int) tos.byteSize()), "setsockopt");

  // One after the other, at times that are fixed from the start
  long next = System.nanoTime();
  for (int i = 3; i < args.length; i++) {
    wait_until(next);
    send_number(fd, parse_number(args[i], 1, MOST), address);
    next += interval * (NANOS / 1000);
  }
  // 0 says that no more will come; it may get lost like any other
  wait_until(next);
  send_number(fd, 0, address);
  IO.println("sent " + (args.length - 3) + " datagrams");

  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
