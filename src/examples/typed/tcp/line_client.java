// Sends each line of standard input and prints the line that comes back, over Java's streams.
import static posix.sockets.Constants.*;

import module posix.sockets;

// Without a buffer, and without System.out's silence about errors.
final OutputStream stdout = new FileOutputStream(FileDescriptor.out);

void main(String[] args) {
  System.exit(run(args));
}

int run(String[] args) {
  Inet4 server;
  try {
    int port = args.length > 1 ? parse_port(args[1]) : 8888;
    server = Inet4.of(args.length > 0 ? args[0] : "127.0.0.1", port);
    if (args.length > 2) {
      throw new IllegalArgumentException(args[2]);
    }
  } catch (IllegalArgumentException _) {
    System.err.println("usage: line_client [address [port]]");
    return 1;
  }
  try (var socket = PosixSocket.open(AF_INET, SOCK_STREAM)) {
    talk(socket.connect(server));
    return 0;
  } catch (ErrnoException e) {
    e.perror();
  } catch (EOFException _) {
    System.err.println("read: connection closed by the server");
  } catch (IOException e) { // of standard input or output
    System.err.println(e.getMessage());
  }
  return 1;
}

int parse_port(String text) {
  if (text.matches("0*[0-9]{1,5}") && Integer.parseInt(text) > 0) {
    return Integer.parseInt(text); // Inet4 refuses what is over 65535
  }
  throw new IllegalArgumentException(text);
}

void talk(PosixSocket socket) throws IOException {
  var in = new BufferedInputStream(Transfer.inputStream(socket), 4096);
  var out = new BufferedOutputStream(Transfer.outputStream(socket), 4096);
  byte[] line;
  while ((line = read_stdin()) != null) {
    out.write(line);
    if (line[line.length - 1] != '\n') { // the last line may lack it
      out.write('\n');
    }
    out.flush(); // nothing is sent before: the server would wait for it in vain
    print_answer(in);
  }
  socket.shutdown(SHUT_WR); // the server sees the end, and we can still read
  print_answer(in);
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

byte[] read_stdin() throws IOException {
  try {
    return read_line(System.in);
  } catch (IOException e) {
    throw new IOException("stdin: " + e.getMessage(), e);
  }
}

// Prints one line that the server sends.
void print_answer(InputStream in) throws IOException {
  byte[] line = read_line(in);
  if (line == null) {
    throw new EOFException();
  }
  try {
    stdout.write(line);
  } catch (IOException e) {
    throw new IOException("stdout: " + e.getMessage(), e);
  }
}
