// Makes one HTTP/1.1 request, and prints all that is answered: status, header and body.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

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

// Writes all of the buffer: one write may take fewer bytes than it is given.
void write_all(int fd, MemorySegment buffer, long length) {
  while (length > 0) {
    long written = write(fd, buffer, length);
    if (written == -1 && errno() == EINTR) {
      continue;
    }
    check((int) written, "write");
    buffer = buffer.asSlice(written);
    length -= written;
  }
}

int run(String[] args) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment address = sockaddr_in.allocate(stack);
  int port = -1;
  MemorySegment request = NULL;
  long size = 1024;
  if (args.length >= 3 && args.length <= 4) {
    port = parse_number(args[1], 1, 65535);
    // The name is taken as it is: it has to be encoded already.
    request =
        stack.allocateFrom(
            "%s %s HTTP/1.1\r\nHost: %s:%s\r\nConnection: close\r\n\r\n"
                .formatted(args.length > 3 ? args[3] : "GET", args[2], args[0], args[1]));
    size = request.byteSize() - 1; // without the NUL
  }
  if (size >= 1024
      || inet_pton(AF_INET, args[0], sockaddr_in.sin_addr(address)) != 1
      || port == -1) {
    System.err.println("usage: http_client address port /name [method]");
    return 1;
  }
  sockaddr_in.sin_family(address, (short) AF_INET);
  sockaddr_in.sin_port(address, htons(port));

  int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
  check(connect(fd, address, (int) address.byteSize()), "connect");
  send_all(fd, request, size);
  // Connection: close makes the end of the answer the end of file.
  MemorySegment buffer = stack.allocate(4096);
  long received;
  while ((received = recv(fd, buffer, buffer.byteSize(), 0)) != 0) {
    if (received == -1 && errno() == EINTR) {
      continue;
    }
    check((int) received, "recv");
    write_all(STDOUT_FILENO, buffer, received);
  }
  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
