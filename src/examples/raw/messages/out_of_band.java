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

// Connects two sockets of this process by way of a port.
int connect_pair(int port) {
  int server = socket(AF_INET, SOCK_STREAM, 0);
  sender = socket(AF_INET, SOCK_STREAM, 0);
  if (server == -1 || sender == -1) {
    perror("socket");
    return -1;
  }
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment address = sockaddr_in.allocate(stack);
  sockaddr_in.sin_family(address, (short) AF_INET);
  sockaddr_in.sin_port(address, htons(port));
  in_addr.s_addr(sockaddr_in.sin_addr(address), htonl(INADDR_LOOPBACK));
  if (bind(server, address, (int) address.byteSize()) == -1) {
    perror("bind");
    return -1;
  }
  if (listen(server, 1) == -1) {
    perror("listen");
    return -1;
  }
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
  if (getsockname(server, address, length) == -1) {
    perror("getsockname");
    return -1;
  }
  if (connect(sender, address, (int) address.byteSize()) == -1) {
    perror("connect");
    return -1;
  }
  do {
    receiver = accept(server, NULL, NULL);
  } while (receiver == -1 && errno() == EINTR);
  if (receiver == -1) {
    perror("accept");
    return -1;
  }
  if (close(server) == -1) {
    perror("close");
    return -1;
  }
  return 0;
}

// Sends a few bytes, which the socket's buffer takes whole.
int say(int fd, String text, int flags) {
  byte[] bytes = text.getBytes(UTF_8);
  MemorySegment message = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, bytes);
  long sent;
  do {
    sent = send(fd, message, message.byteSize(), flags);
  } while (sent == -1 && errno() == EINTR);
  if (sent == -1) {
    perror("send");
    return -1;
  }
  return 0;
}

// Waits until the urgent byte has come, and so all that was sent before it.
int wait_urgent(int fd) {
  MemorySegment urgent = pollfd.allocate(Arena.ofAuto());
  pollfd.fd(urgent, fd);
  pollfd.events(urgent, (short) POLLPRI);
  int ready;
  do {
    ready = poll(urgent, 1, -1);
  } while (ready == -1 && errno() == EINTR);
  if (ready == -1) {
    perror("poll");
    return -1;
  }
  IO.println((pollfd.revents(urgent) & POLLPRI) != 0 ? "poll: POLLPRI" : "poll: something else");
  return 0;
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

int print_mark(int fd) {
  int at = sockatmark(fd);
  if (at == -1) {
    perror("sockatmark");
    return -1;
  }
  IO.println(at == 1 ? "at the mark" : "not at the mark");
  return 0;
}

int run(String[] args) {
  int port = args.length > 0 ? parse_number(args[0], 0, 65535) : -1;
  if (args.length != 1 || port == -1) {
    System.err.println("usage: out_of_band port");
    return 1;
  }
  if (connect_pair(port) == -1) {
    return 1;
  }

  // The urgent byte stands apart: recv stops where it was, and passes it over
  IO.println("out of band");
  if (say(sender, "123", 0) == -1
      || say(sender, "4", MSG_OOB) == -1
      || say(sender, "56", 0) == -1
      || wait_urgent(receiver) == -1) {
    return 1;
  }
  take(receiver, "recv", 16, 0);
  if (print_mark(receiver) == -1) {
    return 1;
  }
  take(receiver, "MSG_OOB", 1, MSG_OOB);
  take(receiver, "MSG_OOB again", 1, MSG_OOB);
  take(receiver, "recv", 2, MSG_WAITALL);
  if (print_mark(receiver) == -1) {
    return 1;
  }

  // With SO_OOBINLINE it stays among the others, and only the mark tells which it is
  IO.println("in line");
  MemorySegment on = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_INT, 1);
  if (setsockopt(receiver, SOL_SOCKET, SO_OOBINLINE, on, (int) on.byteSize()) == -1) {
    perror("setsockopt");
    return 1;
  }
  if (say(sender, "123", 0) == -1
      || say(sender, "4", MSG_OOB) == -1
      || say(sender, "56", 0) == -1
      || wait_urgent(receiver) == -1) {
    return 1;
  }
  take(receiver, "recv", 16, 0);
  if (print_mark(receiver) == -1) {
    return 1;
  }
  take(receiver, "MSG_OOB", 1, MSG_OOB);
  take(receiver, "recv", 3, MSG_WAITALL);
  if (print_mark(receiver) == -1) {
    return 1;
  }

  if (close(sender) == -1 || close(receiver) == -1) {
    perror("close");
    return 1;
  }
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
