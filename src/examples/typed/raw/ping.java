// Sends echo requests of ICMP, over IPv4 or IPv6, and prints how long each reply took.
import static posix.sockets.Constants.*;

import module posix.sockets;

final int HEADER = 8;
final int LENGTH = 64; // of a message: the header and 56 bytes of data
final int ROOM = 128; // for a reply, before which a raw socket of IPv4 has the IP header

boolean v4;
boolean raw;

void main(String[] args) throws IOException, InterruptedException {
  SockAddr address = args.length > 0 ? parse_address(args[0]) : null;
  int count = args.length > 1 ? parse_number(args[1], 1, 65535) : -1;
  int pause = args.length > 2 ? parse_number(args[2], 0, 10000) : -1;
  if (args.length != 3 || address == null || count == -1 || pause == -1) {
    System.err.println("usage: ping address count milliseconds");
    System.exit(1);
  }
  v4 = address instanceof Inet4;
  int answered = 0;
  try (var socket = open_socket()) {
    set_options(socket);
    // Connected: only what comes from there is received
    socket.connect(address);
    IO.println("PING " + args[0] + " with a " + (raw ? "raw" : "datagram") + " socket");
    for (int sequence = 1; sequence <= count; sequence++) {
      if (sequence > 1) {
        Thread.sleep(pause);
      }
      answered += ping(socket, args[0], sequence) ? 1 : 0;
    }
  } catch (ErrnoException e) {
    e.perror();
    System.exit(1);
  }
  IO.println(count + " sent, " + answered + " answered");
  System.exit(answered > 0 ? 0 : 1);
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
SockAddr parse_address(String text) {
  try {
    return text.contains(":") ? Inet6.of(text, 0) : Inet4.of(text, 0);
  } catch (IllegalArgumentException _) {
    return null;
  }
}

// Opens a socket of ICMP. One for datagrams takes no privilege, where the sysctl
// net.ipv4.ping_group_range lets this group have it; a raw one takes CAP_NET_RAW.
PosixSocket open_socket() throws IOException {
  AddressFamily family = v4 ? AF_INET : AF_INET6;
  Protocol protocol = v4 ? IPPROTO_ICMP : IPPROTO_ICMPV6;
  try {
    return PosixSocket.open(family, SOCK_DGRAM, protocol);
  } catch (ErrnoException e) {
    if (e.errno() != Errno.EACCES) {
      throw e;
    }
    raw = true;
    return PosixSocket.open(family, SOCK_RAW, protocol);
  }
}

void set_options(PosixSocket socket) throws IOException {
  // A raw socket gets a copy of every ICMP message, even of our own requests: let only replies in.
  if (raw && v4) {
    socket.setsockopt(ICMP_FILTER, ~(1 << IcmpH.ICMP_ECHOREPLY));
  } else if (raw) {
    socket.setsockopt(ICMPV6_FILTER, Icmp6Filter.blockAll().pass(IcmpH.ICMP6_ECHO_REPLY));
  }
  // The TTL, which IPv6 calls hop limit, comes as a control message.
  socket.setsockopt(v4 ? IP_RECVTTL : IPV6_RECVHOPLIMIT, true);
}

// A request. Both ICMPs have the same header for it, but for the type.
byte[] request(int sequence) {
  var message = ByteBuffer.allocate(LENGTH);
  for (int i = 0; i < LENGTH; i++) {
    message.put(i, (byte) i);
  }
  message.put(0, (byte) (v4 ? IcmpH.ICMP_ECHO : IcmpH.ICMP6_ECHO_REQUEST));
  message.put(1, (byte) 0); // code
  message.putShort(2, (short) 0); // checksum
  message.putShort(4, id()); // not in a datagram socket: its port comes there
  message.putShort(6, (short) sequence);
  if (raw && v4) { // elsewhere the kernel does it
    message.putShort(2, checksum(message));
  }
  return message.array();
}

short id() {
  return (short) ProcessHandle.current().pid();
}

// The sum of RFC 1071; the length is even.
short checksum(ByteBuffer message) {
  int sum = 0;
  for (int i = 0; i < LENGTH; i += 2) {
    sum += Short.toUnsignedInt(message.getShort(i));
  }
  while (sum > 0xffff) {
    sum = (sum & 0xffff) + (sum >> 16);
  }
  return (short) ~sum;
}

// How many bytes there are before the ICMP message; -1 if this is not the reply to our request.
int reply_start(ByteBuffer data, long length, int sequence) {
  // The IP header with its options
  int start = raw && v4 && length > 0 ? (data.get(0) & 0xf) * 4 : 0;
  if (length < start + HEADER) {
    return -1;
  }
  int type = Byte.toUnsignedInt(data.get(start));
  boolean ours =
      type == (v4 ? IcmpH.ICMP_ECHOREPLY : IcmpH.ICMP6_ECHO_REPLY)
          && data.getShort(start + 6) == (short) sequence
          && (!raw || data.getShort(start + 4) == id());
  return ours ? start : -1;
}

// Sends a request and waits for the reply, a second at most; whether it came.
boolean ping(PosixSocket socket, String host, int sequence) throws IOException {
  long start = System.nanoTime(); // the first one takes long: its classes are yet to be loaded
  byte[] message = request(sequence);
  socket.send(message, 0, message.length);
  var patient = socket.within(Duration.ofSeconds(1)); // all that is received, together
  var data = new byte[ROOM];
  try {
    while (true) {
      var received = patient.recvmsg(MsgFlags.NONE, 64, MemorySegment.ofArray(data));
      int header = reply_start(ByteBuffer.wrap(data), received.length(), sequence);
      if (header == -1) {
        continue; // other programs ping, too
      }
      long took = System.nanoTime() - start;
      int ttl =
          v4
              ? received.first(Cmsg.Ttl.class).map(Cmsg.Ttl::ttl).orElse(-1)
              : received.first(Cmsg.HopLimit.class).map(Cmsg.HopLimit::hopLimit).orElse(-1);
      IO.print((received.length() - header) + " bytes from " + host + ": icmp_seq=" + sequence);
      IO.println(String.format(Locale.ROOT, " ttl=%d time=%.3f ms", ttl, took / 1e6));
      return true;
    }
  } catch (SocketTimeoutException _) {
    IO.println("no answer from " + host + ": icmp_seq=" + sequence);
    return false;
  }
}
