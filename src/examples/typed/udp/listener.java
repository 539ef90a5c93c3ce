// Receives datagrams, of IPv4 or IPv6, and prints who has sent each of them.
import static posix.sockets.Constants.*;

import module posix.sockets;

void main(String[] args) throws IOException {
  int port = args.length > 1 ? parse_number(args[1], 0, 65535) : -1;
  int count = args.length > 2 ? parse_number(args[2], 1, Integer.MAX_VALUE) : -1;
  if (args.length != 3 || port == -1 || count == -1) {
    System.err.println("usage: listener address port count");
    System.exit(1);
  }
  try {
    var hints = AddrInfo.hints(AI_NUMERICHOST.or(AI_NUMERICSERV), AF_UNSPEC, SOCK_DGRAM);
    listen_at(AddrInfo.getaddrinfo(args[0], args[1], hints).getFirst().addr(), count);
  } catch (AddrInfoException e) {
    System.err.println("getaddrinfo: " + e.gai_strerror());
    System.exit(1);
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

void listen_at(SockAddr address, int count) throws IOException {
  // A socket of the address's family, bound to the address
  try (var socket = PosixSocket.open(address.family(), SOCK_DGRAM)) {
    socket.bind(address);
    // Port 0 let the kernel choose: ask which one
    IO.println("bound to " + socket.getsockname());
    // No listen, no accept: datagrams of all senders arrive at the one socket
    for (int received = 0; received < count; received++) {
      print_datagram(socket);
    }
  }
}

// Receives one datagram; an empty one is a datagram too, and not the end of anything.
void print_datagram(PosixSocket socket) throws IOException {
  var buffer = new byte[16]; // small on purpose: what does not fit of a datagram is lost
  // With MSG_TRUNC it tells the datagram's own length, even where that is more than fits.
  Datagram datagram = socket.recvfrom(MemorySegment.ofArray(buffer), MSG_TRUNC);
  int kept = (int) Math.min(datagram.length(), buffer.length);
  IO.print(datagram.length() + " bytes from " + datagram.from() + ": ");
  System.out.write(buffer, 0, kept);
  IO.println(datagram.length() > kept ? "... cut" : "");
}
