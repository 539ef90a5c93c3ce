// Tells a server who it is: not at all, truly, and falsely.
import static posix.sockets.Constants.*;

import module posix.sockets;

void main(String[] args) throws IOException {
  System.exit(run(args));
}

int run(String[] args) throws IOException {
  Unix address;
  try {
    address = Unix.path(args.length == 1 ? args[0] : "");
  } catch (IllegalArgumentException _) { // empty, or too long
    System.err.println("usage: credentials_client path");
    return 1;
  }
  try (var socket = PosixSocket.open(AF_UNIX, SOCK_SEQPACKET)) {
    socket.connect(address);
    int pid = Posix.getpid();
    int uid = Posix.getuid();
    int gid = Posix.getgid();
    // Works in both directions: who called listen.
    Ucred server = socket.getsockopt(SO_PEERCRED);
    IO.println("the server has " + (server.uid() == uid ? "the same" : "another") + " user");

    // Without credentials: the kernel adds them, since the server asked for them.
    socket.send(text("plain"));
    socket.sendmsg(text("true"), new Cmsg.Credentials(pid, uid, gid));
    // Another user: for root alone.
    try {
      socket.sendmsg(text("forged"), new Cmsg.Credentials(pid, uid + 1, gid));
      IO.println("forged: sent, as root may");
    } catch (ErrnoException e) {
      if (e.errno() != Errno.EPERM) {
        throw e;
      }
      IO.println("forged: " + e.strerror());
    }
    return 0;
  } catch (ErrnoException e) {
    e.perror();
  }
  return 1;
}

MemorySegment text(String text) {
  return MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8));
}
