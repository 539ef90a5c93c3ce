// Sends messages over a byte stream, each behind its length, and prints their checksums.
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

// Sends all of the buffer: one send may take fewer bytes than it is given.
void send_all(int fd, MemorySegment buffer, long length) {
  MemorySegment rest = buffer;
  while (length > 0) {
    long sent = send(fd, rest, length, 0);
    if (sent == -1 && errno() == EINTR) {
      continue;
    }
    check((int) sent, "send");
    rest = rest.asSlice(sent);
    length -= sent;
  }
}

// FNV-1a, over any number of pieces.
int checksum(int sum, MemorySegment bytes, long length) {
  for (long i = 0; i < length; i++) {
    sum = (sum ^ Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, i))) * 16777619;
  }
  return sum;
}

// Sends a message of so many bytes. Where it ends, a stream does not tell: the length goes first,
// in network byte order, whatever the machines at both ends have.
void send_message(int fd, int length) {
  int header = htonl(length);
  try (var heap = Arena.ofConfined()) { // free at the end of the block
    MemorySegment message = heap.allocate(Integer.BYTES + (long) length);
    message.set(ValueLayout.JAVA_INT_UNALIGNED, 0, header);
    MemorySegment payload = message.asSlice(Integer.BYTES);
    for (int i = 0; i < length; i++) {
      payload.set(ValueLayout.JAVA_BYTE, i, (byte) (i % 251)); // all sorts of bytes, NUL among them
    }
    send_all(fd, message, message.byteSize());
    int sum = checksum(0x811c9dc5, payload, length); // 2166136261
    IO.println("sent %d bytes, checksum %08x".formatted(length, sum));
  }
}

int run(String[] args) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment address = sockaddr_in.allocate(stack);
  sockaddr_in.sin_family(address, (short) AF_INET);
  boolean valid =
      args.length > 2
          && inet_pton(AF_INET, args[0], sockaddr_in.sin_addr(address)) == 1
          && parse_number(args[1], 1, 65535) != -1;
  for (int i = 2; i < args.length; i++) {
    valid = valid && parse_number(args[i], 0, 100000000) != -1;
  }
  if (!valid) {
    System.err.println("usage: framing_sender address port length...");
    return 1;
  }
  sockaddr_in.sin_port(address, htons(parse_number(args[1], 1, 65535)));

  int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
  check(connect(fd, address, (int) address.byteSize()), "connect");
  for (int i = 2; i < args.length; i++) {
    int length = parse_number(args[i], 0, 100000000);
    send_message(fd, length);
  }
  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
