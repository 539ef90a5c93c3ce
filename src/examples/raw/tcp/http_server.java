// An HTTP/1.1 server of the files in a folder: GET alone, and one request for each connection. A
// thread for each client, since browsers connect ahead of time, and then say nothing for a while.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int MAX_CLIENTS = 1000;

class Client {
  Thread thread;
  long number;
  int fd;
  String folder;
}

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
  int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
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

int accept_client(int server) {
  int client;
  do {
    client = accept(server, NULL, NULL); // NULL: its address is of no interest
  } while (client == -1 && errno() == EINTR);
  return check(client, "accept");
}

// Sends all of the buffer: one send may take fewer bytes than it is given.
int send_all(int fd, MemorySegment buffer, long length, int flags) {
  while (length > 0) {
    long sent = send(fd, buffer, length, flags);
    if (sent == -1) {
      if (errno() == EINTR) {
        continue;
      }
      perror("send");
      return -1;
    }
    buffer = buffer.asSlice(sent);
    length -= sent;
  }
  return 0;
}

// Receives a request up to the empty line that ends its head. Answers the head; an empty text if
// that is none, or too long; null if nothing came.
String recv_head(int fd, int size) {
  MemorySegment head = Arena.ofAuto().allocate(size);
  long length = 0;
  while (length < size - 1) {
    long received = recv(fd, head.asSlice(length), size - 1 - length, 0);
    if (received == -1 && errno() == EINTR) {
      continue;
    }
    if (received == 0 || (received == -1 && errno() == EAGAIN)) { // the end, or SO_RCVTIMEO
      return length == 0 ? null : "";
    }
    if (received == -1) {
      perror("recv");
      return null;
    }
    length += received;
    // As Latin-1, where each byte is a character.
    byte[] bytes = head.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (text.indexOf('\0') != -1) { // in C a NUL inside would hide what is behind it
      return "";
    }
    if (text.contains("\r\n\r\n")) {
      return text;
    }
  }
  return "";
}

String type_of(String name) {
  return switch (name.substring(Math.max(name.lastIndexOf('.'), 0))) {
    case ".html" -> "text/html; charset=utf-8";
    case ".txt" -> "text/plain; charset=utf-8";
    case ".css" -> "text/css";
    case ".png" -> "image/png";
    default -> "application/octet-stream";
  };
}

int send_head(int fd, String status, String type, long length) {
  String not_allowed = status.startsWith("405") ? "Allow: GET\r\n" : "";
  MemorySegment head =
      Arena.ofAuto()
          .allocateFrom(
              "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n%sConnection: close\r\n\r\n"
                  .formatted(status, type, length, not_allowed));
  long size = head.byteSize() - 1; // without the NUL
  // More follows: the kernel need not send a segment that is not full.
  return send_all(fd, head, size, length > 0 ? MSG_MORE : 0);
}

// Sends an error, which is its own text as well.
void refuse(Client client, String status) {
  MemorySegment text = Arena.ofAuto().allocateFrom(status + "\n");
  long size = text.byteSize() - 1;
  if (send_head(client.fd, status, "text/plain; charset=utf-8", size) == 0
      && send_all(client.fd, text, size, 0) == 0) {
    IO.println("client " + client.number + ": " + status);
  }
}

// Sends a file; one sendfile may take fewer bytes than it is told.
void send_file(Client client, String name, int file, long length) {
  if (send_head(client.fd, "200 OK", type_of(name), length) == -1) {
    return;
  }
  MemorySegment offset = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_LONG, 0);
  long at;
  while ((at = offset.get(ValueLayout.JAVA_LONG, 0)) < length) {
    long sent = sendfile(client.fd, file, offset, length - at); // it moves it on
    if (sent == 0) {
      System.err.println("sendfile: the file has become shorter");
      return;
    }
    if (sent == -1 && errno() != EINTR) {
      perror("sendfile");
      return;
    }
  }
  IO.println("client " + client.number + ": 200 OK, " + length + " bytes");
}

void answer(Client client) {
  String head = recv_head(client.fd, 8192);
  if (head == null) { // there is no request to be answered
    return;
  }
  // The first line: METHOD /TARGET HTTP/1.1
  String[] words = head.split("[\r\n]", 2)[0].split(" ", 3);
  if (words.length < 3 || !words[1].startsWith("/") || !words[2].startsWith("HTTP/1.")) {
    refuse(client, "400 Bad Request");
    return;
  }
  if (!words[0].equals("GET")) {
    refuse(client, "405 Method Not Allowed");
    return;
  }
  String target = words[1].split("\\?", 2)[0];
  String name = target.equals("/") ? "index.html" : target.substring(1);
  // Nothing but plain names: neither ".." nor another slash may lead out of the folder.
  if (!name.matches("[A-Za-z0-9._-]+") || name.startsWith(".")) {
    refuse(client, "404 Not Found");
    return;
  }
  String path = client.folder + "/" + name;
  long length;
  try { // there is no stat in the library: it is none of the calls for sockets
    if (!Files.isRegularFile(Path.of(path))) {
      throw new NoSuchFileException(path);
    }
    length = Files.size(Path.of(path));
  } catch (IOException _) {
    refuse(client, "404 Not Found");
    return;
  }
  int file = open(path, O_RDONLY);
  if (file == -1) {
    refuse(client, "404 Not Found");
    return;
  }
  send_file(client, name, file, length);
  if (close(file) == -1) {
    perror("close");
  }
}

void serve(Client client) {
  var stack = Arena.ofAuto();
  MemorySegment timeout = timeval.allocate(stack);
  timeval.tv_sec(timeout, 10); // who says nothing must not hold its thread for ever
  if (setsockopt(client.fd, SOL_SOCKET, SO_RCVTIMEO, timeout, (int) timeout.byteSize()) == -1) {
    perror("setsockopt");
  }
  answer(client);
  // A close with bytes that we have not read would reset the connection, and the client might
  // lose our answer: end this direction, and wait until the client ends the other.
  if (shutdown(client.fd, SHUT_WR) == 0) {
    MemorySegment rest = stack.allocate(1024);
    long received;
    do {
      received = recv(client.fd, rest, rest.byteSize(), 0);
    } while (received > 0 || (received == -1 && errno() == EINTR));
  }
  if (close(client.fd) == -1) {
    perror("close");
  }
}

int run(String[] args) throws InterruptedException {
  int port = args.length == 3 ? parse_number(args[1], 0, 65535) : -1;
  int count = args.length == 3 ? parse_number(args[2], 1, MAX_CLIENTS) : -1;
  if (port == -1 || count == -1) {
    System.err.println("usage: http_server folder port clients");
    return 1;
  }

  int server = listen_on(port);
  var clients = new Client[count];
  for (int i = 0; i < count; i++) {
    var client = clients[i] = new Client();
    client.number = i + 1;
    client.folder = args[0];
    client.fd = accept_client(server);
    // A platform thread: a raw call would hold the carrier of a virtual one.
    client.thread = Thread.ofPlatform().start(() -> serve(client));
  }
  // No more clients: wait for those that are being served.
  for (int i = 0; i < count; i++) {
    clients[i].thread.join();
  }
  check(close(server), "close");
  return 0;
}

void main(String[] args) throws InterruptedException {
  System.exit(run(args));
}
