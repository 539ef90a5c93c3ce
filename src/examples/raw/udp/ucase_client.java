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

// Ends the program if a call has failed.
int check(int result, String call) {
  if (result == -1) {
    perror(call);
    System.exit(1);
  }
  return result;
}

// Sends one message and prints the answer.
void ask(int fd, String text) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
  MemorySegment message = stack.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
  long sent;
  do {
    sent = send(fd, message, message.byteSize(), 0);
  } while (sent == -1 && errno() == EINTR);
  check((int) sent, "send");
  MemorySegment buffer = stack.allocate(MESSAGE);
  long received;
  do {
    received = recv(fd, buffer, buffer.byteSize(), 0);
  } while (received == -1 && errno() == EINTR);
  check((int) received, "recv");
  byte[] answer = buffer.asSlice(0, received).toArray(ValueLayout.JAVA_BYTE);
  System.out.writeBytes(answer); // 0 bytes are a message too, and not the end
  IO.println();
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

  int fd = check(socket(AF_INET6, SOCK_DGRAM, 0), "socket");
  // It sends nothing. But from now on answers of others are dropped, and if nobody listens there,
  // recv says so; an unconnected socket would wait for ever.
  check(connect(fd, server, (int) server.byteSize()), "connect");

  for (int i = 2; i < args.length; i++) {
    ask(fd, args[i]);
  }
  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
