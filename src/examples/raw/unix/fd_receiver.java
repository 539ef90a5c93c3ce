// Receives open files from another process, and prints what is in them.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int MAX_FDS = 253; // the kernel passes no more in one message

// Reads a decimal number from min to max, or answers -1; parseLong alone would also take "+1".
int parse_number(String text, int min, int max) {
  if (!text.matches("0*[0-9]{1,18}")) {
    return -1;
  }
  long number = Long.parseLong(text);
  return number >= min && number <= max ? (int) number : -1;
}

String bound; // the path that bind has made, once it has

// Ends the program if a call has failed; no path stays behind.
int check(int result, String call) {
  if (result == -1) {
    perror(call);
    if (bound != null) {
      unlink(bound);
    }
    System.exit(1);
  }
  return result;
}

// Fills in the address of a path; false if the path does not fit.
boolean unix_address(String path, MemorySegment address) {
  byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
  MemorySegment sun_path = sockaddr_un.sun_path(address);
  if (bytes.length == 0 || bytes.length >= sun_path.byteSize()) {
    return false;
  }
  address.fill((byte) 0);
  sockaddr_un.sun_family(address, (short) AF_UNIX);
  MemorySegment.copy(bytes, 0, sun_path, ValueLayout.JAVA_BYTE, 0, bytes.length);
  return true;
}

// Writes all of the buffer: one write may take fewer bytes than it is given.
void write_all(int fd, MemorySegment buffer, long length) {
  while (length > 0) {
    long written = write(fd, buffer, length);
    if (written == -1 && errno() == EINTR) {
      continue;
    }
    check((int) written, "write");
    buffer = buffer.asSlice(written);
    length -= written;
  }
}

// Prints a file from where its descriptor stands. The number is ours; the sender has another one.
void print_file(int fd) {
  int flags = check(fcntl(fd, F_GETFD), "fcntl");
  IO.println("a file, closed by exec: " + ((flags & FD_CLOEXEC) != 0 ? "yes" : "no"));
  MemorySegment buffer = Arena.ofAuto().allocate(1024);
  while (true) {
    long length = read(fd, buffer, buffer.byteSize());
    if (length == -1 && errno() == EINTR) {
      continue;
    }
    if (check((int) length, "read") == 0) { // end of file
      return;
    }
    write_all(STDOUT_FILENO, buffer, length);
  }
}

// Receives one message, and the files that come with it.
void receive(int client, int room) {
  // One arena for all: while the message is in use, so is what it points to.
  var stack = Arena.ofAuto();
  MemorySegment data = iovec.allocate(stack);
  iovec.iov_base(data, stack.allocate(1));
  iovec.iov_len(data, 1);
  // Aligned as a cmsghdr has to be.
  MemorySegment control =
      stack.allocate(CMSG_SPACE((long) MAX_FDS * Integer.BYTES), cmsghdr.layout().byteAlignment());
  MemorySegment message = msghdr.allocate(stack);
  msghdr.msg_iov(message, data);
  msghdr.msg_iovlen(message, 1);
  msghdr.msg_control(message, control);
  // Not CMSG_SPACE, which rounds up: the kernel would put one more into the padding.
  msghdr.msg_controllen(message, CMSG_LEN((long) room * Integer.BYTES));
  long received;
  do { // atomically closed by exec: a fcntl after it may be too late, if a thread forks
    received = recvmsg(client, message, MSG_CMSG_CLOEXEC);
  } while (received == -1 && errno() == EINTR);
  check((int) received, "recvmsg");
  if (received == 0) {
    System.err.println("recvmsg: connection closed by the sender");
    unlink(bound);
    System.exit(1);
  }

  // Each descriptor that arrived is open here, and has to be closed, whatever it is.
  for (MemorySegment cmsg = CMSG_FIRSTHDR(message);
      !cmsg.equals(NULL);
      cmsg = CMSG_NXTHDR(message, cmsg)) {
    if (cmsghdr.cmsg_level(cmsg) != SOL_SOCKET || cmsghdr.cmsg_type(cmsg) != SCM_RIGHTS) {
      continue;
    }
    long count = (cmsghdr.cmsg_len(cmsg) - CMSG_LEN(0)) / Integer.BYTES;
    IO.println("descriptors: " + count);
    for (long i = 0; i < count; i++) {
      int fd = CMSG_DATA(cmsg).getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, i);
      print_file(fd);
      check(close(fd), "close");
    }
  }
  if ((msghdr.msg_flags(message) & MSG_CTRUNC) != 0) {
    IO.println("MSG_CTRUNC: more were sent than there was room for");
  }
}

int run(String[] args) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment address = sockaddr_un.allocate(stack);
  int room = args.length > 1 ? parse_number(args[1], 1, MAX_FDS) : MAX_FDS;
  if (args.length < 1 || args.length > 2 || !unix_address(args[0], address) || room == -1) {
    System.err.println("usage: fd_receiver path [room]");
    return 1;
  }

  int server = check(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
  check(bind(server, address, (int) address.byteSize()), "bind");
  bound = args[0];
  check(listen(server, 1), "listen");
  IO.println("waiting for a sender");
  int client;
  do {
    client = accept(server, NULL, NULL);
  } while (client == -1 && errno() == EINTR);
  check(client, "accept");
  receive(client, room);

  // close leaves the path where it is.
  check(close(client), "close");
  check(close(server), "close");
  check(unlink(bound), "unlink");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
