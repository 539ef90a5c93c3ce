// Receives numbered datagrams, and tells which are lost, late or repeated. It never asks for one
// again: what comes too late in real time is of no use.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int LENGTH = 12; // of a datagram: a number of 4 bytes, a time of 8
final int MOST = 65535; // the highest number
final long NANOS = 1_000_000_000; // in a second
final int SILENCE = 2000; // milliseconds after which the end counts as lost

boolean[] seen = new boolean[MOST + 1];
int highest;
int received;
int late;
int repeated;

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

// Counts a datagram, and prints its number and for how long it was on its way.
void count_number(int number, long sent) {
  var now = Instant.now(); // it is the sender's clock, too
  long nanos = now.getEpochSecond() * NANOS + now.getNano() - sent;
  IO.print("number " + number);
  if (seen[number]) {
    IO.print(" again");
    repeated++;
  } else if (number < highest) {
    IO.print(" late");
    late++;
  } else if (number > highest + 1) {
    IO.print(" after " + (number - highest - 1) + " missing");
  }
  IO.println(String.format(Locale.ROOT, " time=%.3f ms", nanos / 1e6));
  received += seen[number] ? 0 : 1;
  highest = Math.max(number, highest);
  seen[number] = true;
}

// Takes one datagram; whether it was the last.
boolean receive(int fd) {
  MemorySegment datagram = Arena.ofAuto().allocate(LENGTH);
  long length;
  do {
    length = recv(fd, datagram, LENGTH, MSG_TRUNC);
  } while (length == -1 && errno() == EINTR);
  check((int) length, "recv");
  int number = ntohl(datagram.get(ValueLayout.JAVA_INT_UNALIGNED, 0));
  long time = be64toh(datagram.get(ValueLayout.JAVA_LONG_UNALIGNED, Integer.BYTES));
  // Anybody may send anything to a port
  if (length != LENGTH || Integer.compareUnsigned(number, MOST) > 0) {
    IO.println("ignored a datagram of " + length + " bytes");
  } else if (number > 0) {
    count_number(number, time);
  }
  return length == LENGTH && number == 0;
}

int run(String[] args) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment address = sockaddr_in.allocate(stack);
  int port = args.length > 1 ? parse_number(args[1], 0, 65535) : -1;
  if (args.length != 2
      || inet_pton(AF_INET, args[0], sockaddr_in.sin_addr(address)) != 1
      || port == -1) {
    System.err.println("usage: realtime_receiver address port");
    return 1;
  }
  sockaddr_in.sin_family(address, (short) AF_INET);
  sockaddr_in.sin_port(address, htons(port));

  int fd = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
  check(bind(fd, address, (int) address.byteSize()), "bind");
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
  check(getsockname(fd, address, length), "getsockname");
  IO.println("bound to " + args[0] + ":" + ntohs(sockaddr_in.sin_port(address)));

  // The first may take its time; then silence means that the end got lost
  int wait = -1;
  boolean over = false;
  while (!over) {
    MemorySegment readable = pollfd.allocate(stack);
    pollfd.fd(readable, fd);
    pollfd.events(readable, (short) POLLIN);
    int ready = poll(readable, 1, wait);
    if (ready == -1 && errno() == EINTR) {
      continue;
    }
    if (check(ready, "poll") == 0) {
      IO.println("the end is lost");
      break;
    }
    over = receive(fd);
    wait = SILENCE;
  }
  IO.print("received " + received + ", lost " + (highest - received));
  IO.println(", late " + late + ", repeated " + repeated);

  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
