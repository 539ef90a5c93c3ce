// Answers each line with its length and itself, over Java's streams: a socket read and written as a
// file is.
import static posix.sockets.Constants.*;

import module posix.sockets;

void main(String[] args) throws IOException {
  int port = args.length > 0 ? parse_number(args[0], 0, 65535) : 8888;
  long clients = args.length > 1 ? parse_number(args[1], 1, Integer.MAX_VALUE) : Long.MAX_VALUE;
  if (args.length > 2 || port == -1 || clients == -1) {
    System.err.println("usage: line_server [port [clients]]");
    System.exit(1);
  }
  try (var server = PosixSocket.open(AF_INET, SOCK_STREAM)) {
    server.setsockopt(SO_REUSEADDR, true); // else the port stays taken for a minute after a run
    server.bind(Inet4.loopback(port)).listen(128);
    IO.println("bound to " + server.getsockname());
    for (long served = 0; served < clients; served++) {
      try (var client = server.accept().socket()) {
        IO.println("client connected");
        serve(client);
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

// Answers all lines, until the client has no more to say; then the client can still listen.
void serve(PosixSocket client) throws IOException {
  var in = new BufferedInputStream(Transfer.inputStream(client), 4096);
  var out = new BufferedOutputStream(Transfer.outputStream(client), 4096);
  long lines = 0;
  try {
    byte[] line;
    while ((line = read_line(in)) != null) {
      lines++;
      out.write((line.length + " ").getBytes());
      out.write(line);
      out.write('\n');
      out.flush(); // nothing is sent before: the client would wait for it in vain
    }
    out.write((lines + " lines\n").getBytes());
    out.flush();
  } catch (ErrnoException e) {
    e.perror(); // only this client has gone
  }
  IO.println("client disconnected after " + lines + " lines");
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
