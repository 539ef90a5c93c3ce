// Receives datagrams, of IPv4 or IPv6, and prints who has sent each of them.
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

// The address that a text means, of whichever family; it is copied, so that nothing stays to free.
void look_up(String host, String port, MemorySegment address, MemorySegment length) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment hints = addrinfo.allocate(stack);
  addrinfo.ai_flags(hints, AI_NUMERICHOST | AI_NUMERICSERV);
  addrinfo.ai_socktype(hints, SOCK_DGRAM);
  MemorySegment found = stack.allocate(posix_h.C_POINTER);
  int error = getaddrinfo(host, port, hints, found);
  if (error != 0) {
    System.err.println("getaddrinfo: " + gai_strerror(error));
    System.exit(1);
  }
  MemorySegment first = found.get(posix_h.C_POINTER, 0);
  MemorySegment.copy(addrinfo.ai_addr(first), 0, address, 0, addrinfo.ai_addrlen(first));
  length.set(ValueLayout.JAVA_INT, 0, addrinfo.ai_addrlen(first));
  freeaddrinfo(first);
}

// Writes an address as 127.0.0.1:8888 or [::1]:8888.
String address_text(MemorySegment address, int length) {
  var stack = Arena.ofAuto();
  MemorySegment host = stack.allocate(NI_MAXHOST);
  MemorySegment port = stack.allocate(NI_MAXSERV);
  int flags = NI_NUMERICHOST | NI_NUMERICSERV;
  int error = getnameinfo(address, length, host, NI_MAXHOST, port, NI_MAXSERV, flags);
  if (error != 0) {
    System.err.println("getnameinfo: " + gai_strerror(error));
    System.exit(1);
  }
  String text = host.getString(0);
  return (text.indexOf(':') == -1 ? text : "[" + text + "]") + ":" + port.getString(0);
}

// Receives one datagram; an empty one is a datagram too, and not the end of anything.
void print_datagram(int fd) {
  var stack = Arena.ofAuto();
  MemorySegment buffer = stack.allocate(16); // small: what does not fit of a datagram is lost
  MemorySegment sender = sockaddr_storage.allocate(stack);
  MemorySegment length = stack.allocate(ValueLayout.JAVA_INT);
  long received;
  do {
    length.set(ValueLayout.JAVA_INT, 0, (int) sender.byteSize()); // recvfrom writes to it
    // With MSG_TRUNC it returns the datagram's own length, even where that is more than fits.
    received = recvfrom(fd, buffer, buffer.byteSize(), MSG_TRUNC, sender, length);
  } while (received == -1 && errno() == EINTR);
  check((int) received, "recvfrom");
  String text = address_text(sender, length.get(ValueLayout.JAVA_INT, 0));
  long kept = Math.min(received, buffer.byteSize());
  IO.print(received + " bytes from " + text + ": ");
  System.out.writeBytes(buffer.asSlice(0, kept).toArray(ValueLayout.JAVA_BYTE));
  IO.println(received > kept ? "... cut" : "");
}

int run(String[] args) {
  int port = args.length > 1 ? parse_number(args[1], 0, 65535) : -1;
  int count = args.length > 2 ? parse_number(args[2], 1, Integer.MAX_VALUE) : -1;
  if (args.length != 3 || port == -1 || count == -1) {
    System.err.println("usage: listener address port count");
    return 1;
  }

  // A socket of the address's family, bound to the address
  var stack = Arena.ofAuto();
  MemorySegment address = sockaddr_storage.allocate(stack);
  MemorySegment length = stack.allocate(ValueLayout.JAVA_INT);
  look_up(args[0], args[1], address, length);
  int fd = check(socket(sockaddr_storage.ss_family(address), SOCK_DGRAM, 0), "socket");
  check(bind(fd, address, length.get(ValueLayout.JAVA_INT, 0)), "bind");

  // Port 0 let the kernel choose: ask which one
  length.set(ValueLayout.JAVA_INT, 0, (int) address.byteSize());
  check(getsockname(fd, address, length), "getsockname");
  String text = address_text(address, length.get(ValueLayout.JAVA_INT, 0));
  IO.println("bound to " + text);

  // No listen, no accept: datagrams of all senders arrive at the one socket
  for (int received = 0; received < count; received++) {
    print_datagram(fd);
  }
  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
