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
  }
  return text;
}

int set(int fd, int level, int option, int value) {
  MemorySegment memory = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_INT, value);
  if (setsockopt(fd, level, option, memory, (int) memory.byteSize()) == -1) {
    perror("setsockopt");
    return -1;
  }
  return 0;
}

// Joins the group: IPv4 knows the interface by one of its addresses, IPv6 by its index.
int join(int fd, MemorySegment group, String iface) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  if (sockaddr.sa_family(group) == AF_INET) {
    MemorySegment request = ip_mreqn.allocate(stack);
    ip_mreqn.imr_multiaddr(request, sockaddr_in.sin_addr(group));
    if (inet_pton(AF_INET, iface, ip_mreqn.imr_address(request)) != 1) {
      System.err.println("no address of an interface: " + iface);
      return -1;
    }
    if (setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, request, (int) request.byteSize()) == -1) {
      perror("setsockopt");
      return -1;
    }
    return 0;
  }
  MemorySegment request = ipv6_mreq.allocate(stack);
  ipv6_mreq.ipv6mr_multiaddr(request, sockaddr_in6.sin6_addr(group));
  ipv6_mreq.ipv6mr_interface(request, if_nametoindex(iface));
  if (ipv6_mreq.ipv6mr_interface(request) == 0) {
    perror("if_nametoindex");
    return -1;
  }
  if (setsockopt(fd, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, request, (int) request.byteSize()) == -1) {
    perror("setsockopt");
    return -1;
  }
  // Each interface has such a group.
  sockaddr_in6.sin6_scope_id(group, ipv6_mreq.ipv6mr_interface(request));
  return 0;
}

// Receives one datagram and prints it.
int print_datagram(int fd) {
  // Closed at the end: what the structs point to has to be there until then.
  try (var stack = Arena.ofConfined()) {
    MemorySegment data = stack.allocate(64);
    MemorySegment control = stack.allocate(CMSG_SPACE(Integer.BYTES), 8);
    MemorySegment sender = sockaddr_in6.allocate(stack); // has room for a sockaddr_in, too
    MemorySegment vector = iovec.allocate(stack);
    iovec.iov_base(vector, data);
    iovec.iov_len(vector, data.byteSize());
    MemorySegment message = msghdr.allocate(stack);
    msghdr.msg_name(message, sender);
    msghdr.msg_namelen(message, (int) sender.byteSize());
    msghdr.msg_iov(message, vector);
    msghdr.msg_iovlen(message, 1);
    msghdr.msg_control(message, control);
    msghdr.msg_controllen(message, control.byteSize());
    long received;
    do {
      received = recvmsg(fd, message, 0);
    } while (received == -1 && errno() == EINTR);
    if (received == -1) {
      perror("recvmsg");
      return -1;
    }
    int ttl = -1;
    for (MemorySegment cmsg = CMSG_FIRSTHDR(message);
        !cmsg.equals(NULL);
        cmsg = CMSG_NXTHDR(message, cmsg)) {
      int level = cmsghdr.cmsg_level(cmsg);
      int type = cmsghdr.cmsg_type(cmsg);
      if (level == IPPROTO_IP && type == IP_TTL || level == IPPROTO_IPV6 && type == IPV6_HOPLIMIT) {
        ttl = CMSG_DATA(cmsg).get(ValueLayout.JAVA_INT, 0);
      }
    }
    String text = host_text(sender);
    if (text == null) {
      return -1;
    }
    IO.print(received + " bytes from " + text + ", ttl " + ttl + ": ");
    System.out.writeBytes(data.asSlice(0, received).toArray(ValueLayout.JAVA_BYTE));
    IO.println((msghdr.msg_flags(message) & MSG_TRUNC) != 0 ? "... cut" : "");
    return 0;
  }
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
  int fd = socket(family, SOCK_DGRAM, 0);
  if (fd == -1) {
    perror("socket");
    return 1;
  }
  // Several receivers may have the port: each gets its copy
  if (set(fd, SOL_SOCKET, SO_REUSEADDR, 1) == -1) {
    return 1;
  }
  if ((family == AF_INET
          ? set(fd, IPPROTO_IP, IP_RECVTTL, 1)
          : set(fd, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1))
      == -1) {
    return 1;
  }
  if (join(fd, group, args[1]) == -1) {
    return 1;
  }
  // Bound to the group's own address it gets nothing else that is sent to the port
  if (bind(fd, group, length) == -1) {
    perror("bind");
    return 1;
  }
  MemorySegment own_length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) group.byteSize());
  if (getsockname(fd, group, own_length) == -1) {
    perror("getsockname");
    return 1;
  }
  String text = host_text(group);
  if (text == null) {
    return 1;
  }
  IO.println(
      (family == AF_INET ? "bound to " + text + ":" : "bound to [" + text + "]:")
          + ntohs(sockaddr_in.sin_port(group)));

  for (int received = 0; received < count; received++) {
    if (print_datagram(fd) == -1) {
      return 1;
    }
  }
  if (close(fd) == -1) { // which leaves the group
    perror("close");
    return 1;
  }
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
