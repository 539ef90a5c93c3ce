// Sends datagrams to a multicast group, of IPv4 or IPv6, by one interface.
import static java.nio.charset.StandardCharsets.UTF_8;
import static posix.sockets.Constants.*;

import module posix.sockets;

void main(String[] args) throws IOException {
  int port = args.length > 2 ? parse_number(args[2], 1, 65535) : -1;
  int ttl = args.length > 3 ? parse_number(args[3], 0, 999) : -1;
  SockAddr group = args.length > 0 && port != -1 ? parse_address(args[0], port) : null;
  if (args.length < 5 || group == null || ttl == -1) {
    System.err.println("usage: multicast_sender group interface port ttl message...");
    System.exit(1);
  }
  try {
    say(group, args[1], ttl, Arrays.copyOfRange(args, 4, args.length));
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

void say(SockAddr group, String iface, int ttl, String[] messages) throws IOException {
  boolean v4 = group instanceof Inet4;
  try (var socket = PosixSocket.open(group.family(), SOCK_DGRAM)) {
    SockAddr to = choose(socket, group, iface);
    // How many routers may pass it on, less one: 1 stays in this net
    socket.setsockopt(v4 ? IP_MULTICAST_TTL : IPV6_MULTICAST_HOPS, ttl);
    // Receivers on this machine get it too, as they do anyway on the loopback interface
    socket.setsockopt(v4 ? IP_MULTICAST_LOOP : IPV6_MULTICAST_LOOP, true);
    for (String message : messages) {
      byte[] bytes = message.getBytes(UTF_8);
      IO.println("sent " + socket.sendto(bytes, 0, bytes.length, to) + " bytes");
    }
  }
}

// Chooses the interface: IPv4 knows it by one of its addresses, IPv6 by its index.
SockAddr choose(PosixSocket socket, SockAddr group, String iface) throws IOException {
  switch (group) {
    case Inet4 four -> {
      socket.setsockopt(IP_MULTICAST_IF, IpMreqn.iface(Inet4.of(iface, 0)));
      return four;
    }
    case Inet6 six -> {
      int index = NetInterfaces.if_nametoindex(iface);
      socket.setsockopt(IPV6_MULTICAST_IF, index);
      return six.withScope(index); // each interface has such a group
    }
    default -> throw new AssertionError(group);
  }
}
