// Receives messages from a byte stream, each behind its length, and prints their checksums.
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

// A socket that listens on a port of this machine; port 0 lets the kernel choose.
int listen_on(int port) {
  int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  // Without it the port stays taken for a minute after the last run.
  MemorySegment on = stack.allocateFrom(ValueLayout.JAVA_INT, 1);
  check(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, on, (int) on.byteSize()), "setsockopt");
  MemorySegment address = sockaddr_in.allocate(stack);
  sockaddr_in.sin_family(address, (short) AF_INET);
  sockaddr_in.sin_port(address, htons(port));
  in_addr.s_addr(sockaddr_in.sin_addr(address), htonl(INADDR_LOOPBACK));
  check(bind(fd, address, (int) address.byteSize()), "bind");
  check(listen(fd, 128), "listen");
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
  check(getsockname(fd, address, length), "getsockname");
  IO.println("bound to 127.0.0.1:" + ntohs(sockaddr_in.sin_port(address)));
  return fd;
}

int accept_client(int server) {
  int client;
  do {
    client = accept(server, NULL, NULL); // NULL: its address is of no interest
  } while (client == -1 && errno() == EINTR);
  return check(client, "accept");
}

// FNV-1a, over any number of pieces.
int checksum(int sum, MemorySegment bytes, long length) {
  for (long i = 0; i < length; i++) {
    sum = (sum ^ Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, i))) * 16777619;
  }
  return sum;
}

// Receives exactly length bytes, or fewer at end of file. MSG_WAITALL makes the kernel wait for
// all of them, but not through a signal: the loop stays.
long recv_all(int fd, MemorySegment buffer, long length) {
  long got = 0;
  while (got < length) {
    long received = recv(fd, buffer.asSlice(got), length - got, MSG_WAITALL);
    if (received == 0) {
      break;
    }
    if (received == -1) {
      if (errno() == EINTR) {
        continue;
      }
      perror("recv");
      return -1;
    }
    got += received;
  }
  return got;
}

// Receives one message; 0 if the peer has no more, -1 if it broke off inside of one.
int recv_message(int fd, long number) {
  var stack = Arena.ofAuto();
  MemorySegment header = stack.allocate(ValueLayout.JAVA_INT);
  long got = recv_all(fd, header, header.byteSize());
  if (got <= 0) {
    return (int) got;
  }
  if (got < header.byteSize()) {
    System.err.println("end of file inside a header");
    return -1;
  }
  // The length comes from the network: never allocate what it says. It has no sign, Java's int has.
  long length = Integer.toUnsignedLong(ntohl(header.get(ValueLayout.JAVA_INT, 0)));
  long left = length;
  int sum = 0x811c9dc5; // 2166136261
  MemorySegment buffer = stack.allocate(16384);
  while (left > 0) {
    long part = Math.min(left, buffer.byteSize());
    got = recv_all(fd, buffer, part);
    if (got == -1) {
      return -1;
    }
    if (got < part) {
      System.err.println("end of file inside a message");
      return -1;
    }
    sum = checksum(sum, buffer, part);
    left -= part;
  }
  IO.println("message %d: %d bytes, checksum %08x".formatted(number, length, sum));
  return 1;
}

int run(String[] args) {
  int port = args.length == 2 ? parse_number(args[0], 0, 65535) : -1;
  long clients = args.length == 2 ? parse_number(args[1], 1, Integer.MAX_VALUE) : -1;
  if (port == -1 || clients == -1) {
    System.err.println("usage: framing_receiver port clients");
    return 1;
  }

  int server = listen_on(port);
  for (long served = 0; served < clients; served++) {
    int client = accept_client(server);
    long number = 1;
    while (recv_message(client, number) == 1) { // 0 and -1: done with this client
      number++;
    }
    IO.println("client disconnected");
    check(close(client), "close");
  }
  check(close(server), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
