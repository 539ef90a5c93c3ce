// Sends each of its arguments as a datagram, to a host of IPv4 or IPv6.
import static java.nio.charset.StandardCharsets.UTF_8;
import static posix.sockets.Constants.*;

import module posix.sockets;

void main(String[] args) throws IOException {
  int port = args.length > 1 ? parse_number(args[1], 1, 65535) : -1;
  if (args.length < 3 || port == -1) {
    System.err.println("usage: talker host port message...");
    System.exit(1);
  }
  try {
    // The first address of a host: no connection could tell which of several are reached.
    var hints = AddrInfo.hints(AI_NUMERICSERV, AF_UNSPEC, SOCK_DGRAM);
    SockAddr address = AddrInfo.getaddrinfo(args[0], args[1], hints).getFirst().addr();
    talk(address, Arrays.copyOfRange(args, 2, args.length));
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

void talk(SockAddr address, String[] messages) throws IOException {
  // A socket of the address's family; the first sendto binds it to a port of its own
  try (var socket = PosixSocket.open(address.family(), SOCK_DGRAM)) {
    // A datagram is sent whole or not at all; that it was sent says nothing of its arrival
    for (String message : messages) {
      byte[] bytes = message.getBytes(UTF_8);
      int sent = socket.sendto(bytes, 0, bytes.length, address);
      IO.println(sent + " bytes to " + address);
    }
  }
}
