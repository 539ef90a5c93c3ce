// Tells who its client is: as the kernel saw it connect, and as it vouches for each message.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

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

String same(boolean equal) {
  return equal ? "the same" : "another";
}

// Receives one message and prints who sent it; false at the end.
boolean receive(int client, MemorySegment peer) {
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
  check((int) received, "recvmsg");
  if (received == 0) { // no message: end of file
    return false;
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
  return true;
}

void serve(int client) {
  var stack = Arena.ofAuto();
  MemorySegment peer = ucred.allocate(stack);
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) peer.byteSize());
  check(getsockopt(client, SOL_SOCKET, SO_PEERCRED, peer, length), "getsockopt");
  IO.println(
      "connected: "
          + same(ucred.pid(peer) == getpid())
          + " process, "
          + same(ucred.uid(peer) == getuid())
          + " user, "
          + same(ucred.gid(peer) == getgid())
          + " group as the server");
  while (receive(client, peer)) {}
}

int run(String[] args) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment address = sockaddr_un.allocate(stack);
  if (args.length != 1 || !unix_address(args[0], address)) {
    System.err.println("usage: credentials_server path");
    return 1;
  }

  // Each packet comes with its own credentials.
  int server = check(socket(AF_UNIX, SOCK_SEQPACKET, 0), "socket");
  // Before listen, so that each connection has it from its first message on.
  MemorySegment on = stack.allocateFrom(ValueLayout.JAVA_INT, 1);
  check(setsockopt(server, SOL_SOCKET, SO_PASSCRED, on, (int) on.byteSize()), "setsockopt");
  check(bind(server, address, (int) address.byteSize()), "bind");
  bound = args[0];
  check(listen(server, 1), "listen");
  IO.println("waiting for a client");
  int client;
  do {
    client = accept(server, NULL, NULL);
  } while (client == -1 && errno() == EINTR);
  check(client, "accept");
  serve(client);

  // close leaves the path where it is.
  check(close(client), "close");
  check(close(server), "close");
  check(unlink(bound), "unlink");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
