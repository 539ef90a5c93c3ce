// A client that reads standard input and the server at once: for a chat, or any protocol of lines.
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

// Ends the program if a call has failed.
int check(int result, String call) {
  if (result == -1) {
    perror(call);
    System.exit(1);
  }
  return result;
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

// Copies once what is there; false at its end.
boolean copy(int from, int to) {
  MemorySegment buffer = Arena.ofAuto().allocate(1024);
  long length = read(from, buffer, buffer.byteSize());
  if (length == -1 && (errno() == EINTR || errno() == EAGAIN)) {
    return true; // poll tells again
  }
  check((int) length, "read");
  write_all(to, buffer, length);
  return length > 0;
}

// Copies both ways until the server has no more to say; false if we had.
boolean chat(int fd) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment fds = pollfd.allocateArray(2, stack);
  MemorySegment server = pollfd.asSlice(fds, 0);
  pollfd.fd(server, fd);
  pollfd.events(server, (short) POLLIN);
  MemorySegment input = pollfd.asSlice(fds, 1);
  pollfd.fd(input, STDIN_FILENO);
  pollfd.events(input, (short) POLLIN);
  while (true) {
    int ready = poll(fds, 2, -1);
    if (ready == -1 && errno() == EINTR) {
      continue;
    }
    check(ready, "poll");
    // Whatever poll says, POLLHUP and POLLERR too: read tells what it is.
    if (pollfd.revents(server) != 0 && !copy(fd, STDOUT_FILENO)) {
      return pollfd.fd(input) == -1;
    }
    if (pollfd.revents(input) != 0 && !copy(STDIN_FILENO, fd)) {
      // We have no more to say, but go on listening.
      check(shutdown(fd, SHUT_WR), "shutdown");
      pollfd.fd(input, -1); // poll passes over it
    }
  }
}

int run(String[] args) {
  var stack = Arena.ofAuto();
  MemorySegment address = sockaddr_in.allocate(stack);
  int port = args.length == 2 ? parse_number(args[1], 1, 65535) : -1;
  if (port == -1 || inet_pton(AF_INET, args[0], sockaddr_in.sin_addr(address)) != 1) {
    System.err.println("usage: chat_client address port");
    return 1;
  }
  sockaddr_in.sin_family(address, (short) AF_INET);
  sockaddr_in.sin_port(address, htons(port));

  int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
  check(connect(fd, address, (int) address.byteSize()), "connect");
  if (!chat(fd)) {
    System.err.println("connection closed by the server");
    return 1;
  }
  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
