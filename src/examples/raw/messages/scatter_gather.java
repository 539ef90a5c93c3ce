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

// Ends the program if a call has failed.
int check(int result, String call) {
  if (result == -1) {
    perror(call);
    System.exit(1);
  }
  return result;
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
    if (transferred == -1 && errno() == EINTR) {
      continue;
    }
    if (check((int) transferred, name) == 0) { // end of file
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
void write_record(Call transfer, String name, int fd, String text) {
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
    IO.println(name + ": " + written + " bytes");
  }
}

// Receives a record; false at the end.
boolean read_record(int fd) {
  try (var stack = Arena.ofConfined()) {
    MemorySegment kind = stack.allocate(KIND);
    MemorySegment network_length = stack.allocate(ValueLayout.JAVA_INT);
    MemorySegment header = iovec.allocateArray(2, stack);
    point(header, 0, kind);
    point(header, 1, network_length);
    long received = transfer_all((f, v, n) -> readv(f, v, n), "readv", fd, header, 2);
    if (received == 0) {
      return false;
    }
    MemorySegment body = stack.allocate(MOST);
    int length =
        received == kind.byteSize() + network_length.byteSize()
            ? ntohl(network_length.get(ValueLayout.JAVA_INT, 0))
            : -1;
    MemorySegment rest = iovec.allocate(stack);
    iovec.iov_base(rest, body);
    iovec.iov_len(rest, length);
    // Never believe what the other side says
    if (Integer.compareUnsigned(length, MOST) > 0
        || transfer_all((f, v, n) -> readv(f, v, n), "readv", fd, rest, 1) < length) {
      System.err.println("readv: no record");
      System.exit(1);
    }
    String name = new String(kind.toArray(ValueLayout.JAVA_BYTE), UTF_8);
    IO.print("readv: " + name + ", " + length + " bytes: ");
    System.out.writeBytes(body.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    IO.println();
    return true;
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
  check(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), "socketpair");
  int writer = pair.getAtIndex(ValueLayout.JAVA_INT, 0);
  int reader = pair.getAtIndex(ValueLayout.JAVA_INT, 1);

  // writev and sendmsg by turns: what arrives is the same
  for (int i = 0; i < args.length; i++) {
    if (i % 2 == 0) {
      write_record((f, v, n) -> writev(f, v, n), "writev", writer, args[i]);
    } else {
      write_record(this::send_vector, "sendmsg", writer, args[i]);
    }
    read_record(reader);
  }

  // The end of file comes between two records, where it is no error
  check(close(writer), "close");
  IO.println(read_record(reader) ? "more than was sent" : "end of file");
  check(close(reader), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
