// Opens files and passes them on to another process, which need not be able to open them itself.
import static posix.sockets.Constants.*;

import module posix.sockets;

final int MAX_FDS = 253; // the kernel passes no more in one message

void main(String[] args) throws IOException {
  System.exit(run(args));
}

int run(String[] args) throws IOException {
  Unix address;
  try {
    boolean fits = args.length >= 2 && args.length - 1 <= MAX_FDS;
    address = Unix.path(fits ? args[0] : "");
  } catch (IllegalArgumentException _) { // empty, or too long
    System.err.println("usage: fd_sender path file...");
    return 1;
  }
  // Java's own files do not tell their descriptors: so much is left to the raw calls.
  var fds = new int[args.length - 1];
  for (int i = 0; i < fds.length; i++) {
    fds[i] = Posix.open(args[i + 1], Posix.O_RDONLY | Posix.O_CLOEXEC);
    if (fds[i] == -1) {
      Posix.perror("open");
      return 1;
    }
  }
  try (var socket = PosixSocket.open(AF_UNIX, SOCK_STREAM)) {
    socket.connect(address);
    // On a stream, descriptors go with data and not alone.
    socket.sendmsg(Arena.ofAuto().allocate(1), Cmsg.Rights.of(fds));
    IO.println("passed " + fds.length + " files");
    // The receiver has its own descriptors of the files by now, even if it has not read them yet.
    for (int fd : fds) {
      if (Posix.close(fd) == -1) {
        Posix.perror("close");
        return 1;
      }
    }
    return 0;
  } catch (ErrnoException e) {
    e.perror();
  }
  return 1;
}
