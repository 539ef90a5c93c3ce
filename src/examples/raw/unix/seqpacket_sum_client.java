// Sends numbers, one a packet, and prints their sum as the server tells it; DOWN ends the server.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

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

// Sends a text as one packet: whole or not at all.
int send_packet(int fd, String text) {
  MemorySegment packet = Arena.ofAuto().allocateFrom(text); // native memory, with a NUL at its end
  while (send(fd, packet, packet.byteSize() - 1, 0) == -1) {
    if (errno() != EINTR) {
      perror("send");
      return -1;
    }
  }
  return 0;
}

int run(String[] args) {
  var stack = Arena.ofAuto(); // as C's local variables are: gone when unused
  MemorySegment address = sockaddr_un.allocate(stack);
  if (args.length < 2 || !unix_address(args[0], address)) {
    System.err.println("usage: seqpacket_sum_client path {number|DOWN}...");
    return 1;
  }

  int fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);
  if (fd == -1) {
    perror("socket");
    return 1;
  }
  // Interrupted, it has done nothing yet and may be repeated: not so over TCP.
  while (connect(fd, address, (int) address.byteSize()) == -1) {
    if (errno() != EINTR) {
      perror("connect");
      return 1;
    }
  }

  for (int i = 1; i < args.length; i++) {
    if (send_packet(fd, args[i]) == -1) {
      return 1;
    }
  }
  if (send_packet(fd, "END") == -1) {
    return 1;
  }

  MemorySegment buffer = stack.allocate(32);
  long received;
  while ((received = recv(fd, buffer, buffer.byteSize(), 0)) == -1) {
    if (errno() != EINTR) {
      perror("recv");
      return 1;
    }
  }
  if (received == 0) {
    System.err.println("recv: connection closed by the server");
    return 1;
  }
  byte[] sum = buffer.asSlice(0, received).toArray(ValueLayout.JAVA_BYTE);
  IO.println("the sum is " + new String(sum, StandardCharsets.UTF_8));
  if (close(fd) == -1) {
    perror("close");
    return 1;
  }
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
