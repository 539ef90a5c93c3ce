// A datagram client on a path of its own, so that there is somewhere to send the answers to.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int MESSAGE = 1024;

String bound; // the path that bind has made, once it has

// Ends the program if a call has failed; no path stays behind.
int check(int result, String call) {
  if (result == -1) {
    perror(call);
    if (bound != null) {
      unlink(bound);
    }
    System.exit(1);
  }
  return result;
}

// Fills in the address of a path; false if the path does not fit.
boolean unix_address(String path, MemorySegment address) {
  byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
  MemorySegment sun_path = sockaddr_un.sun_path(address);
  if (bytes.length == 0 || bytes.length >= sun_path.byteSize()) {
    return false;
  }
  address.fill((byte) 0);
  sockaddr_un.sun_family(address, (short) AF_UNIX);
  MemorySegment.copy(bytes, 0, sun_path, ValueLayout.JAVA_BYTE, 0, bytes.length);
  return true;
}

// Sends one message and prints the answer.
void ask(int fd, String text, MemorySegment server) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
  MemorySegment message = stack.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
  long sent;
  do {
    sent = sendto(fd, message, message.byteSize(), 0, server, (int) server.byteSize());
  } while (sent == -1 && errno() == EINTR);
  check((int) sent, "sendto");
  MemorySegment buffer = stack.allocate(MESSAGE);
  long received;
  do {
    received = recvfrom(fd, buffer, buffer.byteSize(), 0, NULL, NULL);
  } while (received == -1 && errno() == EINTR);
  check((int) received, "recvfrom");
  // 0 bytes are a message too, and not the end.
  System.out.writeBytes(buffer.asSlice(0, received).toArray(ValueLayout.JAVA_BYTE));
  IO.println();
}

int run(String[] args) {
  var stack = Arena.ofAuto();
  MemorySegment server = sockaddr_un.allocate(stack);
  MemorySegment own = sockaddr_un.allocate(stack);
  if (args.length < 3 || !unix_address(args[0], server) || !unix_address(args[1], own)) {
    System.err.println("usage: ucase_client server_path own_path message...");
    return 1;
  }

  int fd = check(socket(AF_UNIX, SOCK_DGRAM, 0), "socket");
  // Without this the server would get our messages, but no address to answer to.
  check(bind(fd, own, (int) own.byteSize()), "bind");
  bound = args[1];

  for (int i = 2; i < args.length; i++) {
    ask(fd, args[i], server);
  }

  // close leaves the path where it is.
  check(close(fd), "close");
  check(unlink(bound), "unlink");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
