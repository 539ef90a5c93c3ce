// A client on a path: sends its standard input.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

// Ends the program if a call has failed.
int check(int result, String call) {
  if (result == -1) {
    perror(call);
    System.exit(1);
  }
  return result;
}

// Fills in the address of a path; false if the path does not fit.
boolean unix_address(String path, MemorySegment address) {
  byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
  MemorySegment sun_path = sockaddr_un.sun_path(address);
  if (bytes.length == 0 || bytes.length >= sun_path.byteSize()) {
    return false;
  }
  address.fill((byte) 0);
  sockaddr_un.sun_family(address, (short) AF_UNIX);
  MemorySegment.copy(bytes, 0, sun_path, ValueLayout.JAVA_BYTE, 0, bytes.length);
  return true;
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

// Sends standard input until it ends.
void copy_input(int fd) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  // Small on purpose: a long message takes several rounds.
  MemorySegment buffer = stack.allocate(1024);
  while (true) {
    long length = read(STDIN_FILENO, buffer, buffer.byteSize());
    if (length == -1 && errno() == EINTR) {
      continue;
    }
    if (check((int) length, "read") == 0) { // end of file
      return;
    }
    send_all(fd, buffer, length);
  }
}

int run(String[] args) {
  var stack = Arena.ofAuto();
  MemorySegment address = sockaddr_un.allocate(stack);
  if (args.length != 1 || !unix_address(args[0], address)) {
    System.err.println("usage: stream_copy_client path");
    return 1;
  }

  int fd = check(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
  // Interrupted, it has done nothing yet and may be repeated: not so over TCP.
  int connected;
  do {
    connected = connect(fd, address, (int) address.byteSize());
  } while (connected == -1 && errno() == EINTR);
  check(connected, "connect");

  copy_input(fd);
  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
