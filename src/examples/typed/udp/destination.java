// Prints of each datagram where it was sent to, which interface it came by, its TTL and its TOS.
import static java.nio.charset.StandardCharsets.UTF_8;
import static posix.sockets.Constants.*;

import module posix.sockets;

final int CONTROL_ROOM = 128;

void main(String[] args) throws IOException {
  int ttl = args.length > 1 ? parse_number(args[1], 0, 999) : -1;
  int tos = args.length > 2 ? parse_number(args[2], 0, 999) : -1;
  SockAddr address = args.length > 0 ? parse_address(args[0], 0) : null;
  if (args.length != 3 || address == null || ttl == -1 || tos == -1) {
    System.err.println("usage: destination address ttl tos");
    System.exit(1);
  }
  try {
    show(args[0], address.family(), ttl, tos);
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

void show(String host, AddressFamily family, int ttl, int tos) throws IOException {
  boolean v4 = family.equals(AF_INET);
  // The receiver has every address of this machine: only the control messages tell which
  try (var receiver = PosixSocket.open(family, SOCK_DGRAM);
      var sender = PosixSocket.open(family, SOCK_DGRAM)) {
    // Has recvmsg tell: each family has its own options for the same three things.
    receiver.setsockopt(v4 ? IP_PKTINFO : IPV6_RECVPKTINFO, true);
    receiver.setsockopt(v4 ? IP_RECVTTL : IPV6_RECVHOPLIMIT, true);
    receiver.setsockopt(v4 ? IP_RECVTOS : IPV6_RECVTCLASS, true);
    receiver.bind(v4 ? Inet4.any(0) : Inet6.any(0));
    int port =
        switch (receiver.getsockname()) {
          case Inet4 own -> own.port();
          case Inet6 own -> own.port();
          case SockAddr other -> throw new AssertionError(other);
        };

    // The sender says how its packets are to travel
    sender.bind(parse_address(host, 0)); // so that nothing leaves this machine
    sender.setsockopt(v4 ? IP_TTL : IPV6_UNICAST_HOPS, ttl);
    sender.setsockopt(v4 ? IP_TOS : IPV6_TCLASS, tos);
    for (String text : List.of("short", "8 bytes.", "too long for it")) {
      byte[] bytes = text.getBytes(UTF_8);
      sender.sendto(bytes, 0, bytes.length, parse_address(host, port));
      print_datagram(receiver);
    }
  }
}

// Receives one datagram and prints what the control messages tell of it.
void print_datagram(PosixSocket receiver) throws IOException {
  var data = new byte[8]; // what does not fit of a datagram is lost
  try (Received received =
      receiver.recvmsg(MsgFlags.NONE, CONTROL_ROOM, MemorySegment.ofArray(data))) {
    String to = "?";
    int index = 0;
    int ttl = -1;
    int tos = -1;
    for (Cmsg cmsg : received.control()) {
      switch (cmsg) {
        case Cmsg.PktInfo info -> {
          to = info.destination().host();
          index = info.ifindex();
        }
        case Cmsg.PktInfo6 info -> {
          to = info.address().host();
          index = info.ifindex();
        }
        case Cmsg.Ttl t -> ttl = t.ttl();
        case Cmsg.HopLimit h -> ttl = h.hopLimit();
        case Cmsg.Tos t -> tos = t.tos();
        case Cmsg.TrafficClass t -> tos = t.trafficClass();
        default -> {} // nothing that was asked for
      }
    }
    String text = new String(data, 0, (int) received.length(), UTF_8);
    IO.print("\"" + text + "\" to " + to + " by " + NetInterfaces.if_indextoname(index));
    IO.println(", ttl " + ttl + ", tos " + tos);
    if (received.isTruncated()) {
      IO.println("its end is lost: MSG_TRUNC");
    }
  }
}
