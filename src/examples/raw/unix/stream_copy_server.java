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
int write_all(int fd, MemorySegment buffer, long length) {
  while (length > 0) {
    long written = write(fd, buffer, length);
    if (written == -1) {
      if (errno() == EINTR) {
        continue;
      }
      perror("write");
      return -1;
    }
    buffer = buffer.asSlice(written);
    length -= written;
  }
  return 0;
}

// Copies what one client sends, until it has no more to say.
int copy(int client) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  // Small on purpose: a long message takes several rounds.
  MemorySegment buffer = stack.allocate(1024);
  long copied = 0;
  while (true) {
    long received = recv(client, buffer, buffer.byteSize(), 0);
    if (received == 0) { // end of file
      break;
    }
    if (received == -1) {
      if (errno() == EINTR) {
        continue;
      }
      perror("recv");
      return -1;
    }
    if (write_all(STDOUT_FILENO, buffer, received) == -1) {
      return -1;
    }
    copied += received;
  }
  IO.println("copied " + copied + " bytes");
  return 0;
}

int serve(int server, int clients) {
  for (int served = 0; served < clients; served++) {
    int client;
    while ((client = accept(server, NULL, NULL)) == -1) { // a client has no name to ask for
      if (errno() != EINTR) {
        perror("accept");
        return -1;
      }
    }
    if (copy(client) == -1) {
      return -1;
    }
    if (close(client) == -1) {
      perror("close");
      return -1;
    }
  }
  return 0;
}

int run(String[] args) {
  var stack = Arena.ofAuto();
  MemorySegment address = sockaddr_un.allocate(stack);
  int clients = args.length > 1 ? parse_number(args[1], 1, Integer.MAX_VALUE) : 1;
  if (args.length < 1 || args.length > 2 || !unix_address(args[0], address) || clients == -1) {
    System.err.println("usage: stream_copy_server path [clients]");
    return 1;
  }

  int server = socket(AF_UNIX, SOCK_STREAM, 0);
  if (server == -1) {
    perror("socket");
    return 1;
  }
  // bind makes the path, and fails if there is something already: even a dead server's socket.
  if (bind(server, address, (int) address.byteSize()) == -1) {
    perror("bind");
    return 1;
  }
  int status = 0;
  if (listen(server, 5) == -1) {
    perror("listen");
    status = 1;
  } else {
    IO.println("waiting for clients");
    if (serve(server, clients) == -1) {
      status = 1;
    }
  }

  // close leaves the path where it is.
  if (close(server) == -1) {
    perror("close");
    status = 1;
  }
  if (unlink(sockaddr_un.sun_path(address)) == -1) {
    perror("unlink");
    status = 1;
  }
  return status;
}

void main(String[] args) {
  System.exit(run(args));
}
