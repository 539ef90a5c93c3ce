// Answers each line with its length and itself, over Java's streams: a socket read and written as a
// file is.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

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

// A line without its newline; null at end of input.
byte[] read_line(InputStream in) throws IOException {
  var line = new ByteArrayOutputStream(); // no Reader, no String: lines may hold any bytes
  int b;
  while ((b = in.read()) != -1 && b != '\n') {
    line.write(b);
  }
  return b == -1 && line.size() == 0 ? null : line.toByteArray();
}

// Answers one line. Nothing is sent before the flush: the client would wait for it in vain.
void answer(OutputStream out, byte[] line) throws IOException {
  out.write((line.length + " ").getBytes());
  out.write(line);
  out.write('\n');
  out.flush();
}

// Answers all lines, until the client has no more to say; then the client can still listen.
void serve(InputStream in, OutputStream out) {
  long lines = 0;
  try {
    byte[] line;
    while ((line = read_line(in)) != null) {
      lines++;
      answer(out, line);
    }
    out.write((lines + " lines\n").getBytes());
    out.flush();
  } catch (IOException e) {
    perror(e.getMessage());
  }
  IO.println("client disconnected after " + lines + " lines");
}

// Serves one client.
void serve_client(int client) {
  // A stream reads or writes, not both in turn as a socket can; each closes what it is over.
  int copy = check(dup(client), "dup");
  var in = new SocketInput(client);
  var out = new SocketOutput(copy);
  serve(in, out);
  try {
    out.close(); // it flushes once more
    in.close();
  } catch (IOException e) {
    perror(e.getMessage());
    System.exit(1);
  }
}

int run(String[] args) {
  int port = args.length > 0 ? parse_number(args[0], 0, 65535) : 8888;
  long clients = args.length > 1 ? parse_number(args[1], 1, Integer.MAX_VALUE) : Long.MAX_VALUE;
  if (args.length > 2 || port == -1 || clients == -1) {
    System.err.println("usage: line_server [port [clients]]");
    return 1;
  }

  int server = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  // Without it the port stays taken for a minute after the last run.
  MemorySegment on = stack.allocateFrom(ValueLayout.JAVA_INT, 1);
  check(setsockopt(server, SOL_SOCKET, SO_REUSEADDR, on, (int) on.byteSize()), "setsockopt");
  MemorySegment address = sockaddr_in.allocate(stack);
  sockaddr_in.sin_family(address, (short) AF_INET);
  sockaddr_in.sin_port(address, htons(port));
  in_addr.s_addr(sockaddr_in.sin_addr(address), htonl(INADDR_LOOPBACK));
  check(bind(server, address, (int) address.byteSize()), "bind");
  check(listen(server, 128), "listen");
  // Port 0 let the kernel choose: ask which one.
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
  check(getsockname(server, address, length), "getsockname");
  IO.println("bound to 127.0.0.1:" + ntohs(sockaddr_in.sin_port(address)));

  for (long served = 0; served < clients; served++) {
    int client;
    do {
      client = accept(server, NULL, NULL); // NULL: its address is of no interest
    } while (client == -1 && errno() == EINTR);
    check(client, "accept");
    IO.println("client connected");
    serve_client(client);
  }
  check(close(server), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
