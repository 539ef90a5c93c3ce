// Sends each line of standard input and prints the line that comes back, over Java's streams.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

// Without a buffer, and without System.out's silence about errors.
final OutputStream stdout = new FileOutputStream(FileDescriptor.out);

// What C's fdopen(fd, "r") gives. Its calls are read and write, as C's are: for a socket the same
// as recv and send without flags. (Posix stands in front, for a stream has methods by these names.)
class SocketInput extends InputStream {
  final int fd;
  final MemorySegment buffer = Arena.ofAuto().allocate(4096);
  long at; // what is in the buffer, and not taken yet, is from here …
  long end; // … to here

  SocketInput(int fd) {
    this.fd = fd;
  }

  @Override
  public int read() throws IOException {
    while (at == end) {
      long received = Posix.read(fd, buffer, buffer.byteSize());
      if (received == 0) { // end of file
        return -1;
      }
      if (received == -1) {
        if (errno() == EINTR) {
          continue;
        }
        throw new IOException("read"); // errno says the rest
      }
      at = 0;
      end = received;
    }
    return Byte.toUnsignedInt(buffer.get(ValueLayout.JAVA_BYTE, at++));
  }

  @Override
  public void close() throws IOException {
    if (Posix.close(fd) == -1) {
      throw new IOException("close");
    }
  }
}

// What C's fdopen(fd, "w") gives.
class SocketOutput extends OutputStream {
  final int fd;
  final MemorySegment buffer = Arena.ofAuto().allocate(4096);
  long length;

  SocketOutput(int fd) {
    this.fd = fd;
  }

  @Override
  public void write(int b) throws IOException {
    if (length == buffer.byteSize()) {
      flush();
    }
    buffer.set(ValueLayout.JAVA_BYTE, length++, (byte) b);
  }

  @Override
  public void flush() throws IOException {
    long sent = 0;
    while (sent < length) { // one write may take fewer bytes than it is given
      long n = Posix.write(fd, buffer.asSlice(sent), length - sent);
      if (n == -1) {
        if (errno() == EINTR) {
          continue;
        }
        length = 0;
        throw new IOException("write"); // errno says the rest
      }
      sent += n;
    }
    length = 0;
  }

  @Override
  public void close() throws IOException {
    flush();
    if (Posix.close(fd) == -1) {
      throw new IOException("close");
    }
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

// Ends the program if a call has failed.
int check(int result, String call) {
  if (result == -1) {
    perror(call);
    System.exit(1);
  }
  return result;
}

// A line with its newline, which the last one may lack; null at end of input.
byte[] read_line(InputStream in) throws IOException {
  var line = new ByteArrayOutputStream(); // no Reader, no String: lines may hold any bytes
  int b;
  while ((b = in.read()) != -1) {
    line.write(b);
    if (b == '\n') {
      break;
    }
  }
  return line.size() == 0 ? null : line.toByteArray();
}

// Prints one line that the server sends.
int print_answer(InputStream in) {
  byte[] line;
  try {
    line = read_line(in);
  } catch (IOException e) {
    perror(e.getMessage());
    return -1;
  }
  if (line == null) {
    System.err.println("read: connection closed by the server");
    return -1;
  }
  try {
    stdout.write(line);
  } catch (IOException e) { // it has the text for errno
    System.err.println("stdout: " + e.getMessage());
    return -1;
  }
  return 0;
}

// Sends one line, with a newline even if the last one lacks it.
int send_line(OutputStream out, byte[] line) {
  try {
    out.write(line);
    if (line[line.length - 1] != '\n') {
      out.write('\n');
    }
    out.flush();
  } catch (IOException e) {
    perror(e.getMessage());
    return -1;
  }
  return 0;
}

int talk(InputStream in, OutputStream out) {
  try {
    byte[] line;
    while ((line = read_line(System.in)) != null) {
      if (send_line(out, line) == -1 || print_answer(in) == -1) {
        return -1;
      }
    }
    return 0;
  } catch (IOException e) {
    System.err.println("stdin: " + e.getMessage());
    return -1;
  }
}

int run(String[] args) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment address = sockaddr_in.allocate(stack);
  String host = args.length > 0 ? args[0] : "127.0.0.1";
  int port = args.length > 1 ? parse_number(args[1], 1, 65535) : 8888;
  if (args.length > 2
      || inet_pton(AF_INET, host, sockaddr_in.sin_addr(address)) != 1
      || port == -1) {
    System.err.println("usage: line_client [address [port]]");
    return 1;
  }
  sockaddr_in.sin_family(address, (short) AF_INET);
  sockaddr_in.sin_port(address, htons(port));

  int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
  check(connect(fd, address, (int) address.byteSize()), "connect");

  // A stream reads or writes, not both in turn as a socket can; each closes what it is over.
  int copy = check(dup(fd), "dup");
  var in = new SocketInput(fd);
  var out = new SocketOutput(copy);

  if (talk(in, out) == -1) {
    return 1;
  }

  // To close one of two descriptors says nothing to the server; this does, and we can still read.
  check(shutdown(fd, SHUT_WR), "shutdown");
  if (print_answer(in) == -1) {
    return 1;
  }

  try {
    out.close();
    in.close();
  } catch (IOException e) {
    perror(e.getMessage());
    return 1;
  }
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
