// A server on a path: copies what its clients send to standard output, one client after the other.
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

String bound; // the path that bind has made, once it has

// Ends the program if a call has failed; no path stays behind.
int check(int result, String call) {
  if (result == -1) {
    perror(call);
    if (bound != null) {
      unlink(bound);
    }
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

// Writes all of the buffer: one write may take fewer bytes than it is given.
void write_all(int fd, MemorySegment buffer, long length) {
  while (length > 0) {
    long written = write(fd, buffer, length);
    if (written == -1 && errno() == EINTR) {
      continue;
    }
    check((int) written, "write");
    buffer = buffer.asSlice(written);
    length -= written;
  }
}

// Copies what one client sends, until it has no more to say.
void copy(int client) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  // Small on purpose: a long message takes several rounds.
  MemorySegment buffer = stack.allocate(1024);
  long copied = 0;
  while (true) {
    long received = recv(client, buffer, buffer.byteSize(), 0);
    if (received == -1 && errno() == EINTR) {
      continue;
    }
    if (check((int) received, "recv") == 0) { // end of file
      break;
    }
    write_all(STDOUT_FILENO, buffer, received);
    copied += received;
  }
  IO.println("copied " + copied + " bytes");
}

void serve(int server, int clients) {
  for (int served = 0; served < clients; served++) {
    int client;
    do { // a client has no name to ask for
      client = accept(server, NULL, NULL);
    } while (client == -1 && errno() == EINTR);
    check(client, "accept");
    copy(client);
    check(close(client), "close");
  }
}

int run(String[] args) {
  var stack = Arena.ofAuto();
  MemorySegment address = sockaddr_un.allocate(stack);
  int clients = args.length > 1 ? parse_number(args[1], 1, Integer.MAX_VALUE) : 1;
  if (args.length < 1 || args.length > 2 || !unix_address(args[0], address) || clients == -1) {
    System.err.println("usage: stream_copy_server path [clients]");
    return 1;
  }

  int server = check(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
  // bind makes the path, and fails if there is something already: even a dead server's socket.
  check(bind(server, address, (int) address.byteSize()), "bind");
  bound = args[0];
  check(listen(server, 5), "listen");
  IO.println("waiting for clients");
  serve(server, clients);

  // close leaves the path where it is.
  check(close(server), "close");
  check(unlink(bound), "unlink");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
