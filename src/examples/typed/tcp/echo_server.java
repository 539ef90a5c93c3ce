// A TCP echo server that serves one client after the other.
import static posix.sockets.Constants.*;

import module posix.sockets;

void main(String[] args) throws IOException {
  int port = args.length > 0 ? parse_number(args[0], 0, 65535) : 8888;
  long clients = args.length > 1 ? parse_number(args[1], 1, Integer.MAX_VALUE) : Long.MAX_VALUE;
  if (args.length > 2 || port == -1 || clients == -1) {
    System.err.println("usage: echo_server [port [clients]]");
    System.exit(1);
  }
  try {
    serve(port, clients);
  } catch (ErrnoException e) {
    e.perror();
    System.exit(1);
  }
}

// Reads a decimal number from min to max, or answers -1; parseLong alone would also take "+1".
int parse_number(String text, int min, int max) {
  if (!text.matches("0*[0-9]{1,18}")) {
    return -1;
  }
  long number = Long.parseLong(text);
  return number >= min && number <= max ? (int) number : -1;
}

void serve(int port, long clients) throws IOException {
  try (var server = PosixSocket.open(AF_INET, SOCK_STREAM)) {
    IO.println("socket created");
    server.setsockopt(SO_REUSEADDR, true); // else the port stays taken for a minute after a run
    server.bind(Inet4.any(port));
    IO.println("bound to " + server.getsockname());
    server.listen(128);
    IO.println("waiting for clients");
    for (long served = 0; served < clients; served++) {
      var accepted = server.accept();
      try (var client = accepted.socket()) {
        // Without it each short send waits until the client has acknowledged the last.
        client.setsockopt(TCP_NODELAY, true);
        IO.println("client connected: " + accepted.peer());
        echo(client);
      }
    }
  }
}

// Echoes to one client until it has no more to say.
void echo(PosixSocket client) throws IOException {
  var buffer = new byte[1024]; // small on purpose: a long message takes several rounds
  long echoed = 0;
  try {
    int received;
    while ((received = client.recv(buffer, 0, buffer.length)) > 0) {
      Transfer.sendAll(client, buffer, 0, received);
      echoed += received;
    }
  } catch (ErrnoException e) {
    switch (e.errno()) {
      case ECONNRESET, EPIPE -> e.perror(); // only this client has gone
      default -> throw e;
    }
  }
  IO.println("client disconnected after " + echoed + " bytes");
}
