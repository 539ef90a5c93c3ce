// An echo server in one thread that never waits but in epoll: level triggered or edge triggered.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int MAX_CLIENTS = 1000;
final int EVENTS = 64;

class Connection {
  int fd;
  int events; // that epoll waits for
  long echoed;
  long length; // what is in the buffer
  long sent; // how much of it has been sent back
  MemorySegment buffer = Arena.ofAuto().allocate(1024);
}

Connection[] connections = new Connection[1 + MAX_CLIENTS]; // by number; 0 is the server
int accepted;
int gone;
boolean edge;

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

// A socket that listens on a port of this machine; port 0 lets the kernel choose.
int listen_on(int port) {
  int fd = check(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), "socket");
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  // Without it the port stays taken for a minute after the last run.
  MemorySegment on = stack.allocateFrom(ValueLayout.JAVA_INT, 1);
  check(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, on, (int) on.byteSize()), "setsockopt");
  MemorySegment address = sockaddr_in.allocate(stack);
  sockaddr_in.sin_family(address, (short) AF_INET);
  sockaddr_in.sin_port(address, htons(port));
  in_addr.s_addr(sockaddr_in.sin_addr(address), htonl(INADDR_LOOPBACK));
  check(bind(fd, address, (int) address.byteSize()), "bind");
  check(listen(fd, 128), "listen");
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
  check(getsockname(fd, address, length), "getsockname");
  IO.println("bound to 127.0.0.1:" + ntohs(sockaddr_in.sin_port(address)));
  return fd;
}

// Tells epoll what to wait for; the number comes back with the events.
void watch(int epoll, int op, int fd, int events, int number) {
  MemorySegment event = epoll_event.allocate(Arena.ofAuto());
  epoll_event.events(event, events);
  epoll_data.u32(epoll_event.data(event), number);
  check(epoll_ctl(epoll, op, fd, event), "epoll_ctl");
}

// Accepts until nobody waits any more, or until there were as many as there may be.
void accept_clients(int epoll, int server, int limit) {
  while (accepted < limit) {
    int fd = accept4(server, NULL, NULL, SOCK_NONBLOCK);
    if (fd == -1 && errno() == EAGAIN) {
      return;
    }
    if (fd == -1 && (errno() == ECONNABORTED || errno() == EINTR)) {
      continue;
    }
    check(fd, "accept4");
    Connection connection = connections[++accepted] = new Connection();
    connection.fd = fd;
    // Edge triggered, all is said once: epoll tells when something changes. Level triggered it
    // tells what is, so that EPOLLOUT would wake us all the time.
    connection.events = edge ? EPOLLIN | EPOLLOUT | EPOLLET : EPOLLIN;
    IO.println("client " + accepted + " connected");
    watch(epoll, EPOLL_CTL_ADD, fd, connection.events, accepted);
  }
  watch(epoll, EPOLL_CTL_DEL, server, 0, 0);
}

// Echoes what there is; false when the connection is over. Edge triggered, it has to go on until
// EAGAIN: of what is left here, epoll tells no second time.
boolean echo(Connection connection) {
  do {
    long left = connection.length - connection.sent;
    long moved;
    if (left > 0) {
      moved = send(connection.fd, connection.buffer.asSlice(connection.sent), left, 0);
    } else {
      moved = recv(connection.fd, connection.buffer, connection.buffer.byteSize(), 0);
    }
    if (moved == -1 && errno() == EINTR) {
      continue;
    }
    if (moved == -1) {
      return errno() == EAGAIN; // any other error ends this connection alone
    }
    if (left > 0) {
      connection.sent += moved;
      connection.echoed += moved;
    } else if (moved > 0) {
      connection.length = moved;
      connection.sent = 0;
    } else { // end of file, and all that was before it has been sent back
      return false;
    }
  } while (edge || connection.sent < connection.length);
  return true;
}

// Does what an event tells of.
void handle(int epoll, int number) {
  Connection connection = connections[number];
  if (!echo(connection)) {
    IO.println("client " + number + " disconnected after " + connection.echoed + " bytes");
    check(close(connection.fd), "close"); // epoll forgets it
    gone++;
    return;
  }
  // While the client does not read what we send it, we read no more of it.
  int wanted = connection.sent < connection.length ? EPOLLOUT : EPOLLIN;
  if (!edge && connection.events != wanted) {
    connection.events = wanted;
    watch(epoll, EPOLL_CTL_MOD, connection.fd, wanted, number);
  }
}

// Serves until so many clients have come and gone.
void serve(int epoll, int server, int limit) {
  MemorySegment events = epoll_event.allocateArray(EVENTS, Arena.ofAuto());
  while (gone < limit) {
    int ready = epoll_wait(epoll, events, EVENTS, -1);
    if (ready == -1 && errno() == EINTR) {
      continue;
    }
    check(ready, "epoll_wait");
    for (int i = 0; i < ready; i++) {
      int number = epoll_data.u32(epoll_event.data(epoll_event.asSlice(events, i)));
      if (number == 0) {
        accept_clients(epoll, server, limit);
      } else {
        handle(epoll, number);
      }
    }
  }
}

int run(String[] args) {
  int port = args.length == 3 ? parse_number(args[1], 0, 65535) : -1;
  int limit = args.length == 3 ? parse_number(args[2], 1, MAX_CLIENTS) : -1;
  edge = args.length > 0 && args[0].equals("edge");
  if (port == -1 || limit == -1 || (!edge && !args[0].equals("level"))) {
    System.err.println("usage: epoll_echo_server {level|edge} port clients");
    return 1;
  }

  int server = listen_on(port);
  int epoll = check(epoll_create1(0), "epoll_create1");
  watch(epoll, EPOLL_CTL_ADD, server, edge ? EPOLLIN | EPOLLET : EPOLLIN, 0);
  serve(epoll, server, limit);
  check(close(epoll), "close");
  check(close(server), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
