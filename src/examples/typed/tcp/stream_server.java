// A TCP server that greets each client, over IPv4 or IPv6, whichever its address is.
import static posix.sockets.Constants.*;

import module posix.sockets;

void main(String[] args) throws IOException {
  long clients = args.length == 3 ? parse_number(args[2], 1, Integer.MAX_VALUE) : -1;
  if (clients == -1) {
    System.err.println("usage: stream_server host port clients");
    System.exit(1);
  }
  try (var server = bind_first(args[0], args[1])) {
    server.listen(128);
    IO.println("bound to " + server.getsockname());
    for (long number = 1; number <= clients; number++) {
      greet(server, number);
    }
  } catch (AddrInfoException e) {
    System.err.println(e.call() + ": " + e.gai_strerror());
    System.exit(1);
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

// Tries one address after the other until a socket can be bound.
PosixSocket bind_first(String host, String port) throws IOException {
  ErrnoException last = null;
  for (AddrInfo entry :
      AddrInfo.getaddrinfo(host, port, AddrInfo.hints(AI_PASSIVE, AF_UNSPEC, SOCK_STREAM))) {
    var socket = PosixSocket.open(entry.family(), entry.socktype(), entry.protocol());
    try {
      socket.setsockopt(SO_REUSEADDR, true); // else the port stays taken for a minute after a run
      return socket.bind(entry.addr());
    } catch (ErrnoException e) {
      socket.close();
      if (last != null) {
        last.perror();
      }
      last = e;
    }
  }
  throw last; // there was at least one address
}

// Accepts the next client, greets it and lets it go.
void greet(PosixSocket server, long number) throws IOException {
  var accepted = server.accept();
  try (var client = accepted.socket()) {
    IO.println("client connected: " + accepted.peer());
    byte[] greeting = ("Hello, client " + number + "!\n").getBytes();
    Transfer.sendAll(client, greeting, 0, greeting.length);
  } catch (ErrnoException e) {
    e.perror(); // this client has gone, others will come
  }
}
