// Prints which sockets may be bound to one port side by side, and how bind fails otherwise.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int REUSEADDR = 1;
final int REUSEPORT = 2;
final int V6ONLY = 4;
final int LISTEN = 8;

record Variant(int type, String address, int flags) {}

// No other program has 127.1.2.3, so that only the two are in each other's way.
final String A = "127.1.2.3";
final String B = "127.1.2.4";
final String ANY = "0.0.0.0";
final String ANY6 = "::";

final Variant[][] PAIRS = {
  {new Variant(SOCK_STREAM, A, 0), new Variant(SOCK_STREAM, A, 0)},
  {new Variant(SOCK_STREAM, A, 0), new Variant(SOCK_STREAM, B, 0)},
  {new Variant(SOCK_STREAM, A, 0), new Variant(SOCK_DGRAM, A, 0)},
  {new Variant(SOCK_STREAM, A, REUSEADDR), new Variant(SOCK_STREAM, A, 0)},
  {new Variant(SOCK_STREAM, A, 0), new Variant(SOCK_STREAM, A, REUSEADDR)},
  {new Variant(SOCK_STREAM, A, REUSEADDR), new Variant(SOCK_STREAM, A, REUSEADDR)},
  {new Variant(SOCK_STREAM, A, REUSEADDR | LISTEN), new Variant(SOCK_STREAM, A, REUSEADDR)},
  {new Variant(SOCK_STREAM, A, REUSEPORT), new Variant(SOCK_STREAM, A, 0)},
  {new Variant(SOCK_STREAM, A, REUSEPORT), new Variant(SOCK_STREAM, A, REUSEPORT)},
  {new Variant(SOCK_STREAM, A, REUSEPORT | LISTEN), new Variant(SOCK_STREAM, A, REUSEPORT)},
  {new Variant(SOCK_STREAM, ANY, 0), new Variant(SOCK_STREAM, A, 0)},
  {new Variant(SOCK_STREAM, ANY, REUSEADDR), new Variant(SOCK_STREAM, A, REUSEADDR)},
  {new Variant(SOCK_STREAM, ANY, REUSEADDR | LISTEN), new Variant(SOCK_STREAM, A, REUSEADDR)},
  {new Variant(SOCK_DGRAM, A, REUSEADDR), new Variant(SOCK_DGRAM, A, REUSEADDR)},
  {new Variant(SOCK_STREAM, ANY6, 0), new Variant(SOCK_STREAM, ANY, 0)},
  {new Variant(SOCK_STREAM, ANY6, V6ONLY), new Variant(SOCK_STREAM, ANY, 0)},
  {new Variant(SOCK_STREAM, ANY, 0), new Variant(SOCK_STREAM, ANY6, 0)},
  {new Variant(SOCK_STREAM, ANY, 0), new Variant(SOCK_STREAM, ANY6, V6ONLY)},
};

// Ends the program if a call has failed.
int check(int result, String call) {
  if (result == -1) {
    perror(call);
    System.exit(1);
  }
  return result;
}

int family(Variant variant) {
  return variant.address.indexOf(':') == -1 ? AF_INET : AF_INET6;
}

void set_flag(int fd, int level, int option, int on) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment value = stack.allocateFrom(ValueLayout.JAVA_INT, on);
  check(setsockopt(fd, level, option, value, (int) value.byteSize()), "setsockopt");
}

// Makes a socket, not bound yet, and sets its options.
int open_variant(Variant variant) {
  int fd = check(socket(family(variant), variant.type, 0), "socket");
  if ((variant.flags & REUSEADDR) != 0) {
    set_flag(fd, SOL_SOCKET, SO_REUSEADDR, 1);
  }
  if ((variant.flags & REUSEPORT) != 0) {
    set_flag(fd, SOL_SOCKET, SO_REUSEPORT, 1);
  }
  // Set in any case: the system may be configured either way.
  if (family(variant) == AF_INET6) {
    set_flag(fd, IPPROTO_IPV6, IPV6_V6ONLY, (variant.flags & V6ONLY) != 0 ? 1 : 0);
  }
  return fd;
}

