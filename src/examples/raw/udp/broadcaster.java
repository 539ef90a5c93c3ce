// Sends a datagram to everybody in a net, which needs an option that says it is meant.
import static java.nio.charset.StandardCharsets.UTF_8;
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

long say(int fd, String text, MemorySegment to) {
  byte[] bytes = text.getBytes(UTF_8);
  MemorySegment message = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, bytes);
  long sent;
  do {
    sent = sendto(fd, message, message.byteSize(), 0, to, (int) to.byteSize());
  } while (sent == -1 && errno() == EINTR);
  return sent;
}

int run(String[] args) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment address = sockaddr_in.allocate(stack);
  int port = args.length > 1 ? parse_number(args[1], 1, 65535) : -1;
  if (args.length != 3
      || inet_pton(AF_INET, args[0], sockaddr_in.sin_addr(address)) != 1
      || port == -1) {
    System.err.println("usage: broadcaster address port message");
    return 1;
  }
  sockaddr_in.sin_family(address, (short) AF_INET);
  sockaddr_in.sin_port(address, htons(port));

  int fd = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");

  // Nobody sends to a whole net by mistake
  if (say(fd, args[2], address) != -1) {
    System.err.println("no broadcast address: " + args[0]);
    return 1;
  }
  if (errno() != EACCES) {
    perror("sendto");
    return 1;
  }
  IO.println("without SO_BROADCAST: " + strerror(errno()));

  // With the option
  MemorySegment on = stack.allocateFrom(ValueLayout.JAVA_INT, 1);
  check(setsockopt(fd, SOL_SOCKET, SO_BROADCAST, on, (int) on.byteSize()), "setsockopt");
  long sent = say(fd, args[2], address);
  check((int) sent, "sendto");
  IO.println("with SO_BROADCAST: " + sent + " bytes");

  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
