// An IPv6 datagram client: prints each message as the server answers it.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int MESSAGE = 1024;

// Reads a decimal number from min to max, or answers -1; parseLong alone would also take "+1".
int parse_number(String text, int min, int max) {
  if (!text.matches("0*[0-9]{1,18}")) {
    return -1;
  }
  long number = Long.parseLong(text);
  return number >= min && number <= max ? (int) number : -1;
}

// Sends one message and prints the answer.
int ask(int fd, String text) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
  MemorySegment message = stack.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
  while (send(fd, message, message.byteSize(), 0) == -1) {
    if (errno() != EINTR) {
      perror("send");
      return -1;
    }
  }
  MemorySegment buffer = stack.allocate(MESSAGE);
  long received;
  do {
    received = recv(fd, buffer, buffer.byteSize(), 0);
  } while (received == -1 && errno() == EINTR);
  if (received == -1) {
    perror("recv");
    return -1;
  }
  byte[] answer = buffer.asSlice(0, received).toArray(ValueLayout.JAVA_BYTE);
  System.out.writeBytes(answer); // 0 bytes are a message too, and not the end
  IO.println();
  return 0;
}

int run(String[] args) {
  var stack = Arena.ofAuto();
  MemorySegment server = sockaddr_in6.allocate(stack);
  int port = args.length > 1 ? parse_number(args[1], 1, 65535) : -1;
  if (args.length < 3
      || inet_pton(AF_INET6, args[0], sockaddr_in6.sin6_addr(server)) != 1
      || port == -1) {
    System.err.println("usage: ucase_client address port message...");
    return 1;
  }
  sockaddr_in6.sin6_family(server, (short) AF_INET6);
  sockaddr_in6.sin6_port(server, htons(port));

  int fd = socket(AF_INET6, SOCK_DGRAM, 0);
  if (fd == -1) {
    perror("socket");
    return 1;
  }
  // It sends nothing. But from now on answers of others are dropped, and if nobody listens there,
  // recv says so; an unconnected socket would wait for ever.
  if (connect(fd, server, (int) server.byteSize()) == -1) {
    perror("connect");
    return 1;
  }

  for (int i = 2; i < args.length; i++) {
    if (ask(fd, args[i]) == -1) {
      return 1;
    }
  }
  if (close(fd) == -1) {
    perror("close");
    return 1;
  }
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
