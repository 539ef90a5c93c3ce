// An echo client whose socket never blocks: two ring buffers stand between it and standard input
// and output, and neither direction waits for the other.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

// No more than PIPE_BUF: so much a pipe has room for when select says that it can be written.
final int RING = 4096;

class Ring {
  MemorySegment data = Arena.ofAuto().allocate(RING); // native memory, for the kernel
  long start;
  long count;
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

// Whether a call only found that it would have to wait: select tells again.
boolean not_now(long result) {
  return result == -1 && (errno() == EAGAIN || errno() == EINTR);
}

// Reads into the free part, up to where the buffer ends or its content begins; false at end of
// file. Not to be called when there is no room.
boolean fill(Ring ring, int fd) {
  long end = (ring.start + ring.count) % RING;
  long room = end < ring.start ? ring.start - end : RING - end;
  long n = read(fd, ring.data.asSlice(end), room);
  if (not_now(n)) {
    return true;
  }
  ring.count += check((int) n, "read");
  return n > 0;
}

// Writes from the content, up to where the buffer ends.
void drain(Ring ring, int fd) {
  long room = RING - ring.start;
  long n = write(fd, ring.data.asSlice(ring.start), Math.min(ring.count, room));
  if (not_now(n)) {
    return;
  }
  check((int) n, "write");
  ring.start = (ring.start + n) % RING;
  ring.count -= n;
}

// Copies both ways; true if the server's end of file is an answer to ours.
boolean copy(int fd) {
  var stack = Arena.ofAuto();
  MemorySegment readable = fd_set.allocate(stack);
  MemorySegment writable = fd_set.allocate(stack);
  var to = new Ring(); // from standard input to the server
  var from = new Ring(); // from the server to standard output
  boolean input = true;
  boolean output = true;
  boolean ended = false; // the server has been told that input has
  while (output || from.count > 0) {
    // Wait for what can be done: there has to be room to read into, and something to write.
    // Once the server has ended, there is nobody to copy to.
    FD_ZERO(readable);
    FD_ZERO(writable);
    if (output && input && to.count < RING) {
      FD_SET(STDIN_FILENO, readable);
    }
    if (output && from.count < RING) {
      FD_SET(fd, readable);
    }
    if (output && to.count > 0) {
      FD_SET(fd, writable);
    }
    if (from.count > 0) {
      FD_SET(STDOUT_FILENO, writable);
    }
    int ready = select(fd + 1, readable, writable, NULL, NULL);
    if (ready == -1 && errno() == EINTR) {
      continue;
    }
    check(ready, "select");
    if (FD_ISSET(fd, readable)) {
      output = fill(from, fd);
    }
    if (FD_ISSET(STDOUT_FILENO, writable)) {
      drain(from, STDOUT_FILENO);
    }
    if (FD_ISSET(STDIN_FILENO, readable)) {
      input = fill(to, STDIN_FILENO);
    }
    if (output && FD_ISSET(fd, writable)) {
      drain(to, fd);
    }
    if (output && !input && to.count == 0 && !ended) {
      check(shutdown(fd, SHUT_WR), "shutdown");
      ended = true;
    }
  }
  return ended;
}

int run(String[] args) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment address = sockaddr_in.allocate(stack);
  int port = args.length == 2 ? parse_number(args[1], 1, 65535) : -1;
  if (port == -1 || inet_pton(AF_INET, args[0], sockaddr_in.sin_addr(address)) != 1) {
    System.err.println("usage: echo_client_nonblocking address port");
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
  // The socket alone: standard input and output are the shell's as well, and others' that it
  // started, and O_NONBLOCK would be set for all of them, and stay.
  int flags = check(fcntl(fd, F_GETFL), "fcntl");
  check(fcntl(fd, F_SETFL, flags | O_NONBLOCK), "fcntl");
  if (!copy(fd)) {
    System.err.println("read: connection closed by the server");
    return 1;
  }
  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
