// An echo server in one thread that never waits but in epoll: level triggered or edge triggered.
import static posix.sockets.Constants.*;

import module posix.sockets;

final int MAX_CLIENTS = 1000;

// It is the attachment of its socket in the epoll instance, and comes back with the events.
class Connection {
  final PosixSocket socket;
  final int number;
  final ByteBuffer buffer = ByteBuffer.allocateDirect(1024).limit(0);
  EpollEvents events; // that epoll waits for
  long echoed;

  Connection(PosixSocket socket, int number, EpollEvents events) {
    this.socket = socket;
    this.number = number;
    this.events = events;
  }
}

int accepted;
int gone;
boolean edge;

void main(String[] args) throws IOException {
  int port = args.length == 3 ? parse_number(args[1], 0, 65535) : -1;
  int limit = args.length == 3 ? parse_number(args[2], 1, MAX_CLIENTS) : -1;
  edge = args.length > 0 && args[0].equals("edge");
  if (port == -1 || limit == -1 || (!edge && !args[0].equals("level"))) {
    System.err.println("usage: epoll_echo_server {level|edge} port clients");
    System.exit(1);
  }
  try (var server = PosixSocket.open(AF_INET, SOCK_STREAM.or(SOCK_NONBLOCK));
      Epoll<Connection> epoll = Epoll.open()) {
    server.setsockopt(SO_REUSEADDR, true); // else the port stays taken for a minute after a run
    server.bind(Inet4.loopback(port)).listen(128);
    IO.println("bound to " + server.getsockname());
    epoll.add(server, edge ? EPOLLIN.or(EPOLLET) : EPOLLIN);
    serve(epoll, server, limit);
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

// Serves until so many clients have come and gone.
void serve(Epoll<Connection> epoll, PosixSocket server, int limit) throws IOException {
  EpollReady<Connection> ready = epoll.events(64);
  while (gone < limit) {
    epoll.epoll_wait(ready);
    while (ready.next()) {
      if (ready.attachment() == null) {
        accept_clients(epoll, server, limit);
      } else {
        handle(epoll, ready.attachment());
      }
    }
  }
}

// Accepts until nobody waits any more, or until there were as many as there may be.
void accept_clients(Epoll<Connection> epoll, PosixSocket server, int limit) throws IOException {
  // Edge triggered, all is said once: epoll tells when something changes. Level triggered it
  // tells what is, so that EPOLLOUT would wake us all the time.
  EpollEvents events = edge ? EPOLLIN.or(EPOLLOUT).or(EPOLLET) : EPOLLIN;
  while (accepted < limit) {
    try {
      var client = server.accept4(SOCK_NONBLOCK).socket();
      IO.println("client " + ++accepted + " connected");
      epoll.add(client, events, new Connection(client, accepted, events));
    } catch (ErrnoException e) {
      switch (e.errno()) {
        case EAGAIN -> {
          return;
        }
        case ECONNABORTED -> {}
        default -> throw e;
      }
    }
  }
  epoll.del(server);
}

// Does what an event tells of.
void handle(Epoll<Connection> epoll, Connection connection) throws IOException {
  if (!echo(connection)) {
    IO.println(
        "client " + connection.number + " disconnected after " + connection.echoed + " bytes");
    connection.socket.close(); // epoll forgets it
    gone++;
    return;
  }
  // While the client does not read what we send it, we read no more of it.
  EpollEvents wanted = connection.buffer.hasRemaining() ? EPOLLOUT : EPOLLIN;
  if (!edge && !connection.events.equals(wanted)) {
    connection.events = wanted;
    epoll.mod(connection.socket, wanted);
  }
}

// Echoes what there is; false when the connection is over. Edge triggered, it has to go on until
// EAGAIN: of what is left here, epoll tells no second time.
boolean echo(Connection connection) throws IOException {
  ByteBuffer buffer = connection.buffer;
  try {
    do {
      if (buffer.hasRemaining()) {
        connection.echoed += connection.socket.send(buffer);
      } else if (receive(connection.socket, buffer) == 0) {
        return false; // end of file, and all that was before it has been sent back
      }
    } while (edge || buffer.hasRemaining());
    return true;
  } catch (ErrnoException e) {
    return e.errno() == Errno.EAGAIN; // any other error ends this connection alone
  }
}

// The buffer is ready to be sent from, also when there was nothing.
int receive(PosixSocket socket, ByteBuffer buffer) throws IOException {
  buffer.clear();
  try {
    return socket.recv(buffer);
  } finally {
    buffer.flip();
  }
}
