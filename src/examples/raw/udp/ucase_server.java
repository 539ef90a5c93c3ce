// An IPv6 datagram server: answers each message in capital letters.
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

// C's toupper: Character.toUpperCase would also change letters that are not ASCII.
byte upper_case(byte b) {
  return b >= 'a' && b <= 'z' ? (byte) (b - 'a' + 'A') : b;
}

// Answers one message.
void answer(int server) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment buffer = stack.allocate(MESSAGE);
  MemorySegment peer = sockaddr_in6.allocate(stack);
  MemorySegment length = stack.allocate(ValueLayout.JAVA_INT);
  long received;
  do {
    length.set(ValueLayout.JAVA_INT, 0, (int) peer.byteSize());
    // MSG_TRUNC tells a message's full length, also where the buffer is too short for it.
    received = recvfrom(server, buffer, buffer.byteSize(), MSG_TRUNC, peer, length);
  } while (received == -1 && errno() == EINTR);
  check((int) received, "recvfrom");
  String host = inet_ntop(AF_INET6, sockaddr_in6.sin6_addr(peer));
  if (host == null) {
    perror("inet_ntop");
    System.exit(1);
  }
  int port = ntohs(sockaddr_in6.sin6_port(peer));
  IO.println(received + " bytes from [" + host + "]:" + port);
  if (received > MESSAGE) {
    IO.println("cut to " + MESSAGE + " bytes");
    received = MESSAGE;
  }
  for (long i = 0; i < received; i++) {
    buffer.set(ValueLayout.JAVA_BYTE, i, upper_case(buffer.get(ValueLayout.JAVA_BYTE, i)));
  }
  // No loop for the rest: a datagram is sent whole or not at all.
  long sent;
  do {
    sent = sendto(server, buffer, received, 0, peer, length.get(ValueLayout.JAVA_INT, 0));
  } while (sent == -1 && errno() == EINTR);
  check((int) sent, "sendto");
}

int run(String[] args) {
  int port = args.length > 0 ? parse_number(args[0], 0, 65535) : 8888;
  int messages = args.length > 1 ? parse_number(args[1], 1, Integer.MAX_VALUE) : 1;
  if (args.length > 2 || port == -1 || messages == -1) {
    System.err.println("usage: ucase_server [port [messages]]");
    return 1;
  }

  int server = check(socket(AF_INET6, SOCK_DGRAM, 0), "socket");
  var stack = Arena.ofAuto();
  MemorySegment address = sockaddr_in6.allocate(stack);
  sockaddr_in6.sin6_family(address, (short) AF_INET6);
  sockaddr_in6.sin6_port(address, htons(port));
  sockaddr_in6.sin6_addr(address, in6addr_loopback);
  check(bind(server, address, (int) address.byteSize()), "bind");
  // Port 0 let the kernel choose: ask which one
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
  check(getsockname(server, address, length), "getsockname");
  IO.println("bound to [::1]:" + ntohs(sockaddr_in6.sin6_port(address)));

  for (int answered = 0; answered < messages; answered++) {
    answer(server);
  }
  check(close(server), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
