// A chat server in one thread: poll says which of its clients have something to say.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int ROOM = 1000; // for so many at a time: whoever comes then has to wait
final int LINE = 1024; // a longer line is passed on in parts

class Client {
  long number;
  long length; // how much of a line is there
  MemorySegment line = Arena.ofAuto().allocate(LINE);
}

MemorySegment fds = pollfd.allocateArray(1 + ROOM, Arena.ofAuto()); // the first one is the server's
Client[] clients = new Client[1 + ROOM]; // clients[i] belongs to the i-th of fds
int count = 1;
long joined;

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
// gone by itself. Either way poll tells of its end in the next round.
void send_to(int i, MemorySegment message) {
  int fd = pollfd.fd(pollfd.asSlice(fds, i));
  long sent = send(fd, message, message.byteSize(), MSG_DONTWAIT);
  if (sent == -1 || sent < message.byteSize()) {
    shutdown(fd, SHUT_RDWR);
  }
}

void send_to_others(int from, MemorySegment message) {
  for (int i = 1; i < count; i++) {
    if (i != from) {
      send_to(i, message);
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
boolean receive(int i) {
  Client client = clients[i];
  int fd = pollfd.fd(pollfd.asSlice(fds, i));
  MemorySegment room = client.line.asSlice(client.length);
  long received = recv(fd, room, room.byteSize(), MSG_DONTWAIT);
  if (received == -1) {
    return errno() == EAGAIN || errno() == EINTR; // poll may have been wrong
  }
  client.length += received;
  MemorySegment rest = client.line.asSlice(0, client.length);
  long end;
  while ((end = find_newline(rest)) != -1) {
    say(i, rest.asSlice(0, end));
    rest = rest.asSlice(end + 1);
  }
  client.length = rest.byteSize();
  client.line.asSlice(0, client.length).copyFrom(rest);
  // No room for the line's end, or no hope of it.
  if (client.length == LINE || (received == 0 && client.length > 0)) {
    say(i, client.line.asSlice(0, client.length));
    client.length = 0;
  }
  return received > 0;
}

// Lets a client go, and puts the last one into the gap.
void leave(int i) {
  announce(i, "left");
  check(close(pollfd.fd(pollfd.asSlice(fds, i))), "close");
  count--;
  MemorySegment.copy(fds, count * pollfd.sizeof(), fds, i * pollfd.sizeof(), pollfd.sizeof());
  clients[i] = clients[count];
}

void accept_client(int server) {
  int fd = accept(server, NULL, NULL);
  if (fd == -1 && (errno() == EAGAIN || errno() == ECONNABORTED || errno() == EINTR)) {
    return; // it has gone meanwhile, and a server's socket that does not block tells us so
  }
  check(fd, "accept");
  MemorySegment entry = pollfd.asSlice(fds, count);
  pollfd.fd(entry, fd);
  pollfd.events(entry, (short) POLLIN);
  clients[count] = new Client();
  clients[count].number = ++joined;
  announce(count, "joined");
  send_to(count, bytes("you are client " + joined + "\n"));
  count++;
}

// Serves until so many clients have come and gone.
void serve(int server, long limit) {
  while (joined < limit || count > 1) {
    // poll passes over a negative descriptor.
    int door = joined < limit && count <= ROOM ? server : -1;
    pollfd.fd(fds, door);
    pollfd.events(fds, (short) POLLIN);
    int ready = poll(fds, count, -1);
    if (ready == -1 && errno() == EINTR) {
      continue;
    }
    check(ready, "poll");
    for (int i = count - 1; i > 0; i--) { // downwards, for leave fills the gap from above
      // Whatever poll says, POLLHUP and POLLERR too: recv tells what it is.
      if (pollfd.revents(pollfd.asSlice(fds, i)) != 0 && !receive(i)) {
        leave(i);
      }
    }
    if (pollfd.revents(fds) != 0) {
      accept_client(server);
    }
  }
}

int run(String[] args) {
  int port = args.length == 2 ? parse_number(args[0], 0, 65535) : -1;
  long limit = args.length == 2 ? parse_number(args[1], 1, Integer.MAX_VALUE) : -1;
  if (port == -1 || limit == -1) {
    System.err.println("usage: poll_chat_server port clients");
    return 1;
  }

  int server = listen_on(port);
  serve(server, limit);
  check(close(server), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
