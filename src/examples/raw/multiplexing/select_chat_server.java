// A chat server in one thread: select says which of its clients have something to say.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int LINE = 1024; // a longer line is passed on in parts

class Client {
  long number;
  long length; // how much of a line is there
  MemorySegment line = Arena.ofAuto().allocate(LINE);
}

Client[] clients = new Client[FD_SETSIZE]; // by descriptor
MemorySegment members = fd_set.allocate(Arena.ofAuto());
int highest; // of all descriptors so far: a few too many do no harm
long joined;
long left;

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

// Never waits, or all the others would: a client that does not read is cut off. It may also have
// gone by itself. Either way select tells of its end in the next round.
void send_to(int fd, MemorySegment message) {
  long sent = send(fd, message, message.byteSize(), MSG_DONTWAIT);
  if (sent == -1 || sent < message.byteSize()) {
    shutdown(fd, SHUT_RDWR);
  }
}

void send_to_others(int from, MemorySegment message) {
  for (int fd = 0; fd <= highest; fd++) {
    if (fd != from && FD_ISSET(fd, members)) {
      send_to(fd, message);
    }
  }
}

// A text in native memory, without a NUL at its end.
MemorySegment bytes(String text) {
  return Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, text.getBytes());
}

void announce(int who, String what) {
  String text = "client " + clients[who].number + " " + what + "\n";
  IO.print(text);
  send_to_others(who, bytes(text));
}

// Passes a client's line on to the others.
void say(int from, MemorySegment line) {
  MemorySegment prefix = bytes("client " + clients[from].number + ": ");
  MemorySegment message = Arena.ofAuto().allocate(prefix.byteSize() + line.byteSize() + 1);
  message.copyFrom(prefix);
  message.asSlice(prefix.byteSize()).copyFrom(line);
  message.set(ValueLayout.JAVA_BYTE, message.byteSize() - 1, (byte) '\n');
  IO.println("client " + clients[from].number + ": " + line.byteSize() + " bytes");
  send_to_others(from, message);
}

// Where a line ends; -1 if it has not ended yet.
long find_newline(MemorySegment line) {
  for (long i = 0; i < line.byteSize(); i++) {
    if (line.get(ValueLayout.JAVA_BYTE, i) == '\n') {
      return i;
    }
  }
  return -1;
}

// Takes what a client has sent, which may be a part of a line, or many lines; false at its end.
boolean receive(int fd) {
  Client client = clients[fd];
  MemorySegment room = client.line.asSlice(client.length);
  long received = recv(fd, room, room.byteSize(), MSG_DONTWAIT);
  if (received == -1) {
    return errno() == EAGAIN || errno() == EINTR; // select may have been wrong
  }
  client.length += received;
  MemorySegment rest = client.line.asSlice(0, client.length);
  long end;
  while ((end = find_newline(rest)) != -1) {
    say(fd, rest.asSlice(0, end));
    rest = rest.asSlice(end + 1);
  }
  client.length = rest.byteSize();
  client.line.asSlice(0, client.length).copyFrom(rest);
  // No room for the line's end, or no hope of it.
  if (client.length == LINE || (received == 0 && client.length > 0)) {
    say(fd, client.line.asSlice(0, client.length));
    client.length = 0;
  }
  return received > 0;
}

// Lets a client go.
void leave(int fd) {
  announce(fd, "left");
  FD_CLR(fd, members);
  check(close(fd), "close");
  left++;
}

void accept_client(int server) {
  int fd = accept(server, NULL, NULL);
  if (fd == -1 && (errno() == EAGAIN || errno() == ECONNABORTED || errno() == EINTR)) {
    return; // it has gone meanwhile, and a server's socket that does not block tells us so
  }
  if (check(fd, "accept") >= FD_SETSIZE) { // an fd_set has no bit for it
    IO.println("no room for a client");
    check(close(fd), "close");
    return;
  }
  clients[fd] = new Client();
  clients[fd].number = ++joined;
  FD_SET(fd, members);
  highest = Math.max(fd, highest);
  announce(fd, "joined");
  send_to(fd, bytes("you are client " + joined + "\n"));
}

// Serves until so many clients have come and gone.
void serve(int server, long limit) {
  MemorySegment ready = fd_set.allocate(Arena.ofAuto());
  highest = server;
  while (left < limit) {
    ready.copyFrom(members); // select leaves only what is ready in it
    if (joined < limit) {
      FD_SET(server, ready);
    }
    int count = select(highest + 1, ready, NULL, NULL, NULL);
    if (count == -1 && errno() == EINTR) {
      continue;
    }
    check(count, "select");
    for (int fd = 0; fd <= highest; fd++) {
      if (fd != server && FD_ISSET(fd, ready) && !receive(fd)) {
        leave(fd);
      }
    }
    if (FD_ISSET(server, ready)) {
      accept_client(server);
    }
  }
}

int run(String[] args) {
  int port = args.length == 2 ? parse_number(args[0], 0, 65535) : -1;
  long limit = args.length == 2 ? parse_number(args[1], 1, Integer.MAX_VALUE) : -1;
  if (port == -1 || limit == -1) {
    System.err.println("usage: select_chat_server port clients");
    return 1;
  }

  int server = listen_on(port);
  if (server >= FD_SETSIZE) {
    System.err.println("descriptor " + server + " is too large for select");
    return 1;
  }
  serve(server, limit);
  check(close(server), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
