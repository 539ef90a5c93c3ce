// Tells a server who it is: not at all, truly, and falsely.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

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

// Sends a text with credentials beside it; -1 if that fails, with errno saying why.
int send_with(int fd, String text, MemorySegment credentials) {
  // One arena for all: while the message is in use, so is what it points to.
  var stack = Arena.ofAuto();
  MemorySegment data = iovec.allocate(stack);
  iovec.iov_base(data, stack.allocateFrom(text));
  iovec.iov_len(data, text.length());
  // Aligned as a cmsghdr has to be; Java makes it zeros.
  MemorySegment control =
      stack.allocate(CMSG_SPACE(credentials.byteSize()), cmsghdr.layout().byteAlignment());
  MemorySegment message = msghdr.allocate(stack);
  msghdr.msg_iov(message, data);
  msghdr.msg_iovlen(message, 1);
  msghdr.msg_control(message, control);
  msghdr.msg_controllen(message, control.byteSize());
  MemorySegment cmsg = CMSG_FIRSTHDR(message);
  cmsghdr.cmsg_level(cmsg, SOL_SOCKET);
  cmsghdr.cmsg_type(cmsg, SCM_CREDENTIALS);
  cmsghdr.cmsg_len(cmsg, CMSG_LEN(credentials.byteSize()));
  CMSG_DATA(cmsg).asSlice(0, credentials.byteSize()).copyFrom(credentials);
  long sent;
  do {
    sent = sendmsg(fd, message, 0);
  } while (sent == -1 && errno() == EINTR);
  return sent == -1 ? -1 : 0;
}

int run(String[] args) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment address = sockaddr_un.allocate(stack);
  if (args.length != 1 || !unix_address(args[0], address)) {
    System.err.println("usage: credentials_client path");
    return 1;
  }

  int fd = check(socket(AF_UNIX, SOCK_SEQPACKET, 0), "socket");
  // Interrupted, it has done nothing yet and may be repeated: not so over TCP.
  int connected;
  do {
    connected = connect(fd, address, (int) address.byteSize());
  } while (connected == -1 && errno() == EINTR);
  check(connected, "connect");
  // Works in both directions: who called listen.
  MemorySegment server = ucred.allocate(stack);
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) server.byteSize());
  check(getsockopt(fd, SOL_SOCKET, SO_PEERCRED, server, length), "getsockopt");
  boolean same_user = ucred.uid(server) == getuid();
  IO.println("the server has " + (same_user ? "the same" : "another") + " user");

  // Without credentials: the kernel adds them, since the server asked for them.
  long sent;
  do {
    sent = send(fd, stack.allocateFrom("plain"), 5, 0);
  } while (sent == -1 && errno() == EINTR);
  check((int) sent, "send");
  MemorySegment own = ucred.allocate(stack);
  ucred.pid(own, getpid());
  ucred.uid(own, getuid());
  ucred.gid(own, getgid());
  check((int) send_with(fd, "true", own), "sendmsg");
  // Another user: for root alone.
  MemorySegment forged = ucred.allocate(stack);
  ucred.pid(forged, ucred.pid(own));
  ucred.uid(forged, ucred.uid(own) + 1);
  ucred.gid(forged, ucred.gid(own));
  if (send_with(fd, "forged", forged) == 0) {
    IO.println("forged: sent, as root may");
  } else if (errno() == EPERM) {
    IO.println("forged: " + strerror(errno()));
  } else {
    perror("sendmsg");
    return 1;
  }

  check(close(fd), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
