// Joins a multicast group, of IPv4 or IPv6, on one interface, and prints what is sent to it.
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

String host_text(MemorySegment address) {
  int family = sockaddr.sa_family(address);
  MemorySegment host =
      family == AF_INET ? sockaddr_in.sin_addr(address) : sockaddr_in6.sin6_addr(address);
  String text = inet_ntop(family, host);
  if (text == null) {
    perror("inet_ntop");
    System.exit(1);
  }
  return text;
}

// Joins the group: IPv4 knows the interface by one of its addresses, IPv6 by its index.
void join(int fd, MemorySegment group, String iface) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  if (sockaddr.sa_family(group) == AF_INET) {
    MemorySegment request = ip_mreqn.allocate(stack);
    ip_mreqn.imr_multiaddr(request, sockaddr_in.sin_addr(group));
    if (inet_pton(AF_INET, iface, ip_mreqn.imr_address(request)) != 1) {
      System.err.println("no address of an interface: " + iface);
      System.exit(1);
    }
    check(
        setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, request, (int) request.byteSize()),
        "setsockopt");
    return;
  }
  MemorySegment request = ipv6_mreq.allocate(stack);
  ipv6_mreq.ipv6mr_multiaddr(request, sockaddr_in6.sin6_addr(group));
  ipv6_mreq.ipv6mr_interface(request, if_nametoindex(iface));
  if (ipv6_mreq.ipv6mr_interface(request) == 0) {
    perror("if_nametoindex");
    System.exit(1);
  }
  check(
      setsockopt(fd, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, request, (int) request.byteSize()),
      "setsockopt");
  int index = ipv6_mreq.ipv6mr_interface(request);
  sockaddr_in6.sin6_scope_id(group, index); // each interface has such a group
}

// Receives one datagram and prints it.
void print_datagram(int fd) {
  var stack = Arena.ofAuto();
  MemorySegment buffer = stack.allocate(64);
  MemorySegment sender = sockaddr_in6.allocate(stack); // has room for a sockaddr_in, too
  MemorySegment length = stack.allocate(ValueLayout.JAVA_INT);
  long received;
  do {
    length.set(ValueLayout.JAVA_INT, 0, (int) sender.byteSize()); // recvfrom writes to it
    // With MSG_TRUNC it returns the datagram's own length, even where that is more than fits.
    received = recvfrom(fd, buffer, buffer.byteSize(), MSG_TRUNC, sender, length);
  } while (received == -1 && errno() == EINTR);
  check((int) received, "recvfrom");
  String text = host_text(sender);
  long kept = Math.min(received, buffer.byteSize());
  IO.print(received + " bytes from " + text + ": ");
  System.out.writeBytes(buffer.asSlice(0, kept).toArray(ValueLayout.JAVA_BYTE));
  IO.println(received > kept ? "... cut" : "");
}

int run(String[] args) {
  var stack = Arena.ofAuto();
  MemorySegment group = sockaddr_in6.allocate(stack);
  int length = args.length > 0 ? parse_address(args[0], group) : 0;
  int port = args.length > 2 ? parse_number(args[2], 0, 65535) : -1;
  int count = args.length > 3 ? parse_number(args[3], 0, Integer.MAX_VALUE) : -1;
  if (args.length != 4 || length == 0 || port == -1 || count == -1) {
    System.err.println("usage: multicast_receiver group interface port count");
    return 1;
  }
  sockaddr_in.sin_port(group, htons(port)); // sin6_port stands at the same place

  int family = sockaddr.sa_family(group);
  int fd = check(socket(family, SOCK_DGRAM, 0), "socket");
  // Several receivers may have the port: each gets its copy
  MemorySegment on = stack.allocateFrom(ValueLayout.JAVA_INT, 1);
  check(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, on, (int) on.byteSize()), "setsockopt");
  join(fd, group, args[1]);
  // Bound to the group's own address it gets nothing else that is sent to the port
  check(bind(fd, group, length), "bind");
  MemorySegment own_length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) group.byteSize());
  check(getsockname(fd, group, own_length), "getsockname");
  String text = host_text(group);
  IO.println(
      (family == AF_INET ? "bound to " + text + ":" : "bound to [" + text + "]:")
          + ntohs(sockaddr_in.sin_port(group)));

  for (int received = 0; received < count; received++) {
    print_datagram(fd);
  }
  check(close(fd), "close"); // which leaves the group
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
