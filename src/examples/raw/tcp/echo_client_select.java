// An echo client that watches standard input and the socket at the same time, and that half-closes:
// it ends its own direction at the end of input, and goes on receiving.
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

// Copies both ways; true if the server's end of file is an answer to ours.
boolean copy(int fd) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment pending = stack.allocate(1024); // was read, and is yet to be sent
  MemorySegment buffer = stack.allocate(1024);
  MemorySegment readable = fd_set.allocate(stack);
  MemorySegment writable = fd_set.allocate(stack);
  long start = 0;
  long length = 0;
  boolean input = true;
  while (true) {
    // A set says what to wait for, and then what is ready: fill it anew for each call.
    FD_ZERO(readable);
    FD_ZERO(writable);
    FD_SET(fd, readable);
    if (length > 0) {
      FD_SET(fd, writable);
    } else if (input) {
      FD_SET(STDIN_FILENO, readable);
    }
    int ready = select(fd + 1, readable, writable, NULL, NULL);
    if (ready == -1 && errno() == EINTR) {
      continue;
    }
    check(ready, "select");
    if (FD_ISSET(fd, readable)) {
      long received = recv(fd, buffer, buffer.byteSize(), 0);
      if (received == -1 && errno() == EINTR) { // select tells again
        continue;
      }
      if (check((int) received, "recv") == 0) { // end of file
        return !input && length == 0;
      }
      write_all(STDOUT_FILENO, buffer, received);
    }
    if (FD_ISSET(STDIN_FILENO, readable)) {
      long n = read(STDIN_FILENO, pending, pending.byteSize());
      if (n == -1 && errno() == EINTR) {
        continue;
      }
      if (check((int) n, "read") == 0) { // no more to send: the server sees end of file
        input = false;
        check(shutdown(fd, SHUT_WR), "shutdown");
      }
      start = 0;
      length = n;
    }
    if (FD_ISSET(fd, writable)) {
      // There is some room, perhaps not for all: a send that waits for more could wait for
      // a server that waits until we read.
      long sent = send(fd, pending.asSlice(start), length, MSG_DONTWAIT);
      if (sent == -1 && (errno() == EINTR || errno() == EAGAIN)) {
        continue;
      }
      check((int) sent, "send");
      start += sent;
      length -= sent;
    }
  }
}

int run(String[] args) {
  var stack = Arena.ofAuto();
  MemorySegment address = sockaddr_in.allocate(stack);
  int port = args.length == 2 ? parse_number(args[1], 1, 65535) : -1;
  if (port == -1 || inet_pton(AF_INET, args[0], sockaddr_in.sin_addr(address)) != 1) {
    System.err.println("usage: echo_client_select address port");
    return 1;
  }
  sockaddr_in.sin_family(address, (short) AF_INET);
  sockaddr_in.sin_port(address, htons(port));

  int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
  if (fd >= FD_SETSIZE) { // an fd_set has no bit for it
    System.err.println("descriptor " + fd + " is too large for select");
    return 1;
  }
  check(connect(fd, address, (int) address.byteSize()), "connect");
  if (!copy(fd)) {
    System.err.println("recv: connection closed by the server");
    return 1;
  }
  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
