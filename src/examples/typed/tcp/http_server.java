// An HTTP/1.1 server of the files in a folder: GET alone, and one request for each connection. A
// virtual thread for each client: many may be connected, and most say nothing for a while.
import static posix.sockets.Constants.*;

import module posix.sockets;

void main(String[] args) throws IOException {
  int port = args.length == 3 ? parse_number(args[1], 0, 65535) : -1;
  int count = args.length == 3 ? parse_number(args[2], 1, 1000) : -1;
  if (port == -1 || count == -1) {
    System.err.println("usage: http_server folder port clients");
    System.exit(1);
  }
  // At the end of the block, the executor waits for the clients that are being served.
  try (var server = PosixSocket.open(AF_INET, SOCK_STREAM);
      var threads = Executors.newVirtualThreadPerTaskExecutor()) {
    server.setsockopt(SO_REUSEADDR, true); // else the port stays taken for a minute after a run
    server.bind(Inet4.loopback(port)).listen(128);
    IO.println("bound to " + server.getsockname());
    for (int i = 1; i <= count; i++) {
      int number = i;
      var client = server.accept().socket();
      threads.execute(() -> serve(client, number, args[0]));
    }
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

void serve(PosixSocket socket, int number, String folder) {
  try (var client = socket) {
    // Who says nothing must not hold on for ever.
    client.setsockopt(SO_RCVTIMEO, Duration.ofSeconds(10));
    try {
      String head = recv_head(client);
      if (head != null) {
        IO.println("client " + number + ": " + answer(client, head, folder));
      }
    } catch (ErrnoException e) {
      e.perror();
    }
    drain(client);
  } catch (ErrnoException e) {
    e.perror();
  } catch (IOException e) { // of the file
    System.err.println(e.getMessage());
  }
}

// A close with bytes that we have not read would reset the connection, and the client might lose
// our answer: end this direction, and wait until the client ends the other.
void drain(PosixSocket client) {
  try {
    client.shutdown(SHUT_WR);
    Transfer.inputStream(client).transferTo(OutputStream.nullOutputStream());
  } catch (IOException _) { // it has gone, and that is all that was waited for
  }
}

// Receives a request up to the empty line that ends its head. Answers the head; an empty text if
// that is none, or too long; null if nothing came.
String recv_head(PosixSocket client) throws IOException {
  var head = ByteBuffer.allocate(8191);
  while (head.hasRemaining() && recv_more(client, head)) {
    String text = new String(head.array(), 0, head.position(), StandardCharsets.ISO_8859_1);
    if (text.indexOf('\0') != -1) {
      return "";
    }
    if (text.contains("\r\n\r\n")) {
      return text;
    }
  }
  return head.position() == 0 ? null : "";
}

// False at the end, and after SO_RCVTIMEO.
boolean recv_more(PosixSocket client, ByteBuffer head) throws IOException {
  try {
    return client.recv(head) > 0;
  } catch (ErrnoException e) {
    if (e.errno() == Errno.EAGAIN) {
      return false;
    }
    throw e;
  }
}

// Answers a request; what to say about it.
String answer(PosixSocket client, String head, String folder) throws IOException {
  // The first line: METHOD /TARGET HTTP/1.1
  String[] words = head.split("[\r\n]", 2)[0].split(" ", 3);
  if (words.length < 3 || !words[1].startsWith("/") || !words[2].startsWith("HTTP/1.")) {
    return refuse(client, "400 Bad Request");
  }
  if (!words[0].equals("GET")) {
    return refuse(client, "405 Method Not Allowed");
  }
  String target = words[1].split("\\?", 2)[0];
  String name = target.equals("/") ? "index.html" : target.substring(1);
  // Nothing but plain names: neither ".." nor another slash may lead out of the folder.
  if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
    return refuse(client, "404 Not Found");
  }
  Path path = Path.of(folder, name);
  if (!Files.isRegularFile(path)) {
    return refuse(client, "404 Not Found");
  }
  try (var file = FileChannel.open(path);
      var arena = Arena.ofConfined()) {
    // The kernel sends mapped memory as it is: nothing is copied to the heap.
    MemorySegment content = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size(), arena);
    send_head(client, "200 OK", type_of(name), content.byteSize());
    Transfer.sendAll(client, content);
    return "200 OK, " + content.byteSize() + " bytes";
  } catch (FileSystemException _) { // it has gone meanwhile, or is not ours to be read
    return refuse(client, "404 Not Found");
  }
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

void send_head(PosixSocket client, String status, String type, long length) throws IOException {
  String allow = status.startsWith("405") ? "Allow: GET\r\n" : "";
  byte[] text =
      "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n%sConnection: close\r\n\r\n"
          .formatted(status, type, length, allow)
          .getBytes(StandardCharsets.ISO_8859_1);
  // More follows: the kernel need not send a segment that is not full.
  MsgFlags flags = length > 0 ? MSG_MORE : MsgFlags.NONE;
  var head = ByteBuffer.wrap(text);
  while (head.hasRemaining()) { // one send may take fewer bytes than it is given
    client.send(head, flags);
  }
}

// Sends an error, which is its own text as well.
String refuse(PosixSocket client, String status) throws IOException {
  byte[] text = (status + "\n").getBytes();
  send_head(client, status, "text/plain; charset=utf-8", text.length);
  Transfer.sendAll(client, text, 0, text.length);
  return status;
}
