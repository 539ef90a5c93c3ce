// Sends records, each a header and a body, from several buffers by one call, and receives them into
// several.
import static java.nio.charset.StandardCharsets.UTF_8;
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int KIND = 4; // bytes that a header begins with
final int MOST = 1000; // bytes of a body

interface Call {
  long apply(int fd, MemorySegment vector, int count);
}

// sendmsg with the arguments of writev; it could take flags, an address and control messages, too.
long send_vector(int fd, MemorySegment vector, int count) {
  MemorySegment message = msghdr.allocate(Arena.ofAuto());
  msghdr.msg_iov(message, vector);
  msghdr.msg_iovlen(message, count);
  return sendmsg(fd, message, 0);
}

// Transfers all of the buffers, unless the end of file comes; how many bytes. The vector changes.
long transfer_all(Call transfer, String name, int fd, MemorySegment vector, int count) {
  long total = 0;
  while (count > 0) {
    long transferred = transfer.apply(fd, vector, count);
    if (transferred == -1) {
      if (errno() == EINTR) {
        continue;
      }
      perror(name);
      return -1;
    }
    if (transferred == 0) {
      break;
    }
    total += transferred;
    // One call may end anywhere: in the middle of a buffer, too
    long left = transferred;
    while (count > 0 && left >= iovec.iov_len(vector)) {
      left -= iovec.iov_len(vector);
      vector = iovec.asSlice(vector, 1);
      count--;
    }
    if (count > 0) {
      iovec.iov_base(vector, iovec.iov_base(vector).asSlice(left));
      iovec.iov_len(vector, iovec.iov_len(vector) - left);
    }
  }
  return total;
}

// Points an element of a vector to a buffer.
void point(MemorySegment vector, int index, MemorySegment buffer) {
  MemorySegment element = iovec.asSlice(vector, index);
  iovec.iov_base(element, buffer);
  iovec.iov_len(element, buffer.byteSize());
}

// Sends a record: nothing is copied into one buffer first, and no packet has the header alone.
int write_record(Call transfer, String name, int fd, String text) {
  // Closed at the end: what the structs point to has to be there until then.
  try (var stack = Arena.ofConfined()) {
    MemorySegment kind = stack.allocateFrom(ValueLayout.JAVA_BYTE, "TEXT".getBytes(UTF_8));
    MemorySegment body = stack.allocateFrom(ValueLayout.JAVA_BYTE, text.getBytes(UTF_8));
    MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, htonl((int) body.byteSize()));
    MemorySegment vector = iovec.allocateArray(3, stack);
    point(vector, 0, kind);
    point(vector, 1, length);
    point(vector, 2, body);
    long written = transfer_all(transfer, name, fd, vector, 3);
    if (written == -1) {
      return -1;
    }
    IO.println(name + ": " + written + " bytes");
    return 0;
  }
}

// Receives a record; 1, or 0 at the end.
int read_record(int fd) {
  try (var stack = Arena.ofConfined()) {
    MemorySegment kind = stack.allocate(KIND);
    MemorySegment network_length = stack.allocate(ValueLayout.JAVA_INT);
    MemorySegment header = iovec.allocateArray(2, stack);
    point(header, 0, kind);
    point(header, 1, network_length);
    long received = transfer_all((f, v, n) -> readv(f, v, n), "readv", fd, header, 2);
    if (received <= 0) {
      return (int) received;
    }
    MemorySegment body = stack.allocate(MOST);
    int length =
        received == kind.byteSize() + network_length.byteSize()
            ? ntohl(network_length.get(ValueLayout.JAVA_INT, 0))
            : -1;
    if (Integer.compareUnsigned(length, MOST) > 0) { // never believe what the other side says
      System.err.println("readv: no record");
      return -1;
    }
    MemorySegment rest = iovec.allocate(stack);
    point(rest, 0, body.asSlice(0, length));
    received = transfer_all((f, v, n) -> readv(f, v, n), "readv", fd, rest, 1);
    if (received == -1) {
      return -1;
    }
    if (received < length) {
      System.err.println("readv: no record");
      return -1;
    }
    String name = new String(kind.toArray(ValueLayout.JAVA_BYTE), UTF_8);
    IO.print("readv: " + name + ", " + length + " bytes: ");
    System.out.writeBytes(body.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    IO.println();
    return 1;
  }
}

int run(String[] args) {
  boolean usable = args.length > 0;
  for (String arg : args) {
    usable = usable && arg.getBytes(UTF_8).length <= MOST;
  }
  if (!usable) {
    System.err.println("usage: scatter_gather message... (of " + MOST + " bytes at most)");
    return 1;
  }

  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment pair = stack.allocate(ValueLayout.JAVA_INT, 2);
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == -1) {
    perror("socketpair");
    return 1;
  }
  int writer = pair.getAtIndex(ValueLayout.JAVA_INT, 0);
  int reader = pair.getAtIndex(ValueLayout.JAVA_INT, 1);

  // writev and sendmsg by turns: what arrives is the same
  for (int i = 0; i < args.length; i++) {
    int written =
        i % 2 == 0
            ? write_record((f, v, n) -> writev(f, v, n), "writev", writer, args[i])
            : write_record(this::send_vector, "sendmsg", writer, args[i]);
    if (written == -1 || read_record(reader) == -1) {
      return 1;
    }
  }

  // The end of file comes between two records, where it is no error
  if (close(writer) == -1) {
    perror("close");
    return 1;
  }
  int result = read_record(reader);
  if (result == -1) {
    return 1;
  }
  IO.println(result == 0 ? "end of file" : "more than was sent");
  if (close(reader) == -1) {
    perror("close");
    return 1;
  }
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
