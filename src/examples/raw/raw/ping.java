// Sends echo requests of ICMP, over IPv4 or IPv6, and prints how long each reply took.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int LENGTH = 64; // of a message: 8 bytes of header, 56 of data
final int ROOM = 128; // for a reply, before which a raw socket of IPv4 has the IP header
final long SECOND = 1_000_000_000;

int fd;
int family;
boolean raw;

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

// Opens a socket of ICMP. One for datagrams takes no privilege, where the sysctl
// net.ipv4.ping_group_range lets this group have it; a raw one takes CAP_NET_RAW.
void open_socket() {
  int protocol = family == AF_INET ? IPPROTO_ICMP : IPPROTO_ICMPV6;
  fd = socket(family, SOCK_DGRAM, protocol);
  if (fd == -1 && errno() == EACCES) {
    raw = true;
    fd = socket(family, SOCK_RAW, protocol);
  }
  check(fd, "socket");
}

// A raw socket gets a copy of every ICMP message, even of our own requests: let only replies in.
void filter_replies() {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  if (family == AF_INET) {
    MemorySegment filter = stack.allocateFrom(ValueLayout.JAVA_INT, ~(1 << ICMP_ECHOREPLY));
    check(setsockopt(fd, SOL_RAW, ICMP_FILTER, filter, (int) filter.byteSize()), "setsockopt");
    return;
  }
  MemorySegment filter = icmp6_filter.allocate(stack);
  filter.fill((byte) 0xff); // a bit for each type that is blocked
  int word = ICMP6_ECHO_REPLY >> 5;
  int bit = 1 << (ICMP6_ECHO_REPLY & 31);
  icmp6_filter.icmp6_filt(filter, word, icmp6_filter.icmp6_filt(filter, word) & ~bit);
  check(
      setsockopt(fd, IPPROTO_ICMPV6, ICMP6_FILTER, filter, (int) filter.byteSize()), "setsockopt");
}

void set_options() {
  var stack = Arena.ofAuto();
  // The TTL, which IPv6 calls hop limit, comes as a control message
  MemorySegment on = stack.allocateFrom(ValueLayout.JAVA_INT, 1);
  int level = family == AF_INET ? IPPROTO_IP : IPPROTO_IPV6;
  int option = family == AF_INET ? IP_RECVTTL : IPV6_RECVHOPLIMIT;
  check(setsockopt(fd, level, option, on, (int) on.byteSize()), "setsockopt");
  MemorySegment timeout = timeval.allocate(stack);
  timeval.tv_sec(timeout, 1);
  check(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, timeout, (int) timeout.byteSize()), "setsockopt");
}

// The sum of RFC 1071, in network byte order; the length is even.
short checksum(MemorySegment bytes) {
  int sum = 0;
  for (long i = 0; i < bytes.byteSize(); i += 2) {
    sum += ntohs(bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED, i));
  }
  while (sum > 0xffff) {
    sum = (sum & 0xffff) + (sum >> 16);
  }
  return htons(~sum);
}

// Sends a request. Both ICMPs have the same header for it, but for the type.
void send_request(int sequence) {
  MemorySegment message = Arena.ofAuto().allocate(LENGTH, 4);
  for (int i = 0; i < LENGTH; i++) {
    message.set(ValueLayout.JAVA_BYTE, i, (byte) i);
  }
  MemorySegment header = message.asSlice(0, icmphdr.sizeof());
  header.fill((byte) 0);
  icmphdr.type(header, (byte) (family == AF_INET ? ICMP_ECHO : ICMP6_ECHO_REQUEST));
  MemorySegment echo = icmphdr.un.echo(icmphdr.un(header));
  icmphdr.un.echo.id(echo, htons(getpid())); // not in a datagram socket: its port comes there
  icmphdr.un.echo.sequence(echo, htons(sequence));
  if (raw && family == AF_INET) { // elsewhere the kernel does it
    icmphdr.checksum(header, checksum(message));
  }
  long sent;
  do {
    sent = send(fd, message, LENGTH, 0);
  } while (sent == -1 && errno() == EINTR);
  check((int) sent, "send");
}

