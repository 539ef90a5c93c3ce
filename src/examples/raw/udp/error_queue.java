// Asks the error queue of a UDP socket, which is not connected, what became of a datagram.
import static java.nio.charset.StandardCharsets.UTF_8;
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int WAIT = 500; // milliseconds

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

void print_address(String name, MemorySegment address) {
  String text = inet_ntop(AF_INET, sockaddr_in.sin_addr(address));
  if (text == null) {
    perror("inet_ntop");
    System.exit(1);
  }
  IO.println(name + " " + text + ":" + ntohs(sockaddr_in.sin_port(address)));
}

// Prints the struct sock_extended_err, which comes as a control message.
void print_error(MemorySegment error) {
  IO.println("error: " + strerror(sock_extended_err.ee_errno(error)));
  int origin = Byte.toUnsignedInt(sock_extended_err.ee_origin(error));
  IO.println(
      "origin: "
          + (origin == SO_EE_ORIGIN_ICMP
              ? "ICMP"
              : origin == SO_EE_ORIGIN_LOCAL ? "this machine" : "other"));
  int type = Byte.toUnsignedInt(sock_extended_err.ee_type(error));
  IO.println("type " + type + ", code " + Byte.toUnsignedInt(sock_extended_err.ee_code(error)));
  MemorySegment offender = SO_EE_OFFENDER(error);
  if (sockaddr.sa_family(offender) == AF_INET) { // AF_UNSPEC: nobody knows
    print_address("reported by", offender);
  }
}

// Takes one message off the queue; it never blocks. False where the queue is empty.
boolean next_error(int fd) {
  // Closed at the end: what the structs point to has to be there until then.
  try (var stack = Arena.ofConfined()) {
    MemorySegment to = sockaddr_in.allocate(stack);
    MemorySegment data = stack.allocate(64);
    MemorySegment control =
        stack.allocate(CMSG_SPACE(sock_extended_err.sizeof() + sockaddr_in.sizeof()), 8);
    MemorySegment vector = iovec.allocate(stack);
    iovec.iov_base(vector, data);
    iovec.iov_len(vector, data.byteSize());
    MemorySegment message = msghdr.allocate(stack);
    msghdr.msg_name(message, to);
    msghdr.msg_namelen(message, (int) to.byteSize());
    msghdr.msg_iov(message, vector);
    msghdr.msg_iovlen(message, 1);
    msghdr.msg_control(message, control);
    msghdr.msg_controllen(message, control.byteSize());
    long received = recvmsg(fd, message, MSG_ERRQUEUE);
    if (received == -1 && errno() == EAGAIN) {
      return false;
    }
    check((int) received, "recvmsg");
    // The data is what was sent, and the address the one it was sent to
    byte[] bytes = data.asSlice(0, received).toArray(ValueLayout.JAVA_BYTE);
    IO.println("not delivered: \"" + new String(bytes, UTF_8) + "\"");
    print_address("sent to", to);
    for (MemorySegment cmsg = CMSG_FIRSTHDR(message);
        !cmsg.equals(NULL);
        cmsg = CMSG_NXTHDR(message, cmsg)) {
      if (cmsghdr.cmsg_level(cmsg) == IPPROTO_IP && cmsghdr.cmsg_type(cmsg) == IP_RECVERR) {
        print_error(CMSG_DATA(cmsg));
      }
    }
    return true;
  }
}

int run(String[] args) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment address = sockaddr_in.allocate(stack);
  int port = args.length > 1 ? parse_number(args[1], 1, 65535) : -1;
  if (args.length != 2
      || inet_pton(AF_INET, args[0], sockaddr_in.sin_addr(address)) != 1
      || port == -1) {
    System.err.println("usage: error_queue address port");
    return 1;
  }
  sockaddr_in.sin_family(address, (short) AF_INET);
  sockaddr_in.sin_port(address, htons(port));

  // Without IP_RECVERR only a connected socket would hear of an error, and no details
  int fd = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
  MemorySegment on = stack.allocateFrom(ValueLayout.JAVA_INT, 1);
  check(setsockopt(fd, IPPROTO_IP, IP_RECVERR, on, (int) on.byteSize()), "setsockopt");
  MemorySegment text = stack.allocateFrom(ValueLayout.JAVA_BYTE, "hello?".getBytes(UTF_8));
  long sent;
  do {
    sent = sendto(fd, text, text.byteSize(), 0, address, (int) address.byteSize());
  } while (sent == -1 && errno() == EINTR);
  check((int) sent, "sendto");

  // POLLERR cannot be asked for, and comes all the same: something is on the queue
  MemorySegment waiting = pollfd.allocate(stack);
  pollfd.fd(waiting, fd);
  pollfd.events(waiting, (short) 0);
  int ready;
  do {
    ready = poll(waiting, 1, WAIT);
  } while (ready == -1 && errno() == EINTR);
  if (check(ready, "poll") == 0) {
    IO.println("no error so far");
  }
  while (next_error(fd)) { // it prints what it takes
  }
  IO.println("the error queue is empty");

  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
