// Sends a file to each client: its length and checksum, and then its bytes, which sendfile takes
// from the file to the socket without a way through this program.
import static posix.sockets.Constants.*;

import module posix.sockets;

void main(String[] args) throws IOException {
  int port = args.length == 3 ? parse_number(args[0], 0, 65535) : -1;
  long clients = args.length == 3 ? parse_number(args[2], 1, Integer.MAX_VALUE) : -1;
  if (port == -1 || clients == -1) {
    System.err.println("usage: file_server port file clients");
    System.exit(1);
  }
  // The JDK does not give its files' descriptors away: this one comes from the raw layer.
  int file = Posix.open(args[1], Posix.O_RDONLY);
  if (file == -1) {
    Posix.perror("open");
    System.exit(1);
  }
  ByteBuffer header = measure(file);
  try (var server = PosixSocket.open(AF_INET, SOCK_STREAM)) {
    server.setsockopt(SO_REUSEADDR, true); // else the port stays taken for a minute after a run
    server.bind(Inet4.loopback(port)).listen(128);
    IO.println("bound to " + server.getsockname());
    for (long served = 0; served < clients; served++) {
      try (var client = server.accept().socket()) {
        send_file(client, file, header);
      }
    }
  } catch (ErrnoException e) {
    e.perror();
    System.exit(1);
  }
}

// Reads a decimal number from min to max, or answers -1; parseLong alone would also take "+1".
int parse_number(String text, int min, int max) {
  if (!text.matches("0*[0-9]{1,18}")) {
    return -1;
  }
  long number = Long.parseLong(text);
  return number >= min && number <= max ? (int) number : -1;
}

// Reads the file once, for its length and checksum.
ByteBuffer measure(int file) {
  MemorySegment buffer = Arena.ofAuto().allocate(16384);
  long length = 0;
  int sum = 0x811c9dc5;
  long n;
  while ((n = Posix.read(file, buffer, buffer.byteSize())) > 0) {
    length += n;
    for (long i = 0; i < n; i++) { // FNV-1a
      sum = (sum ^ Byte.toUnsignedInt(buffer.get(ValueLayout.JAVA_BYTE, i))) * 16777619;
    }
  }
  if (n == -1) {
    Posix.perror("read");
    System.exit(1);
  }
  return ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(length).putInt(sum);
}

// Sends header and file; one sendfile may take fewer bytes than it is told.
void send_file(PosixSocket client, int file, ByteBuffer header) throws IOException {
  long length = header.getLong(0);
  try {
    Transfer.sendAll(client, header.array(), 0, header.capacity());
    for (long offset = 0; offset < length; ) {
      long sent = client.sendfile(file, offset, length - offset);
      if (sent == 0) {
        System.err.println("sendfile: the file has become shorter");
        return;
      }
      offset += sent;
    }
    IO.println("sent " + length + " bytes");
  } catch (ErrnoException e) {
    e.perror(); // this client has gone, others will come
  }
}
