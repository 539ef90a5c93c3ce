// Names without a file: a NUL in front, and the length that is given to bind says where they end.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int AUTOBIND_DIGITS = 5;

// Ends the program if a call has failed.
int check(int result, String call) {
  if (result == -1) {
    perror(call);
    System.exit(1);
  }
  return result;
}

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

// Binds a new socket, and prints what its name then is.
int show_bind(String what, MemorySegment address, int length) {
  int fd = check(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
  IO.print(what + ": ");
  if (bind(fd, address, length) == -1) {
    IO.println(strerror(errno()));
    return fd;
  }
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment name = sockaddr_un.allocate(stack);
  // Room before the call, the address's length after it.
  MemorySegment room = stack.allocateFrom(ValueLayout.JAVA_INT, (int) name.byteSize());
  check(getsockname(fd, name, room), "getsockname");
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

  // There is nothing to unlink, and the name is free at once.
  check(close(first), "close");
  int last = show_bind("the name after close", address, length);
  check(close(again), "close");
  check(close(padded), "close");
  check(close(unnamed), "close");
  check(close(last), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
