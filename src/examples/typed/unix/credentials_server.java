// Tells who its client is: as the kernel saw it connect, and as it vouches for each message.
import static posix.sockets.Constants.*;

import module posix.sockets;

void main(String[] args) {
  System.exit(run(args));
}

int run(String[] args) {
  Unix address;
  try {
    address = Unix.path(args.length == 1 ? args[0] : "");
  } catch (IllegalArgumentException _) { // empty, or too long
    System.err.println("usage: credentials_server path");
    return 1;
  }
  // Each packet comes with its own credentials.
  try (var server = PosixSocket.open(AF_UNIX, SOCK_SEQPACKET)) {
    server.setsockopt(SO_PASSCRED, true); // so that each connection has it from the beginning
    server.bind(address);
    try {
      server.listen(1);
      IO.println("waiting for a client");
      try (var client = server.accept().socket()) {
        serve(client);
      }
    } finally {
      Files.delete(Path.of(args[0])); // close leaves the path where it is
    }
    return 0;
  } catch (ErrnoException e) {
    e.perror();
  } catch (IOException e) {
    System.err.println("unlink: " + e.getMessage());
  }
  return 1;
}

void serve(PosixSocket client) throws IOException {
  Ucred peer = client.getsockopt(SO_PEERCRED);
  var own = new Ucred(Posix.getpid(), Posix.getuid(), Posix.getgid());
  IO.println("connected: " + compare(peer, own) + " as the server");
  int room = (int) Posix.CMSG_SPACE(3 * Integer.BYTES);
  MemorySegment text = Arena.ofAuto().allocate(16);
  Received received;
  while ((received = client.recvmsg(MsgFlags.NONE, room, text)).length() > 0) {
    System.out.writeBytes(text.asSlice(0, received.length()).toArray(ValueLayout.JAVA_BYTE));
    for (Cmsg cmsg : received.control()) {
      if (cmsg instanceof Cmsg.Credentials(int pid, int uid, int gid)) {
        IO.println(": " + compare(new Ucred(pid, uid, gid), peer));
      }
    }
  }
}

String compare(Ucred one, Ucred other) {
  return same(one.pid() == other.pid())
      + " process, "
      + same(one.uid() == other.uid())
      + " user, "
      + same(one.gid() == other.gid())
      + " group";
}

String same(boolean equal) {
  return equal ? "the same" : "another";
}
