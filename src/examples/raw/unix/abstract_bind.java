// Names without a file: a NUL in front, and the length that is given to bind says where they end.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int AUTOBIND_DIGITS = 5;

// Whether the kernel chose the name: a NUL and five hexadecimal digits, no string with a NUL
// behind.
boolean is_chosen(MemorySegment address, int length) {
  long name_length = length - sockaddr_un.sun_path$offset();
  boolean chosen = name_length == 1 + AUTOBIND_DIGITS && sockaddr_un.sun_path(address, 0) == '\0';
  for (long i = 1; chosen && i < name_length; i++) {
    chosen = "0123456789abcdef".indexOf(sockaddr_un.sun_path(address, i)) >= 0;
  }
  return chosen;
}

// Binds a new socket, and prints what its name then is; the socket, or -1 for an error.
int show_bind(String what, MemorySegment address, int length) {
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (fd == -1) {
    perror("socket");
    return -1;
  }
  IO.print(what + ": ");
  if (bind(fd, address, length) == -1) {
    IO.println(strerror(errno()));
    return fd;
  }
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment name = sockaddr_un.allocate(stack);
  // Room before the call, the address's length after it.
  MemorySegment room = stack.allocateFrom(ValueLayout.JAVA_INT, (int) name.byteSize());
  if (getsockname(fd, name, room) == -1) {
    perror("getsockname");
    return -1;
  }
  int name_length = room.get(ValueLayout.JAVA_INT, 0);
  if (name_length == length && name.asSlice(0, length).mismatch(address.asSlice(0, length)) == -1) {
    IO.println("bound to it");
  } else {
    IO.println("bound to " + (is_chosen(name, name_length) ? "five digits" : "another name"));
  }
  return fd;
}

int run(String[] args) {
  var stack = Arena.ofAuto();
  MemorySegment address = sockaddr_un.allocate(stack); // all zeros
  sockaddr_un.sun_family(address, (short) AF_UNIX);
  byte[] name = args.length == 1 ? args[0].getBytes(StandardCharsets.UTF_8) : new byte[0];
  MemorySegment sun_path = sockaddr_un.sun_path(address);
  if (name.length == 0 || name.length >= sun_path.byteSize()) {
    System.err.println("usage: abstract_bind name");
    return 1;
  }
  MemorySegment.copy(name, 0, sun_path, ValueLayout.JAVA_BYTE, 1, name.length);
  int length = (int) sockaddr_un.sun_path$offset() + 1 + name.length;

  int first = show_bind("the name", address, length);
  int again = show_bind("the name again", address, length);
  // A common mistake: zeros at the end count, so this is not the name of the first socket.
  int padded = show_bind("the name and zeros", address, (int) address.byteSize());
  // The family alone: the kernel chooses.
  int unnamed = show_bind("no name", address, Short.BYTES);
  if (first == -1 || again == -1 || padded == -1 || unnamed == -1) {
    return 1;
  }

  // There is nothing to unlink, and the name is free at once.
  if (close(first) == -1) {
    perror("close");
    return 1;
  }
  int last = show_bind("the name after close", address, length);
  if (last == -1) {
    return 1;
  }
  if (close(again) == -1 || close(padded) == -1 || close(unnamed) == -1 || close(last) == -1) {
    perror("close");
    return 1;
  }
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
