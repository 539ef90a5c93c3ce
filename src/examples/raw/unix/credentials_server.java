// Tells who its client is: as the kernel saw it connect, and as it vouches for each message.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

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

String same(boolean equal) {
  return equal ? "the same" : "another";
}

// Receives one message and prints who sent it; 0 at the end, -1 for an error.
int receive(int client, MemorySegment peer) {
  // One arena for all: while the message is in use, so is what it points to.
  var stack = Arena.ofAuto();
  MemorySegment text = stack.allocate(16);
  MemorySegment data = iovec.allocate(stack);
  iovec.iov_base(data, text);
  iovec.iov_len(data, text.byteSize());
  // Aligned as a cmsghdr has to be.
  MemorySegment control =
      stack.allocate(CMSG_SPACE(ucred.sizeof()), cmsghdr.layout().byteAlignment());
  MemorySegment message = msghdr.allocate(stack);
  msghdr.msg_iov(message, data);
  msghdr.msg_iovlen(message, 1);
  msghdr.msg_control(message, control);
  msghdr.msg_controllen(message, control.byteSize());
  long received;
  do {
    received = recvmsg(client, message, 0);
  } while (received == -1 && errno() == EINTR);
  if (received == -1) {
    perror("recvmsg");
    return -1;
  }
  if (received == 0) { // no message: end of file
    return 0;
  }
  System.out.writeBytes(text.asSlice(0, received).toArray(ValueLayout.JAVA_BYTE));
  IO.print(":");
  for (MemorySegment cmsg = CMSG_FIRSTHDR(message);
      !cmsg.equals(NULL);
      cmsg = CMSG_NXTHDR(message, cmsg)) {
    if (cmsghdr.cmsg_level(cmsg) == SOL_SOCKET && cmsghdr.cmsg_type(cmsg) == SCM_CREDENTIALS) {
      MemorySegment sender = CMSG_DATA(cmsg);
      IO.print(" " + same(ucred.pid(sender) == ucred.pid(peer)) + " process, ");
      IO.print(same(ucred.uid(sender) == ucred.uid(peer)) + " user, ");
      IO.print(same(ucred.gid(sender) == ucred.gid(peer)) + " group");
    }
  }
  IO.println();
  return 1;
}

int serve(int client) {
  var stack = Arena.ofAuto();
  MemorySegment peer = ucred.allocate(stack);
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) peer.byteSize());
  if (getsockopt(client, SOL_SOCKET, SO_PEERCRED, peer, length) == -1) {
    perror("getsockopt");
    return -1;
  }
  IO.println(
      "connected: "
          + same(ucred.pid(peer) == getpid())
          + " process, "
          + same(ucred.uid(peer) == getuid())
          + " user, "
          + same(ucred.gid(peer) == getgid())
          + " group as the server");
  int result;
  while ((result = receive(client, peer)) == 1) {}
  return result;
}

int run(String[] args) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment address = sockaddr_un.allocate(stack);
  if (args.length != 1 || !unix_address(args[0], address)) {
    System.err.println("usage: credentials_server path");
    return 1;
  }

  // Each packet comes with its own credentials.
  int server = socket(AF_UNIX, SOCK_SEQPACKET, 0);
  if (server == -1) {
    perror("socket");
    return 1;
  }
  // Before listen, so that each connection has it from its first message on.
  MemorySegment on = stack.allocateFrom(ValueLayout.JAVA_INT, 1);
  if (setsockopt(server, SOL_SOCKET, SO_PASSCRED, on, (int) on.byteSize()) == -1) {
    perror("setsockopt");
    return 1;
  }
  if (bind(server, address, (int) address.byteSize()) == -1) {
    perror("bind");
    return 1;
  }
  int status = 1;
  int client = -1;
  if (listen(server, 1) == -1) {
    perror("listen");
  } else {
    IO.println("waiting for a client");
    while ((client = accept(server, NULL, NULL)) == -1 && errno() == EINTR) {}
    if (client == -1) {
      perror("accept");
    } else if (serve(client) == 0) {
      status = 0;
    }
  }

  // close leaves the path where it is.
  if ((client != -1 && close(client) == -1) || close(server) == -1) {
    perror("close");
    status = 1;
  }
  if (unlink(sockaddr_un.sun_path(address)) == -1) {
    perror("unlink");
    status = 1;
  }
  return status;
}

void main(String[] args) {
  System.exit(run(args));
}
