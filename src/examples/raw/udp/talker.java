// Sends each of its arguments as a datagram, to a host of IPv4 or IPv6.
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

// The first address of a host: no connection could tell which of several are reached.
void look_up(String host, String port, MemorySegment address, MemorySegment length) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment hints = addrinfo.allocate(stack);
  addrinfo.ai_flags(hints, AI_NUMERICSERV);
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

int run(String[] args) {
  int port = args.length > 1 ? parse_number(args[1], 1, 65535) : -1;
  if (args.length < 3 || port == -1) {
    System.err.println("usage: talker host port message...");
    return 1;
  }

  // A socket of the address's family; the first sendto binds it to a port of its own
  var stack = Arena.ofAuto();
  MemorySegment address = sockaddr_storage.allocate(stack);
  MemorySegment length = stack.allocate(ValueLayout.JAVA_INT);
  look_up(args[0], args[1], address, length);
  String text = address_text(address, length.get(ValueLayout.JAVA_INT, 0));
  int fd = check(socket(sockaddr_storage.ss_family(address), SOCK_DGRAM, 0), "socket");

  // A datagram is sent whole or not at all; that it was sent says nothing of its arrival
  for (int i = 2; i < args.length; i++) {
    MemorySegment message = stack.allocateFrom(args[i]); // with a NUL, which is not sent
    long sent;
    do {
      sent =
          sendto(
              fd, message, message.byteSize() - 1, 0, address, length.get(ValueLayout.JAVA_INT, 0));
    } while (sent == -1 && errno() == EINTR);
    check((int) sent, "sendto");
    IO.println(sent + " bytes to " + text);
  }
  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
