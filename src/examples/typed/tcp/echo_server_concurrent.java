// A TCP echo server that serves each client in a virtual thread of its own.
import static posix.sockets.Constants.*;

import module posix.sockets;

void main(String[] args) throws IOException {
  int port = args.length == 2 ? parse_number(args[0], 0, 65535) : -1;
  int count = args.length == 2 ? parse_number(args[1], 1, 1000) : -1;
  if (port == -1 || count == -1) {
    System.err.println("usage: echo_server_concurrent port clients");
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
      IO.println("client " + number + " connected");
      threads.execute(() -> serve(client, number));
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

// Echoes to one client until it has no more to say, or has gone.
void serve(PosixSocket socket, int number) {
  var buffer = new byte[1024];
  long echoed = 0;
  try (socket) {
    int received;
    while ((received = socket.recv(buffer, 0, buffer.length)) > 0) {
      Transfer.sendAll(socket, buffer, 0, received);
      echoed += received;
    }
  } catch (ErrnoException e) {
    e.perror(); // only this client has gone
  } catch (IOException e) {
    throw new UncheckedIOException(e); // nobody closes it but us
  }
  IO.println("client " + number + " disconnected after " + echoed + " bytes");
}
