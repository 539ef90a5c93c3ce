// A TCP echo server that serves each client in a thread of its own.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int MAX_CLIENTS = 1000;

class Client {
  Thread thread;
  long number;
  int fd;
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
int send_all(int fd, MemorySegment buffer, long length) {
  while (length > 0) {
    long sent = send(fd, buffer, length, 0);
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

// Echoes to one client until it has no more to say, or has gone.
void serve(Client client) {
  MemorySegment buffer = Arena.ofAuto().allocate(1024); // each thread has one of its own
  long echoed = 0;
  while (true) {
    long received = recv(client.fd, buffer, buffer.byteSize(), 0);
    if (received == 0) { // end of file
      break;
    }
    if (received == -1) {
      if (errno() == EINTR) { // each thread has an errno of its own, too
        continue;
      }
      perror("recv"); // only this client has gone
      break;
    }
    if (send_all(client.fd, buffer, received) == -1) {
      break;
    }
    echoed += received;
  }
  check(close(client.fd), "close");
  IO.println("client " + client.number + " disconnected after " + echoed + " bytes");
}

int run(String[] args) throws InterruptedException {
  int port = args.length == 2 ? parse_number(args[0], 0, 65535) : -1;
  int count = args.length == 2 ? parse_number(args[1], 1, MAX_CLIENTS) : -1;
  if (port == -1 || count == -1) {
    System.err.println("usage: echo_server_concurrent port clients");
    return 1;
  }

  int server = listen_on(port);
  var clients = new Client[count];
  for (int i = 0; i < count; i++) {
    var client = clients[i] = new Client();
    client.number = i + 1;
    client.fd = accept_client(server);
    IO.println("client " + client.number + " connected");
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
