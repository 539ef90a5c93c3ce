// Waits for standard input, and tells what poll says of it.
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

void print_events(short revents) {
  IO.println(
      "poll:"
          + ((revents & POLLIN) != 0 ? " POLLIN" : "")
          + ((revents & POLLPRI) != 0 ? " POLLPRI" : "")
          + ((revents & POLLERR) != 0 ? " POLLERR" : "")
          + ((revents & POLLHUP) != 0 ? " POLLHUP" : "")
          + ((revents & POLLNVAL) != 0 ? " POLLNVAL" : ""));
}

int run(String[] args) {
  int timeout = args.length > 0 ? parse_number(args[0], 0, Integer.MAX_VALUE) : 5000;
  if (args.length > 1 || timeout == -1) {
    System.err.println("usage: stdin_poll [milliseconds]");
    return 1;
  }
  IO.println("waiting");

  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  // POLLERR, POLLHUP and POLLNVAL come without being asked for.
  MemorySegment input = pollfd.allocate(stack);
  pollfd.fd(input, STDIN_FILENO);
  pollfd.events(input, (short) (POLLIN | POLLPRI));
  MemorySegment buffer = stack.allocate(1024); // small on purpose: poll tells again of what is left
  while (true) {
    int ready = poll(input, 1, timeout);
    if (ready == -1 && errno() == EINTR) { // the wait starts anew
      continue;
    }
    if (check(ready, "poll") == 0) {
      IO.println("nothing within " + timeout + " ms");
      return 0;
    }
    print_events(pollfd.revents(input));
    if ((pollfd.revents(input) & POLLNVAL) != 0) { // not open: poll would say so for ever
      return 1;
    }

    // With POLLHUP alone there may be input left: only read knows. It does not block now.
    long length = read(STDIN_FILENO, buffer, buffer.byteSize());
    if (length == -1 && (errno() == EINTR || errno() == EAGAIN)) {
      continue;
    }
    if (check((int) length, "read") == 0) {
      IO.println("end of input");
      return 0;
    }
    IO.println(length + " bytes");
  }
}

void main(String[] args) {
  System.exit(run(args));
}
