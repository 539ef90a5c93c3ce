// Names without a file: a NUL in front, and the length that is given to bind says where they end.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int AUTOBIND_DIGITS = 5;

// Opens a socket and binds it; -1 if that fails, with errno saying why.
int bind_new(MemorySegment address, int length) {
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (fd == -1) {
    perror("socket");
    return -1;
  }
  if (bind(fd, address, length) == -1) {
    int error = errno(); // close may change it
    close(fd);
    errno(error);
    return -1;
  }
  return fd;
}

// Asks a socket for its name, and prints what it is.
int print_name(int fd, MemorySegment asked_for, int asked_length) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment address = sockaddr_un.allocate(stack);
  // Room before the call, the address's length after it.
  MemorySegment room = stack.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
  if (getsockname(fd, address, room) == -1) {
    perror("getsockname");
    return -1;
  }
  int length = room.get(ValueLayout.JAVA_INT, 0);
  if (length == asked_length
      && address.asSlice(0, length).mismatch(asked_for.asSlice(0, length)) == -1) {
    IO.println("bound to the name that was asked for");
    return 0;
  }
  // Not a string: it has no NUL at its end, and may have some inside.
  long name_length = length - sockaddr_un.sun_path$offset();
  boolean chosen = name_length == 1 + AUTOBIND_DIGITS && sockaddr_un.sun_path(address, 0) == '\0';
  for (long i = 1; chosen && i < name_length; i++) {
    chosen = "0123456789abcdef".indexOf(sockaddr_un.sun_path(address, i)) >= 0;
  }
  IO.println(
      "bound to " + (chosen ? "a NUL and five digits of the kernel's choice" : "another name"));
  return 0;
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

  IO.println("the name:");
  int first = bind_new(address, length);
  if (first == -1) {
    perror("bind");
    return 1;
  }
  if (print_name(first, address, length) == -1) {
    return 1;
  }

  IO.println("the name again:");
  int again = bind_new(address, length);
  if (again != -1 || errno() != EADDRINUSE) {
    System.err.println("bind: a name was given twice");
    return 1;
  }
  IO.println("bind: " + strerror(errno()));

  // A common mistake: zeros at the end count, so this is not the name of the first socket.
  IO.println("the name and zeros to the end of the struct:");
  int padded = bind_new(address, (int) address.byteSize());
  if (padded == -1) {
    perror("bind");
    return 1;
  }
  if (print_name(padded, address, (int) address.byteSize()) == -1) {
    return 1;
  }

  // The family alone: the kernel chooses.
  IO.println("no name:");
  int unnamed = bind_new(address, Short.BYTES);
  if (unnamed == -1) {
    perror("bind");
    return 1;
  }
  if (print_name(unnamed, address, length) == -1) {
    return 1;
  }

  // There is nothing to unlink, and the name is free at once.
  if (close(first) == -1) {
    perror("close");
    return 1;
  }
  IO.println("the name after its socket was closed:");
  again = bind_new(address, length);
  if (again == -1) {
    perror("bind");
    return 1;
  }
  if (print_name(again, address, length) == -1) {
    return 1;
  }
  if (close(again) == -1 || close(padded) == -1 || close(unnamed) == -1) {
    perror("close");
    return 1;
  }
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