// Binds a socket, and reports nothing: the caller wants to know errno.
int bind_variant(int fd, Variant variant, short port) {
  var stack = Arena.ofAuto();
  if (family(variant) == AF_INET) {
    MemorySegment address = sockaddr_in.allocate(stack);
    sockaddr_in.sin_family(address, (short) AF_INET);
    sockaddr_in.sin_port(address, port);
    inet_pton(AF_INET, variant.address, sockaddr_in.sin_addr(address)); // always well-formed
    return bind(fd, address, (int) address.byteSize());
  }
  MemorySegment address = sockaddr_in6.allocate(stack);
  sockaddr_in6.sin6_family(address, (short) AF_INET6);
  sockaddr_in6.sin6_port(address, port);
  inet_pton(AF_INET6, variant.address, sockaddr_in6.sin6_addr(address));
  return bind(fd, address, (int) address.byteSize());
}

// A port in network order that nobody has, neither family: another's would be in our way too, even
// long after a connection has ended.
short free_port() {
  var all = new Variant(SOCK_STREAM, ANY6, 0);
  int fd = open_variant(all);
  check(bind_variant(fd, all, (short) 0), "bind");
  var stack = Arena.ofAuto();
  MemorySegment address = sockaddr_in6.allocate(stack);
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
  check(getsockname(fd, address, length), "getsockname");
  check(close(fd), "close");
  return sockaddr_in6.sin6_port(address);
}

void print_variant(Variant variant) {
  String text =
      (variant.type == SOCK_STREAM ? "tcp" : "udp")
          + (" " + variant.address)
          + ((variant.flags & REUSEADDR) != 0 ? " REUSEADDR" : "")
          + ((variant.flags & REUSEPORT) != 0 ? " REUSEPORT" : "")
          + ((variant.flags & V6ONLY) != 0 ? " V6ONLY" : "")
          + ((variant.flags & LISTEN) != 0 ? " listens" : "");
  IO.print("%-32s".formatted(text));
}

// Binds one socket to a port, and then another one to the same.
void show_pair(Variant[] pair) {
  short port = free_port();
  int first = open_variant(pair[0]);
  int second = open_variant(pair[1]);
  check(bind_variant(first, pair[0], port), "bind");
  if ((pair[0].flags & LISTEN) != 0) {
    check(listen(first, 1), "listen");
  }
  print_variant(pair[0]);
  print_variant(pair[1]);
  IO.println(bind_variant(second, pair[1], port) == 0 ? "ok" : strerrorname_np(errno()));
  check(close(first), "close");
  check(close(second), "close");
}

// Binds to an address that is not this machine's.
void show_foreign() {
  var foreign = new Variant(SOCK_STREAM, "192.0.2.1", 0);
  int fd = open_variant(foreign);
  print_variant(foreign);
  IO.println(bind_variant(fd, foreign, (short) 0) == 0 ? "ok" : strerrorname_np(errno()));
  check(close(fd), "close");
}

// Binds to a path in a folder. close leaves the file where it is, and so the path taken.
void show_path(String folder, String name) {
  MemorySegment address = sockaddr_un.allocate(Arena.ofAuto());
  sockaddr_un.sun_family(address, (short) AF_UNIX);
  sockaddr_un.sun_path(address).setString(0, folder + "/" + name);
  int fd = check(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
  int result = bind(fd, address, (int) address.byteSize());
  IO.println("unix %-27s%s".formatted(name, result == 0 ? "ok" : strerrorname_np(errno())));
  check(close(fd), "close");
}

void show_paths(String folder) {
  show_path(folder, "missing/socket");
  show_path(folder, "socket");
  show_path(folder, "socket");
  check(unlink(folder + "/socket"), "unlink");
}

int run(String[] args) {
  if (args.length != 1 || args[0].getBytes().length > 90) { // a socket's path has at most 108 bytes
    System.err.println("usage: bind_variants folder");
    return 1;
  }

  for (Variant[] pair : PAIRS) {
    show_pair(pair);
  }

  show_foreign();

  show_paths(args[0]);
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
