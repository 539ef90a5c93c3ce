// A TCP client that sends each line of standard input and prints what comes back.
import static posix.sockets.Constants.*;

import module posix.sockets;

final int CHUNK = 16384;

// Without a buffer, and without System.out's silence about errors.
final OutputStream stdout = new FileOutputStream(FileDescriptor.out);

void main(String[] args) throws InterruptedException {
  System.exit(run(args));
}

int run(String[] args) throws InterruptedException {
  String seconds = args.length > 2 ? args[2] : "5";
  Inet4 server;
  Duration pause;
  try {
    int port = args.length > 1 ? parse_port(args[1]) : 8888;
    server = Inet4.of(args.length > 0 ? args[0] : "127.0.0.1", port);
    pause = parse_seconds(seconds);
    if (args.length > 3) {
      throw new IllegalArgumentException(args[3]);
    }
  } catch (IllegalArgumentException _) {
    System.err.println("usage: echo_client [address [port [retry_seconds]]]");
    return 1;
  }
  try (var socket = connect_to(server, pause, seconds)) {
    byte[] line;
    while ((line = read_line()) != null) {
      echo_line(socket, line);
    }
    return 0;
  } catch (ErrnoException e) {
    e.perror();
  } catch (EOFException _) {
    System.err.println("recv: connection closed by the server");
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

Duration parse_seconds(String text) {
  if (text.matches("[0-9]+(\\.[0-9]+)?") && Double.parseDouble(text) <= 1e9) {
    return Duration.ofNanos((long) (Double.parseDouble(text) * 1e9));
  }
  throw new IllegalArgumentException(text);
}

// Connects, however often it takes; each attempt needs a new socket.
PosixSocket connect_to(SockAddr server, Duration pause, String seconds)
    throws IOException, InterruptedException {
  while (true) {
    var socket = PosixSocket.open(AF_INET, SOCK_STREAM);
    try {
      return socket.connect(server);
    } catch (ErrnoException e) {
      socket.close();
      switch (e.errno()) {
        case ECONNREFUSED, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH -> e.perror();
        default -> throw e;
      }
      System.err.println("retrying in " + seconds + " seconds");
    }
    Thread.sleep(pause);
  }
}

// Sends one line and prints its echo, in chunks that fit into the socket buffers: if a longer line
// were sent at once, the server could wait for us to read its echo while we wait for it to read.
void echo_line(PosixSocket socket, byte[] line) throws IOException {
  var echo = new byte[CHUNK];
  for (int at = 0; at < line.length; at += CHUNK) {
    int chunk = Math.min(line.length - at, CHUNK);
    Transfer.sendAll(socket, line, at, chunk);
    Transfer.recvExactly(socket, echo, 0, chunk);
    print(echo, chunk);
  }
}

void print(byte[] bytes, int length) throws IOException {
  try {
    stdout.write(bytes, 0, length);
  } catch (IOException e) {
    throw new IOException("stdout: " + e.getMessage(), e);
  }
}

// A line with its newline, which the last one may lack; null at end of input.
byte[] read_line() throws IOException {
  var line = new ByteArrayOutputStream(); // no Reader, no String: lines may hold any bytes
  try {
    int b;
    while ((b = System.in.read()) != -1) {
      line.write(b);
      if (b == '\n') {
        break;
      }
    }
  } catch (IOException e) {
    throw new IOException("stdin: " + e.getMessage(), e);
  }
  return line.size() == 0 ? null : line.toByteArray();
}
