// A TCP server that serves IPv4 and IPv6 with one socket: to it, an IPv4 address is an IPv6 one.
import static posix.sockets.Constants.*;

import module posix.sockets;

void main(String[] args) throws IOException {
  int port = args.length == 2 ? parse_number(args[0], 0, 65535) : -1;
  long clients = args.length == 2 ? parse_number(args[1], 1, Integer.MAX_VALUE) : -1;
  if (port == -1 || clients == -1) {
    System.err.println("usage: dual_stack_server port clients");
    System.exit(1);
  }
  try (var server = PosixSocket.open(AF_INET6, SOCK_STREAM)) {
    server.setsockopt(SO_REUSEADDR, true); // else the port stays taken for a minute after a run
    server.setsockopt(IPV6_V6ONLY, false); // the default is a setting of the system
    server.bind(Inet6.any(port)).listen(128); // ::1 would take no IPv4
    IO.println("bound to " + server.getsockname());
    for (long served = 0; served < clients; served++) {
      serve(server.accept());
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

// Tells a client what it came by, and lets it go.
void serve(Accepted accepted) throws IOException {
  try (var client = accepted.socket()) {
    IO.println("client connected: " + accepted.peer());
    boolean v4 = accepted.peer() instanceof Inet6 peer && peer.isV4Mapped();
    if (accepted.peer() instanceof Inet6 peer && v4) { // the IPv4 address is in the last four bytes
      IO.println("that is " + new Inet4((int) peer.low(), peer.port()).host());
    }
    byte[] message = (v4 ? "you came by IPv4\n" : "you came by IPv6\n").getBytes();
    Transfer.sendAll(client, message, 0, message.length);
  } catch (ErrnoException e) {
    e.perror(); // this client has gone, others will come
  }
}
