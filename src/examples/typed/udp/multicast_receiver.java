// Joins a multicast group, of IPv4 or IPv6, on one interface, and prints what is sent to it.
import static posix.sockets.Constants.*;

import module posix.sockets;

void main(String[] args) throws IOException {
  int port = args.length > 2 ? parse_number(args[2], 0, 65535) : -1;
  int count = args.length > 3 ? parse_number(args[3], 0, Integer.MAX_VALUE) : -1;
  SockAddr group = args.length > 0 && port != -1 ? parse_address(args[0], port) : null;
  if (args.length != 4 || group == null || count == -1) {
    System.err.println("usage: multicast_receiver group interface port count");
    System.exit(1);
  }
  try {
    receive(group, args[1], count);
  } catch (IllegalArgumentException _) {
    System.err.println("no address of an interface: " + args[1]);
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

// Reads an address of either family, or answers null.
SockAddr parse_address(String text, int port) {
  try {
    return text.contains(":") ? Inet6.of(text, port) : Inet4.of(text, port);
  } catch (IllegalArgumentException _) {
    return null;
  }
}

void receive(SockAddr group, String iface, int count) throws IOException {
  try (var socket = PosixSocket.open(group.family(), SOCK_DGRAM)) {
    // Several receivers may have the port: each gets its copy
    socket.setsockopt(SO_REUSEADDR, true);
    // Bound to the group's own address it gets nothing else that is sent to the port
    socket.bind(join(socket, group, iface));
    IO.println("bound to " + without_scope(socket.getsockname()));
    for (int received = 0; received < count; received++) {
      print_datagram(socket);
    }
  }
}

// Joins the group: IPv4 knows the interface by one of its addresses, IPv6 by its index.
SockAddr join(PosixSocket socket, SockAddr group, String iface) throws IOException {
  switch (group) {
    case Inet4 four -> {
      socket.setsockopt(IP_ADD_MEMBERSHIP, new IpMreqn(four, Inet4.of(iface, 0), 0));
      return four;
    }
    case Inet6 six -> {
      int index = NetInterfaces.if_nametoindex(iface);
      socket.setsockopt(IPV6_ADD_MEMBERSHIP, new Ipv6Mreq(six, index));
      return six.withScope(index); // each interface has such a group
    }
    default -> throw new AssertionError(group);
  }
}

SockAddr without_scope(SockAddr address) {
  return address instanceof Inet6 six ? six.withScope(0) : address;
}

// Receives one datagram and prints it.
void print_datagram(PosixSocket socket) throws IOException {
  var buffer = new byte[64];
  // With MSG_TRUNC it tells the datagram's own length, even where that is more than fits.
  Datagram datagram = socket.recvfrom(MemorySegment.ofArray(buffer), MSG_TRUNC);
  String host =
      switch (without_scope(datagram.from())) {
        case Inet4 four -> four.host();
        case Inet6 six -> six.host();
        case SockAddr other -> other.toString();
      };
  int kept = (int) Math.min(datagram.length(), buffer.length);
  IO.print(datagram.length() + " bytes from " + host + ": ");
  System.out.write(buffer, 0, kept);
  IO.println(datagram.length() > kept ? "... cut" : "");
}
