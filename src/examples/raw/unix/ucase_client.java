// A datagram client on a path of its own, so that there is somewhere to send the answers to.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int MESSAGE = 1024;

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
int ask(int fd, String text, MemorySegment server) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
  MemorySegment message = stack.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
  while (sendto(fd, message, message.byteSize(), 0, server, (int) server.byteSize()) == -1) {
    if (errno() != EINTR) {
      perror("sendto");
      return -1;
    }
  }
  MemorySegment buffer = stack.allocate(MESSAGE);
  long received;
  do {
    received = recvfrom(fd, buffer, buffer.byteSize(), 0, NULL, NULL);
  } while (received == -1 && errno() == EINTR);
  if (received == -1) {
    perror("recvfrom");
    return -1;
  }
  // 0 bytes are a message too, and not the end.
  System.out.writeBytes(buffer.asSlice(0, received).toArray(ValueLayout.JAVA_BYTE));
  IO.println();
  return 0;
}

int run(String[] args) {
  var stack = Arena.ofAuto();
  MemorySegment server = sockaddr_un.allocate(stack);
  MemorySegment own = sockaddr_un.allocate(stack);
  if (args.length < 3 || !unix_address(args[0], server) || !unix_address(args[1], own)) {
    System.err.println("usage: ucase_client server_path own_path message...");
    return 1;
  }

  int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
  if (fd == -1) {
    perror("socket");
    return 1;
  }
  // Without this the server would get our messages, but no address to answer to.
  if (bind(fd, own, (int) own.byteSize()) == -1) {
    perror("bind");
    return 1;
  }

  int status = 0;
  for (int i = 2; status == 0 && i < args.length; i++) {
    if (ask(fd, args[i], server) == -1) {
      status = 1;
    }
  }

  // close leaves the path where it is.
  if (close(fd) == -1) {
    perror("close");
    status = 1;
  }
  if (unlink(sockaddr_un.sun_path(own)) == -1) {
    perror("unlink");
    status = 1;
  }
  return status;
}

void main(String[] args) {
  System.exit(run(args));
}
