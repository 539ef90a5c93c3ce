// Opens files and passes them on to another process, which need not be able to open them itself.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int MAX_FDS = 253; // the kernel passes no more in one message

// Ends the program if a call has failed.
int check(int result, String call) {
  if (result == -1) {
    perror(call);
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

// Sends one message with descriptors beside it.
void send_fds(int fd, int[] fds, int count) {
  // One arena for all: while the message is in use, so is what it points to.
  var stack = Arena.ofAuto();
  MemorySegment data = iovec.allocate(stack);
  iovec.iov_base(data, stack.allocate(1)); // on a stream, descriptors go with data and not alone
  iovec.iov_len(data, 1);
  // Aligned as a cmsghdr has to be; Java makes it zeros.
  MemorySegment control =
      stack.allocate(CMSG_SPACE((long) MAX_FDS * Integer.BYTES), cmsghdr.layout().byteAlignment());
  MemorySegment message = msghdr.allocate(stack);
  msghdr.msg_iov(message, data);
  msghdr.msg_iovlen(message, 1);
  msghdr.msg_control(message, control);
  msghdr.msg_controllen(message, CMSG_SPACE((long) count * Integer.BYTES));
  MemorySegment cmsg = CMSG_FIRSTHDR(message);
  cmsghdr.cmsg_level(cmsg, SOL_SOCKET);
  cmsghdr.cmsg_type(cmsg, SCM_RIGHTS);
  cmsghdr.cmsg_len(cmsg, CMSG_LEN((long) count * Integer.BYTES));
  MemorySegment.copy(fds, 0, CMSG_DATA(cmsg), ValueLayout.JAVA_INT_UNALIGNED, 0, count);
  long sent;
  do {
    sent = sendmsg(fd, message, 0);
  } while (sent == -1 && errno() == EINTR);
  check((int) sent, "sendmsg");
}

int run(String[] args) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment address = sockaddr_un.allocate(stack);
  int count = args.length - 1;
  if (count < 1 || count > MAX_FDS || !unix_address(args[0], address)) {
    System.err.println("usage: fd_sender path file...");
    return 1;
  }

  var fds = new int[MAX_FDS];
  for (int i = 0; i < count; i++) {
    fds[i] = check(open(args[i + 1], O_RDONLY | O_CLOEXEC), "open");
  }

  int fd = check(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
  // Interrupted, it has done nothing yet and may be repeated: not so over TCP.
  int connected;
  do {
    connected = connect(fd, address, (int) address.byteSize());
  } while (connected == -1 && errno() == EINTR);
  check(connected, "connect");
  send_fds(fd, fds, count);
  IO.println("passed " + count + " files");

  // The receiver has its own descriptors of the files by now, even if it has not read them yet.
  for (int i = 0; i < count; i++) {
    check(close(fds[i]), "close");
  }
  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