// How many bytes there are before the ICMP message; -1 if this is not the reply to our request.
int reply_start(MemorySegment data, long length, int sequence) {
  int start = 0;
  if (raw && family == AF_INET && length > 0) {
    start = (data.get(ValueLayout.JAVA_BYTE, 0) & 0xf) * 4; // the IP header with its options
  }
  if (length < start + icmphdr.sizeof()) {
    return -1;
  }
  MemorySegment header = data.asSlice(start, icmphdr.sizeof());
  MemorySegment echo = icmphdr.un.echo(icmphdr.un(header));
  int type = Byte.toUnsignedInt(icmphdr.type(header));
  boolean ours =
      type == (family == AF_INET ? ICMP_ECHOREPLY : ICMP6_ECHO_REPLY)
          && icmphdr.un.echo.sequence(echo) == htons(sequence)
          && (!raw || icmphdr.un.echo.id(echo) == htons(getpid()));
  return ours ? start : -1;
}

// Sends a request and waits for the reply, a second at most; whether it came.
boolean ping(String host, int sequence) {
  long start = System.nanoTime(); // the first one takes long: its classes are yet to be loaded
  send_request(sequence);
  // Closed at the end: what the structs point to has to be there until then.
  try (var stack = Arena.ofConfined()) {
    while (System.nanoTime() - start < SECOND) {
      MemorySegment data = stack.allocate(ROOM, 4);
      MemorySegment control = stack.allocate(CMSG_SPACE(Integer.BYTES), 8);
      MemorySegment vector = iovec.allocate(stack);
      iovec.iov_base(vector, data);
      iovec.iov_len(vector, data.byteSize());
      MemorySegment message = msghdr.allocate(stack);
      msghdr.msg_iov(message, vector);
      msghdr.msg_iovlen(message, 1);
      msghdr.msg_control(message, control);
      msghdr.msg_controllen(message, control.byteSize());
      long received = recvmsg(fd, message, 0);
      if (received == -1 && (errno() == EINTR || errno() == EAGAIN)) {
        continue;
      }
      check((int) received, "recvmsg");
      int header = reply_start(data, received, sequence);
      if (header == -1) {
        continue; // other programs ping, too
      }
      long took = System.nanoTime() - start;
      int ttl = -1;
      MemorySegment cmsg = CMSG_FIRSTHDR(message);
      if (!cmsg.equals(NULL)) { // no other was asked for
        ttl = CMSG_DATA(cmsg).get(ValueLayout.JAVA_INT, 0);
      }
      IO.print((received - header) + " bytes from " + host + ": icmp_seq=" + sequence);
      IO.println(String.format(Locale.ROOT, " ttl=%d time=%.3f ms", ttl, took / 1e6));
      return true;
    }
  }
  IO.println("no answer from " + host + ": icmp_seq=" + sequence);
  return false;
}

int run(String[] args) throws InterruptedException {
  var stack = Arena.ofAuto();
  MemorySegment address = sockaddr_in6.allocate(stack); // has room for a sockaddr_in, too
  int length = args.length > 0 ? parse_address(args[0], address) : 0;
  int count = args.length > 1 ? parse_number(args[1], 1, 65535) : -1;
  int pause = args.length > 2 ? parse_number(args[2], 0, 10000) : -1;
  if (args.length != 3 || length == 0 || count == -1 || pause == -1) {
    System.err.println("usage: ping address count milliseconds");
    return 1;
  }

  family = sockaddr.sa_family(address);
  open_socket();
  if (raw) {
    filter_replies();
  }
  set_options();
  // Connected: only what comes from there is received
  check(connect(fd, address, length), "connect");
  IO.println("PING " + args[0] + " with a " + (raw ? "raw" : "datagram") + " socket");

  int answered = 0;
  for (int sequence = 1; sequence <= count; sequence++) {
    if (sequence > 1) {
      Thread.sleep(pause);
    }
    answered += ping(args[0], sequence) ? 1 : 0;
  }
  IO.println(count + " sent, " + answered + " answered");
  check(close(fd), "close");
  return answered > 0 ? 0 : 1;
}

void main(String[] args) throws InterruptedException {
  System.exit(run(args));
}
