// A server on a path: copies what its clients send to standard output, one client after the other.
import static posix.sockets.Constants.*;

import module posix.sockets;

// Without a buffer, and without System.out's silence about errors.
final OutputStream stdout = new FileOutputStream(FileDescriptor.out);

void main(String[] args) {
  System.exit(run(args));
}

int run(String[] args) {
  Unix address;
  int clients;
  try {
    address = Unix.path(args.length > 0 ? args[0] : "");
    clients = args.length > 1 ? parse_number(args[1], 1, Integer.MAX_VALUE) : 1;
    if (args.length > 2) {
      throw new IllegalArgumentException(args[2]);
    }
  } catch (IllegalArgumentException _) { // of Unix.path too: empty, or too long
    System.err.println("usage: stream_copy_server path [clients]");
    return 1;
  }
  try (var server = PosixSocket.open(AF_UNIX, SOCK_STREAM)) {
    server.bind(address); // fails if there is something already: even a dead server's socket
    try {
      server.listen(5);
      IO.println("waiting for clients");
      for (int served = 0; served < clients; served++) {
        try (var client = server.accept().socket()) {
          long copied = Transfer.inputStream(client).transferTo(stdout);
          IO.println("copied " + copied + " bytes");
        }
      }
    } finally {
      Files.delete(Path.of(args[0])); // close leaves the path where it is
    }
    return 0;
  } catch (ErrnoException e) {
    e.perror();
  } catch (IOException e) { // of standard output
    System.err.println("write: " + e.getMessage());
  }
  return 1;
}

// Reads a decimal number from min to max; parseLong alone would also take "+1".
int parse_number(String text, int min, int max) {
  if (text.matches("0*[0-9]{1,18}")) {
    long number = Long.parseLong(text);
    if (number >= min && number <= max) {
      return (int) number;
    }
  }
  throw new IllegalArgumentException(text);
}
