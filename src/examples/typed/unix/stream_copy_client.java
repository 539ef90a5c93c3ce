// A client on a path: sends its standard input.
import static posix.sockets.Constants.*;

import module posix.sockets;

void main(String[] args) {
  System.exit(run(args));
}

int run(String[] args) {
  Unix address;
  try {
    address = Unix.path(args.length == 1 ? args[0] : "");
  } catch (IllegalArgumentException _) { // empty, or too long
    System.err.println("usage: stream_copy_client path");
    return 1;
  }
  try (var socket = PosixSocket.open(AF_UNIX, SOCK_STREAM)) {
    socket.connect(address);
    System.in.transferTo(Transfer.outputStream(socket));
    return 0;
  } catch (ErrnoException e) {
    e.perror();
  } catch (IOException e) { // of standard input
    System.err.println("read: " + e.getMessage());
  }
  return 1;
}
