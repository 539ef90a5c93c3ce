// A TCP client that sends each line of standard input and prints what comes back.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int CHUNK = 16384;

// Without a buffer, and without System.out's silence about errors.
final OutputStream stdout = new FileOutputStream(FileDescriptor.out);

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

// Reads seconds such as "5" or "0.1", up to a billion, or answers -1.
double parse_seconds(String text) {
  if (!text.matches("[0-9]+(\\.[0-9]+)?")) {
    return -1;
  }
  double seconds = Double.parseDouble(text);
  return seconds <= 1e9 ? seconds : -1;
}

// A signal does not stop a connect, and a second connect would fail: wait for the first one.
int finish_connect(int fd) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment writable = pollfd.allocate(stack);
  pollfd.fd(writable, fd);
  pollfd.events(writable, (short) POLLOUT);
  while (poll(writable, 1, -1) == -1) {
    if (errno() != EINTR) {
      return -1;
    }
  }
  MemorySegment error = stack.allocate(ValueLayout.JAVA_INT);
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) error.byteSize());
  if (getsockopt(fd, SOL_SOCKET, SO_ERROR, error, length) == -1) {
    return -1;
  }
  errno(error.get(ValueLayout.JAVA_INT, 0));
  return errno() == 0 ? 0 : -1;
}

boolean worth_a_retry(int error) {
  return switch (error) {
    case ECONNREFUSED, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH -> true;
    default -> false;
  };
}

// Connects, however often it takes; each attempt needs a new socket.
int connect_to(MemorySegment address, double seconds, String seconds_text) throws Exception {
  while (true) {
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    int result = connect(fd, address, (int) address.byteSize());
    if (result == -1 && errno() == EINTR) {
      result = finish_connect(fd);
    }
    if (result == 0) {
      return fd;
    }
    perror("connect");
    if (!worth_a_retry(errno())) {
      System.exit(1);
    }
    System.err.println("retrying in " + seconds_text + " seconds");
    check(close(fd), "close");
    Thread.sleep(Duration.ofNanos((long) (seconds * 1e9)));
  }
}

// Sends all of the buffer: one send may take fewer bytes than it is given.
void send_all(int fd, MemorySegment buffer, long length) {
  while (length > 0) {
    long sent = send(fd, buffer, length, 0);
    if (sent == -1 && errno() == EINTR) {
      continue;
    }
    check((int) sent, "send");
    buffer = buffer.asSlice(sent);
    length -= sent;
  }
}

// Receives exactly length bytes: one recv may bring fewer.
void recv_all(int fd, MemorySegment buffer, long length) {
  while (length > 0) {
    long received = recv(fd, buffer, length, 0);
    if (received == 0) {
      System.err.println("recv: connection closed by the server");
      System.exit(1);
    }
    if (received == -1 && errno() == EINTR) {
      continue;
    }
    check((int) received, "recv");
    buffer = buffer.asSlice(received);
    length -= received;
  }
}

// Sends one line and prints its echo, in chunks that fit into the socket buffers: if a longer line
// were sent at once, the server could wait for us to read its echo while we wait for it to read.
void echo_line(int fd, MemorySegment buffer, byte[] line) {
  for (int at = 0; at < line.length; at += CHUNK) {
    int chunk = Math.min(line.length - at, CHUNK);
    // The kernel takes native memory, so what is in an array has to be copied.
    MemorySegment.copy(line, at, buffer, ValueLayout.JAVA_BYTE, 0, chunk);
    send_all(fd, buffer, chunk);
    recv_all(fd, buffer, chunk);
    try {
      stdout.write(buffer.asSlice(0, chunk).toArray(ValueLayout.JAVA_BYTE));
    } catch (IOException e) { // it has the text for errno
      System.err.println("stdout: " + e.getMessage());
      System.exit(1);
    }
  }
}

// A line with its newline, which the last one may lack; null at end of input.
byte[] read_line() throws IOException {
  var line = new ByteArrayOutputStream(); // no Reader, no String: lines may hold any bytes
  int b;
  while ((b = System.in.read()) != -1) {
    line.write(b);
    if (b == '\n') {
      break;
    }
  }
  return line.size() == 0 ? null : line.toByteArray();
}

void echo_input(int fd) {
  MemorySegment buffer = Arena.ofAuto().allocate(CHUNK);
  try {
    byte[] line;
    while ((line = read_line()) != null) {
      echo_line(fd, buffer, line);
    }
  } catch (IOException e) {
    System.err.println("stdin: " + e.getMessage());
    System.exit(1);
  }
}

int run(String[] args) throws Exception {
  var stack = Arena.ofAuto();
  MemorySegment address = sockaddr_in.allocate(stack);
  String host = args.length > 0 ? args[0] : "127.0.0.1";
  int port = args.length > 1 ? parse_number(args[1], 1, 65535) : 8888;
  String seconds_text = args.length > 2 ? args[2] : "5";
  double seconds = parse_seconds(seconds_text);
  if (args.length > 3
      || inet_pton(AF_INET, host, sockaddr_in.sin_addr(address)) != 1
      || port == -1
      || seconds == -1) {
    System.err.println("usage: echo_client [address [port [retry_seconds]]]");
    return 1;
  }
  sockaddr_in.sin_family(address, (short) AF_INET);
  sockaddr_in.sin_port(address, htons(port));

  int fd = connect_to(address, seconds, seconds_text);

  echo_input(fd);
  check(close(fd), "close");
  return 0;
}

void main(String[] args) throws Exception {
  System.exit(run(args));
}
