// Urgent data of TCP: one byte beside the others, or a mark among them.
import static java.nio.charset.StandardCharsets.UTF_8;
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

int sender;
int receiver;

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

// Connects two sockets of this process by way of a port.
void connect_pair(int port) {
  int server = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
  sender = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment address = sockaddr_in.allocate(stack);
  sockaddr_in.sin_family(address, (short) AF_INET);
  sockaddr_in.sin_port(address, htons(port));
  in_addr.s_addr(sockaddr_in.sin_addr(address), htonl(INADDR_LOOPBACK));
  check(bind(server, address, (int) address.byteSize()), "bind");
  check(listen(server, 1), "listen");
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
  check(getsockname(server, address, length), "getsockname");
  check(connect(sender, address, (int) address.byteSize()), "connect");
  do {
    receiver = accept(server, NULL, NULL);
  } while (receiver == -1 && errno() == EINTR);
  check(receiver, "accept");
  check(close(server), "close");
}

// Sends a few bytes, which the socket's buffer takes whole.
void say(int fd, String text, int flags) {
  byte[] bytes = text.getBytes(UTF_8);
  MemorySegment message = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, bytes);
  long sent;
  do {
    sent = send(fd, message, message.byteSize(), flags);
  } while (sent == -1 && errno() == EINTR);
  check((int) sent, "send");
}

// Waits until the urgent byte has come, and so all that was sent before it.
void wait_urgent(int fd) {
  MemorySegment urgent = pollfd.allocate(Arena.ofAuto());
  pollfd.fd(urgent, fd);
  pollfd.events(urgent, (short) POLLPRI);
  int ready;
  do {
    ready = poll(urgent, 1, -1);
  } while (ready == -1 && errno() == EINTR);
  check(ready, "poll");
  IO.println((pollfd.revents(urgent) & POLLPRI) != 0 ? "poll: POLLPRI" : "poll: something else");
}

// Receives, and prints what comes, or why nothing does.
void take(int fd, String name, long size, int flags) {
  MemorySegment buffer = Arena.ofAuto().allocate(16);
  long received;
  do {
    received = recv(fd, buffer, size, flags);
  } while (received == -1 && errno() == EINTR);
  if (received == -1) {
    IO.println(name + ": " + strerror(errno()));
  } else {
    byte[] bytes = buffer.asSlice(0, received).toArray(ValueLayout.JAVA_BYTE);
    IO.println(name + ": \"" + new String(bytes, UTF_8) + "\"");
  }
}

void print_mark(int fd) {
  int at = check(sockatmark(fd), "sockatmark");
  IO.println(at == 1 ? "at the mark" : "not at the mark");
}

int run(String[] args) {
  int port = args.length > 0 ? parse_number(args[0], 0, 65535) : -1;
  if (args.length != 1 || port == -1) {
    System.err.println("usage: out_of_band port");
    return 1;
  }
  connect_pair(port);

  // The urgent byte stands apart: recv stops where it was, and passes it over
  IO.println("out of band");
  say(sender, "123", 0);
  say(sender, "4", MSG_OOB);
  say(sender, "56", 0);
  wait_urgent(receiver);
  take(receiver, "recv", 16, 0);
  print_mark(receiver);
  take(receiver, "MSG_OOB", 1, MSG_OOB);
  take(receiver, "MSG_OOB again", 1, MSG_OOB);
  take(receiver, "recv", 2, MSG_WAITALL);
  print_mark(receiver);

  // With SO_OOBINLINE it stays among the others, and only the mark tells which it is
  IO.println("in line");
  MemorySegment on = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_INT, 1);
  check(setsockopt(receiver, SOL_SOCKET, SO_OOBINLINE, on, (int) on.byteSize()), "setsockopt");
  say(sender, "123", 0);
  say(sender, "4", MSG_OOB);
  say(sender, "56", 0);
  wait_urgent(receiver);
  take(receiver, "recv", 16, 0);
  print_mark(receiver);
  take(receiver, "MSG_OOB", 1, MSG_OOB);
  take(receiver, "recv", 3, MSG_WAITALL);
  print_mark(receiver);

  check(close(sender), "close");
  check(close(receiver), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
