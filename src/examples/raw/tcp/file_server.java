// Sends a file to each client: its length and checksum, and then its bytes, which sendfile takes
// from the file to the socket without a way through this program.
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

// What goes ahead of the file: length and sum, both in network byte order.
final long HEADER = Long.BYTES + Integer.BYTES;

// Reads the file once, for its length and checksum.
void measure(int file, MemorySegment header) {
  MemorySegment buffer = Arena.ofAuto().allocate(16384);
  long length = 0;
  int sum = 0x811c9dc5; // 2166136261
  while (true) {
    long n = read(file, buffer, buffer.byteSize());
    if (n == -1 && errno() == EINTR) {
      continue;
    }
    if (check((int) n, "read") == 0) {
      break;
    }
    length += n;
    sum = checksum(sum, buffer, n);
  }
  header.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, htobe64(length));
  header.set(ValueLayout.JAVA_INT_UNALIGNED, Long.BYTES, htonl(sum));
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

// Sends all of the buffer: one send may take fewer bytes than it is given.
int send_all(int fd, MemorySegment buffer, long length) {
  MemorySegment rest = buffer;
  while (length > 0) {
    long sent = send(fd, rest, length, 0);
    if (sent == -1) {
      if (errno() == EINTR) {
        continue;
      }
      perror("send");
      return -1;
    }
    rest = rest.asSlice(sent);
    length -= sent;
  }
  return 0;
}

// Sends header and file; one sendfile may take fewer bytes than it is told.
void send_file(int client, int file, MemorySegment header) {
  if (send_all(client, header, header.byteSize()) == -1) {
    return;
  }
  long length = be64toh(header.get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
  // Of its own: the file's is shared by all who have the descriptor.
  MemorySegment offset = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_LONG, 0);
  long at;
  while ((at = offset.get(ValueLayout.JAVA_LONG, 0)) < length) {
    long sent = sendfile(client, file, offset, length - at); // it moves the offset on
    if (sent == 0) {
      System.err.println("sendfile: the file has become shorter");
      return;
    }
    if (sent == -1 && errno() != EINTR) {
      perror("sendfile");
      return;
    }
  }
  IO.println("sent " + length + " bytes");
}

int run(String[] args) {
  int port = args.length == 3 ? parse_number(args[0], 0, 65535) : -1;
  long clients = args.length == 3 ? parse_number(args[2], 1, Integer.MAX_VALUE) : -1;
  if (port == -1 || clients == -1) {
    System.err.println("usage: file_server port file clients");
    return 1;
  }

  int file = check(open(args[1], O_RDONLY), "open");
  MemorySegment header = Arena.ofAuto().allocate(HEADER);
  measure(file, header);
  int server = listen_on(port);
  for (long served = 0; served < clients; served++) {
    int client = accept_client(server);
    send_file(client, file, header); // if this client has gone, others will come
    check(close(client), "close");
  }
  check(close(server), "close");
  check(close(file), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
