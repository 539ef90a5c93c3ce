// Receives datagrams that are sent to everybody in a net.
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

// Receives one datagram and prints it.
void print_datagram(int fd) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment buffer = stack.allocate(64);
  MemorySegment sender = sockaddr_in.allocate(stack);
  MemorySegment length = stack.allocate(ValueLayout.JAVA_INT);
  long received;
  do {
    length.set(ValueLayout.JAVA_INT, 0, (int) sender.byteSize()); // recvfrom writes to it
    // With MSG_TRUNC it returns the datagram's own length, even where that is more than fits.
    received = recvfrom(fd, buffer, buffer.byteSize(), MSG_TRUNC, sender, length);
  } while (received == -1 && errno() == EINTR);
  check((int) received, "recvfrom");
  String text = inet_ntop(AF_INET, sockaddr_in.sin_addr(sender));
  if (text == null) {
    perror("inet_ntop");
    System.exit(1);
  }
  long kept = Math.min(received, buffer.byteSize());
  IO.print(received + " bytes from " + text + ": ");
  System.out.writeBytes(buffer.asSlice(0, kept).toArray(ValueLayout.JAVA_BYTE));
  IO.println(received > kept ? "... cut" : "");
}

int run(String[] args) {
  int port = args.length > 0 ? parse_number(args[0], 0, 65535) : -1;
  int count = args.length > 1 ? parse_number(args[1], 1, Integer.MAX_VALUE) : -1;
  if (args.length != 2 || port == -1 || count == -1) {
    System.err.println("usage: broadcast_listener port count");
    return 1;
  }

  int fd = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
  // Several listeners may have the port: each gets its copy of a broadcast
  var stack = Arena.ofAuto();
  MemorySegment on = stack.allocateFrom(ValueLayout.JAVA_INT, 1);
  check(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, on, (int) on.byteSize()), "setsockopt");
  // Bound to one of this machine's own addresses it would get no broadcasts
  MemorySegment address = sockaddr_in.allocate(stack);
  sockaddr_in.sin_family(address, (short) AF_INET);
  sockaddr_in.sin_port(address, htons(port));
  in_addr.s_addr(sockaddr_in.sin_addr(address), htonl(INADDR_ANY));
  check(bind(fd, address, (int) address.byteSize()), "bind");
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
  check(getsockname(fd, address, length), "getsockname");
  IO.println("bound to 0.0.0.0:" + ntohs(sockaddr_in.sin_port(address)));

  for (int received = 0; received < count; received++) {
    print_datagram(fd);
  }
  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
