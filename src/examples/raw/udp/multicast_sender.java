// Sends datagrams to a multicast group, of IPv4 or IPv6, by one interface.
import static java.nio.charset.StandardCharsets.UTF_8;
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

// Reads an address of either family; its length, or 0.
int parse_address(String text, MemorySegment address) {
  if (inet_pton(AF_INET, text, sockaddr_in.sin_addr(address)) == 1) {
    sockaddr_in.sin_family(address, (short) AF_INET);
    return (int) sockaddr_in.sizeof();
  }
  if (inet_pton(AF_INET6, text, sockaddr_in6.sin6_addr(address)) == 1) {
    sockaddr_in6.sin6_family(address, (short) AF_INET6);
    return (int) sockaddr_in6.sizeof();
  }
  return 0;
}

void set(int fd, int level, int option, int value) {
  MemorySegment memory = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_INT, value);
  check(setsockopt(fd, level, option, memory, (int) memory.byteSize()), "setsockopt");
}

// Chooses the interface: IPv4 knows it by one of its addresses, IPv6 by its index.
void choose(int fd, MemorySegment group, String iface) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  if (sockaddr.sa_family(group) == AF_INET) {
    MemorySegment request = ip_mreqn.allocate(stack);
    if (inet_pton(AF_INET, iface, ip_mreqn.imr_address(request)) != 1) {
      System.err.println("no address of an interface: " + iface);
      System.exit(1);
    }
    check(
        setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, request, (int) request.byteSize()),
        "setsockopt");
    return;
  }
  int index = if_nametoindex(iface);
  if (index == 0) {
    perror("if_nametoindex");
    System.exit(1);
  }
  set(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, index);
  sockaddr_in6.sin6_scope_id(group, index); // each interface has such a group
}

int run(String[] args) {
  var stack = Arena.ofAuto();
  MemorySegment group = sockaddr_in6.allocate(stack); // has room for a sockaddr_in, too
  int length = args.length > 0 ? parse_address(args[0], group) : 0;
  int port = args.length > 2 ? parse_number(args[2], 1, 65535) : -1;
  int ttl = args.length > 3 ? parse_number(args[3], 0, 999) : -1;
  if (args.length < 5 || length == 0 || port == -1 || ttl == -1) {
    System.err.println("usage: multicast_sender group interface port ttl message...");
    return 1;
  }
  sockaddr_in.sin_port(group, htons(port)); // sin6_port stands at the same place

  boolean v4 = sockaddr.sa_family(group) == AF_INET;
  int level = v4 ? IPPROTO_IP : IPPROTO_IPV6;
  int fd = check(socket(sockaddr.sa_family(group), SOCK_DGRAM, 0), "socket");
  choose(fd, group, args[1]);
  // How many routers may pass it on, less one: 1 stays in this net
  set(fd, level, v4 ? IP_MULTICAST_TTL : IPV6_MULTICAST_HOPS, ttl);
  // Receivers on this machine get it too, as they do anyway on the loopback interface
  set(fd, level, v4 ? IP_MULTICAST_LOOP : IPV6_MULTICAST_LOOP, 1);

  for (int i = 4; i < args.length; i++) {
    MemorySegment message = stack.allocateFrom(ValueLayout.JAVA_BYTE, args[i].getBytes(UTF_8));
    long sent;
    do {
      sent = sendto(fd, message, message.byteSize(), 0, group, length);
    } while (sent == -1 && errno() == EINTR);
    check((int) sent, "sendto");
    IO.println("sent " + sent + " bytes");
  }
  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
