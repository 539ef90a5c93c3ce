// Prints of each datagram where it was sent to, which interface it came by, its TTL and its TOS.
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

// Has recvmsg tell: each family has its own options for the same three things.
void ask(int fd, int family) {
  boolean v4 = family == AF_INET;
  int level = v4 ? IPPROTO_IP : IPPROTO_IPV6;
  set(fd, level, v4 ? IP_PKTINFO : IPV6_RECVPKTINFO, 1);
  set(fd, level, v4 ? IP_RECVTTL : IPV6_RECVHOPLIMIT, 1);
  set(fd, level, v4 ? IP_RECVTOS : IPV6_RECVTCLASS, 1);
}

// Receives one datagram and prints what the control messages tell of it.
void print_datagram(int fd) {
  // Closed at the end: what the structs point to has to be there until then.
  try (var stack = Arena.ofConfined()) {
    MemorySegment data = stack.allocate(8); // what does not fit of a datagram is lost
    MemorySegment control =
        stack.allocate(CMSG_SPACE(in6_pktinfo.sizeof()) + 2 * CMSG_SPACE(Integer.BYTES), 8);
    MemorySegment vector = iovec.allocate(stack);
    iovec.iov_base(vector, data);
    iovec.iov_len(vector, data.byteSize());
    MemorySegment message = msghdr.allocate(stack);
    msghdr.msg_iov(message, vector);
    msghdr.msg_iovlen(message, 1);
    msghdr.msg_control(message, control);
    msghdr.msg_controllen(message, control.byteSize());
    long received;
    do {
      received = recvmsg(fd, message, 0);
    } while (received == -1 && errno() == EINTR);
    check((int) received, "recvmsg");
    String to = "?";
    int index = 0;
    int ttl = -1;
    int tos = -1;
    for (MemorySegment cmsg = CMSG_FIRSTHDR(message);
        !cmsg.equals(NULL);
        cmsg = CMSG_NXTHDR(message, cmsg)) {
      int level = cmsghdr.cmsg_level(cmsg);
      int type = cmsghdr.cmsg_type(cmsg);
      MemorySegment value = CMSG_DATA(cmsg);
      if (level == IPPROTO_IP && type == IP_PKTINFO) {
        to = inet_ntop(AF_INET, in_pktinfo.ipi_addr(value));
        index = in_pktinfo.ipi_ifindex(value);
      } else if (level == IPPROTO_IP && type == IP_TTL) {
        ttl = value.get(ValueLayout.JAVA_INT, 0);
      } else if (level == IPPROTO_IP && type == IP_TOS) {
        tos = Byte.toUnsignedInt(value.get(ValueLayout.JAVA_BYTE, 0)); // unlike all others
      } else if (level == IPPROTO_IPV6 && type == IPV6_PKTINFO) {
        to = inet_ntop(AF_INET6, in6_pktinfo.ipi6_addr(value));
        index = in6_pktinfo.ipi6_ifindex(value);
      } else if (level == IPPROTO_IPV6 && type == IPV6_HOPLIMIT) {
        ttl = value.get(ValueLayout.JAVA_INT, 0);
      } else if (level == IPPROTO_IPV6 && type == IPV6_TCLASS) {
        tos = value.get(ValueLayout.JAVA_INT, 0);
      }
    }
    MemorySegment name = stack.allocate(IF_NAMESIZE);
    if (if_indextoname(index, name).equals(NULL)) {
      perror("if_indextoname");
      System.exit(1);
    }
    byte[] bytes = data.asSlice(0, received).toArray(ValueLayout.JAVA_BYTE);
    IO.print("\"" + new String(bytes, UTF_8) + "\" to " + to + " by " + name.getString(0));
    IO.println(", ttl " + ttl + ", tos " + tos);
    if ((msghdr.msg_flags(message) & MSG_TRUNC) != 0) {
      IO.println("its end is lost: MSG_TRUNC");
    }
  }
}

void say(int fd, String text, MemorySegment to, int length) {
  byte[] bytes = text.getBytes(UTF_8);
  MemorySegment message = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, bytes);
  long sent;
  do {
    sent = sendto(fd, message, message.byteSize(), 0, to, length);
  } while (sent == -1 && errno() == EINTR);
  check((int) sent, "sendto");
}

int run(String[] args) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment address = sockaddr_in6.allocate(stack); // has room for a sockaddr_in, too
  int length = args.length > 0 ? parse_address(args[0], address) : 0;
  int ttl = args.length > 1 ? parse_number(args[1], 0, 999) : -1;
  int tos = args.length > 2 ? parse_number(args[2], 0, 999) : -1;
  if (args.length != 3 || length == 0 || ttl == -1 || tos == -1) {
    System.err.println("usage: destination address ttl tos");
    return 1;
  }

  // The receiver has every address of this machine: only the control messages tell which
  int family = sockaddr.sa_family(address);
  int receiver = check(socket(family, SOCK_DGRAM, 0), "socket");
  ask(receiver, family);
  MemorySegment own = sockaddr_in6.allocate(stack);
  sockaddr.sa_family(own, (short) family);
  check(bind(receiver, own, length), "bind");
  MemorySegment own_length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) own.byteSize());
  check(getsockname(receiver, own, own_length), "getsockname");

  // The sender says how its packets are to travel
  int sender = check(socket(family, SOCK_DGRAM, 0), "socket");
  check(bind(sender, address, length), "bind"); // so that nothing leaves this machine
  sockaddr_in.sin_port(address, sockaddr_in.sin_port(own)); // sin6_port stands at the same place
  int level = family == AF_INET ? IPPROTO_IP : IPPROTO_IPV6;
  set(sender, level, family == AF_INET ? IP_TTL : IPV6_UNICAST_HOPS, ttl);
  set(sender, level, family == AF_INET ? IP_TOS : IPV6_TCLASS, tos);
  say(sender, "short", address, length);
  print_datagram(receiver);
  say(sender, "8 bytes.", address, length);
  print_datagram(receiver);
  say(sender, "too long for it", address, length);
  print_datagram(receiver);

  check(close(sender), "close");
  check(close(receiver), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
