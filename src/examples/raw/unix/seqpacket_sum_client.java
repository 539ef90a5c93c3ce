// Sends numbers, one a packet, and prints their sum as the server tells it; DOWN ends the server.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

// Ends the program if a call has failed.
int check(int result, String call) {
  if (result == -1) {
    perror(call);
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

// Sends a text as one packet: whole or not at all.
void send_packet(int fd, String text) {
  MemorySegment packet = Arena.ofAuto().allocateFrom(text); // native memory, with a NUL at its end
  long sent;
  do {
    sent = send(fd, packet, packet.byteSize() - 1, 0);
  } while (sent == -1 && errno() == EINTR);
  check((int) sent, "send");
}

int run(String[] args) {
  var stack = Arena.ofAuto(); // as C's local variables are: gone when unused
  MemorySegment address = sockaddr_un.allocate(stack);
  if (args.length < 2 || !unix_address(args[0], address)) {
    System.err.println("usage: seqpacket_sum_client path {number|DOWN}...");
    return 1;
  }

  int fd = check(socket(AF_UNIX, SOCK_SEQPACKET, 0), "socket");
  // Interrupted, it has done nothing yet and may be repeated: not so over TCP.
  int connected;
  do {
    connected = connect(fd, address, (int) address.byteSize());
  } while (connected == -1 && errno() == EINTR);
  check(connected, "connect");

  for (int i = 1; i < args.length; i++) {
    send_packet(fd, args[i]);
  }
  send_packet(fd, "END");

  MemorySegment buffer = stack.allocate(32);
  long received;
  do {
    received = recv(fd, buffer, buffer.byteSize(), 0);
  } while (received == -1 && errno() == EINTR);
  check((int) received, "recv");
  if (received == 0) {
    System.err.println("recv: connection closed by the server");
    return 1;
  }
  byte[] sum = buffer.asSlice(0, received).toArray(ValueLayout.JAVA_BYTE);
  IO.println("the sum is " + new String(sum, StandardCharsets.UTF_8));
  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
