// Receives open files from another process, and prints what is in them.
import static posix.sockets.Constants.*;

import module posix.sockets;

final int MAX_FDS = 253; // the kernel passes no more in one message

// Without a buffer, and without System.out's silence about errors.
final OutputStream stdout = new FileOutputStream(FileDescriptor.out);

void main(String[] args) {
  System.exit(run(args));
}

int run(String[] args) {
  Unix address;
  int room;
  try {
    address = Unix.path(args.length > 0 ? args[0] : "");
    room = args.length > 1 ? parse_number(args[1], 1, MAX_FDS) : MAX_FDS;
    if (args.length > 2) {
      throw new IllegalArgumentException(args[2]);
    }
  } catch (IllegalArgumentException _) { // of Unix.path too: empty, or too long
    System.err.println("usage: fd_receiver path [room]");
    return 1;
  }
  try (var server = PosixSocket.open(AF_UNIX, SOCK_STREAM)) {
    server.bind(address);
    try {
      server.listen(1);
      IO.println("waiting for a sender");
      try (var client = server.accept().socket()) {
        receive(client, room);
      }
    } finally {
      Files.delete(Path.of(args[0])); // close leaves the path where it is
    }
    return 0;
  } catch (ErrnoException e) {
    e.perror();
  } catch (IOException e) {
    System.err.println(e.getMessage());
  }
  return 1;
}

// Reads a decimal number from min to max; parseLong alone would also take "+1".
int parse_number(String text, int min, int max) {
  if (text.matches("0*[0-9]{1,18}")) {
    long number = Long.parseLong(text);
    if (number >= min && number <= max) {
      return (int) number;
    }
  }
  throw new IllegalArgumentException(text);
}

// Receives one message, and the files that come with it, which its close closes.
void receive(PosixSocket client, int room) throws IOException {
  // Not CMSG_SPACE, which rounds up: the kernel would put one more into the padding.
  int control = (int) Posix.CMSG_LEN((long) room * Integer.BYTES);
  MemorySegment data = Arena.ofAuto().allocate(1);
  try (var received = client.recvmsg(MsgFlags.NONE, control, data)) {
    if (received.length() == 0) {
      throw new EOFException("recvmsg: connection closed by the sender");
    }
    for (Cmsg cmsg : received.control()) {
      if (cmsg instanceof Cmsg.Rights(var fds)) {
        IO.println("descriptors: " + fds.size());
        for (PassedFd fd : fds) {
          print_file(fd.fd());
        }
      }
    }
    if (received.isControlTruncated()) {
      IO.println("MSG_CTRUNC: more were sent than there was room for");
    }
  }
}

// Prints a file from where its descriptor stands. It is no socket: that is left to the raw calls.
void print_file(int fd) throws IOException {
  int flags = Posix.fcntl(fd, Posix.F_GETFD);
  if (flags == -1) {
    throw new IOException("fcntl: " + Posix.strerror(Posix.errno()));
  }
  IO.println("a file, closed by exec: " + ((flags & Posix.FD_CLOEXEC) != 0 ? "yes" : "no"));
  MemorySegment buffer = Arena.ofAuto().allocate(1024);
  long length;
  while ((length = Posix.read(fd, buffer, buffer.byteSize())) != 0) {
    if (length > 0) {
      stdout.write(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    } else if (Posix.errno() != Posix.EINTR) {
      throw new IOException("read: " + Posix.strerror(Posix.errno()));
    }
  }
}
