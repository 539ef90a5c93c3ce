// Receives a file and writes it down, and checks that it is what the server has.
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

// FNV-1a, over any number of pieces.
int checksum(int sum, MemorySegment bytes, long length) {
  for (long i = 0; i < length; i++) {
    sum = (sum ^ Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, i))) * 16777619;
  }
  return sum;
}

// Writes all of the buffer: one write may take fewer bytes than it is given.
void write_all(int fd, MemorySegment buffer, long length) {
  while (length > 0) {
    long written = write(fd, buffer, length);
    if (written == -1 && errno() == EINTR) {
      continue;
    }
    check((int) written, "write");
    buffer = buffer.asSlice(written);
    length -= written;
  }
}

// What goes ahead of the file: length and sum, both in network byte order.
final long HEADER = Long.BYTES + Integer.BYTES;

// Receives exactly length bytes. MSG_WAITALL makes the kernel wait for all of them, but not through
// a signal: the loop stays.
void recv_all(int fd, MemorySegment buffer, long length) {
  long got = 0;
  while (got < length) {
    long received = recv(fd, buffer.asSlice(got), length - got, MSG_WAITALL);
    if (received == 0) {
      System.err.println("recv: connection closed by the server");
      System.exit(1);
    }
    if (received == -1 && errno() == EINTR) {
      continue;
    }
    check((int) received, "recv");
    got += received;
  }
}

void receive_file(int fd, int file) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment header = stack.allocate(HEADER);
  recv_all(fd, header, header.byteSize());
  long length = be64toh(header.get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
  long left = length;
  int sum = 0x811c9dc5; // 2166136261
  MemorySegment buffer = stack.allocate(16384);
  while (left > 0) {
    long part = Math.min(left, buffer.byteSize());
    recv_all(fd, buffer, part);
    write_all(file, buffer, part);
    sum = checksum(sum, buffer, part);
    left -= part;
  }
  int expected = ntohl(header.get(ValueLayout.JAVA_INT_UNALIGNED, Long.BYTES));
  if (sum != expected) {
    System.err.println("checksum %08x, and the server has %08x".formatted(sum, expected));
    System.exit(1);
  }
  IO.println("received %d bytes, checksum %08x".formatted(length, sum));
}

int run(String[] args) {
  var stack = Arena.ofAuto();
  MemorySegment address = sockaddr_in.allocate(stack);
  int port = args.length == 3 ? parse_number(args[1], 1, 65535) : -1;
  if (port == -1 || inet_pton(AF_INET, args[0], sockaddr_in.sin_addr(address)) != 1) {
    System.err.println("usage: file_client address port file");
    return 1;
  }
  sockaddr_in.sin_family(address, (short) AF_INET);
  sockaddr_in.sin_port(address, htons(port));

  // First, lest the server sends in vain. A new file: what is there already is not overwritten.
  int file = check(open(args[2], O_WRONLY | O_CREAT | O_EXCL, 0644), "open");
  int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
  check(connect(fd, address, (int) address.byteSize()), "connect");
  receive_file(fd, file);
  // Some file systems tell only here that there was no space.
  check(close(file), "close");
  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
