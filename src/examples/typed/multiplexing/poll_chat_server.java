// A chat server in one thread: poll says which of its clients have something to say.
import static posix.sockets.Constants.*;

import module posix.sockets;

final int LINE = 1024; // a longer line is passed on in parts

// It is the attachment of its entry in the poll array.
class Client {
  final PosixSocket socket;
  final long number;
  final ByteBuffer line = ByteBuffer.allocateDirect(LINE);

  Client(PosixSocket socket, long number) {
    this.socket = socket;
    this.number = number;
  }
}

final List<Client> clients = new ArrayList<>();
long joined;

void main(String[] args) throws IOException {
  int port = args.length == 2 ? parse_number(args[0], 0, 65535) : -1;
  long limit = args.length == 2 ? parse_number(args[1], 1, Integer.MAX_VALUE) : -1;
  if (port == -1 || limit == -1) {
    System.err.println("usage: poll_chat_server port clients");
    System.exit(1);
  }
  try (var server = PosixSocket.open(AF_INET, SOCK_STREAM.or(SOCK_NONBLOCK));
      Poll<Client> poll = Poll.open()) {
    server.setsockopt(SO_REUSEADDR, true); // else the port stays taken for a minute after a run
    server.bind(Inet4.loopback(port)).listen(128);
    IO.println("bound to " + server.getsockname());
    serve(server, poll, limit);
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
void serve(PosixSocket server, Poll<Client> poll, long limit) throws IOException {
  int door = poll.add(server, POLLIN);
  while (joined < limit || !clients.isEmpty()) {
    poll.poll();
    for (int i = poll.nextReady(0); i >= 0; i = poll.nextReady(i + 1)) {
      // Whatever poll says, POLLHUP and POLLERR too: recv tells what it is.
      if (i == door) {
        accept_client(server, poll);
      } else if (!receive(poll.attachment(i))) {
        leave(poll.attachment(i));
        poll.remove(i);
      }
    }
    if (joined == limit) {
      poll.modify(door, PollEvents.NONE);
    }
  }
}

void accept_client(PosixSocket server, Poll<Client> poll) throws IOException {
  try {
    var client = new Client(server.accept().socket(), joined + 1);
    joined++;
    poll.add(client.socket, POLLIN, client);
    announce(client, "joined");
    clients.add(client);
    send_to(client, bytes("you are client " + client.number + "\n"));
  } catch (ErrnoException e) {
    switch (e.errno()) {
      case EAGAIN, ECONNABORTED -> {} // it has gone meanwhile
      default -> throw e;
    }
  }
}

// Takes what a client has sent, which may be a part of a line, or many lines; false at its end.
boolean receive(Client client) {
  int received;
  try {
    received = client.socket.recv(client.line, MSG_DONTWAIT);
  } catch (IOException e) { // poll may have been wrong
    return e instanceof ErrnoException error && error.errno() == Errno.EAGAIN;
  }
  ByteBuffer line = client.line.flip();
  for (int i = 0; i < line.limit(); i++) {
    if (line.get(i) == '\n') {
      say(client, line.slice(line.position(), i - line.position()));
      line.position(i + 1);
    }
  }
  // No room for the line's end, or no hope of it.
  if (line.remaining() == LINE || (received == 0 && line.hasRemaining())) {
    say(client, line.slice());
    line.position(line.limit());
  }
  line.compact();
  return received > 0;
}

void leave(Client client) throws IOException {
  clients.remove(client);
  announce(client, "left");
  client.socket.close();
}

// Passes a client's line on to the others.
void say(Client from, ByteBuffer line) {
  IO.println("client " + from.number + ": " + line.remaining() + " bytes");
  ByteBuffer prefix = bytes("client " + from.number + ": ");
  var message = ByteBuffer.allocate(prefix.remaining() + line.remaining() + 1);
  send_to_others(from, message.put(prefix).put(line).put((byte) '\n').flip());
}

void announce(Client who, String what) {
  String text = "client " + who.number + " " + what + "\n";
  IO.print(text);
  send_to_others(who, bytes(text));
}

ByteBuffer bytes(String text) {
  return ByteBuffer.wrap(text.getBytes());
}

void send_to_others(Client from, ByteBuffer message) {
  for (Client client : clients) {
    if (client != from) {
      send_to(client, message.duplicate());
    }
  }
}

// Never waits, or all the others would: a client that does not read is cut off. It may also have
// gone by itself. Either way poll tells of its end in the next round.
void send_to(Client client, ByteBuffer message) {
  try {
    client.socket.send(message, MSG_DONTWAIT);
  } catch (IOException _) {
    // All of the message is left.
  }
  try {
    if (message.hasRemaining()) {
      client.socket.shutdown(SHUT_RDWR);
    }
  } catch (IOException _) {
    // It has gone by itself.
  }
}
