// Asks a server for sequence numbers, and prints the first of those it got.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

// Ends the program if a call has failed.
int check(int result, String call) {
  if (result == -1) {
    perror(call);
    System.exit(1);
  }
  return result;
}

// A socket that is connected to the first address that answers, of whatever family.
int inet_connect(String host, String service) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment hints = addrinfo.allocate(stack);
  addrinfo.ai_family(hints, AF_UNSPEC);
  addrinfo.ai_socktype(hints, SOCK_STREAM);
  MemorySegment result = stack.allocate(posix_h.C_POINTER); // struct addrinfo *
  int code = getaddrinfo(host, service, hints, result);
  if (code != 0) {
    System.err.println("getaddrinfo: " + gai_strerror(code));
    System.exit(1);
  }
  MemorySegment list = result.get(posix_h.C_POINTER, 0);
  int fd = -1;
  MemorySegment entry = list;
  for (; !entry.equals(NULL) && fd == -1; entry = addrinfo.ai_next(entry)) {
    fd =
        socket(addrinfo.ai_family(entry), addrinfo.ai_socktype(entry), addrinfo.ai_protocol(entry));
    if (fd == -1) {
      perror("socket");
      continue;
    }
    if (connect(fd, addrinfo.ai_addr(entry), addrinfo.ai_addrlen(entry)) == -1) {
      perror("connect");
      close(fd); // nothing to be done if that fails
      fd = -1;
    }
  }
  freeaddrinfo(list);
  if (fd == -1) { // each attempt has said why
    System.exit(1);
  }
  return fd;
}

// Receives a line, which may come in pieces; without the newline, or null.
String recv_line(int fd, int size) {
  MemorySegment line = Arena.ofAuto().allocate(size);
  long length = 0;
  while (length < size) {
    long received = recv(fd, line.asSlice(length), size - length, 0);
    if (received == 0) {
      System.err.println("recv: end of file before the end of a line");
      return null;
    }
    if (received == -1) {
      if (errno() == EINTR) {
        continue;
      }
      perror("recv");
      return null;
    }
    // As Latin-1, where each byte is a character, NUL and all.
    byte[] bytes = line.asSlice(0, length + received).toArray(ValueLayout.JAVA_BYTE);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int newline = text.indexOf('\n');
    if (newline != -1) { // nobody sends anything behind it here
      return text.substring(0, newline);
    }
    length += received;
  }
  System.err.println("recv: the line is too long");
  return null;
}

// Sends all of the buffer: one send may take fewer bytes than it is given.
void send_all(int fd, MemorySegment buffer, long length) {
  MemorySegment rest = buffer;
  while (length > 0) {
    long sent = send(fd, rest, length, 0);
    if (sent == -1 && errno() == EINTR) {
      continue;
    }
    check((int) sent, "send");
    rest = rest.asSlice(sent);
    length -= sent;
  }
}

int run(String[] args) {
  var stack = Arena.ofAuto();
  // Sent as it is: to check it is the server's business, which anybody may send anything.
  String count = args.length > 2 ? args[2] : "1";
  MemorySegment request = stack.allocateFrom(count + "\n");
  long size = request.byteSize() - 1; // without the NUL
  if (args.length < 2 || args.length > 3 || size >= 64) {
    System.err.println("usage: seqnum_client host service [count]");
    return 1;
  }

  int fd = inet_connect(args[0], args[1]);
  send_all(fd, request, size);
  String line = recv_line(fd, 64);
  if (line == null) {
    return 1;
  }
  IO.println("sequence number: " + line);
  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
