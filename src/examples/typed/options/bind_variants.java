// Prints which sockets may be bound to one port side by side, and how bind fails otherwise.
import static posix.sockets.Constants.*;

import module posix.sockets;

// A socket to be: its address, without a port yet, and its options.
record Variant(SocketType type, SockAddr address, boolean listens, Set<Object> options) {}

// No other program has 127.1.2.3, so that only the two are in each other's way.
final SockAddr A = Inet4.of("127.1.2.3", 0);
final SockAddr B = Inet4.of("127.1.2.4", 0);
final SockAddr ANY = Inet4.any(0);
final SockAddr ANY6 = Inet6.any(0);

void main(String[] args) throws IOException {
  if (args.length != 1 || args[0].getBytes().length > 90) { // a socket's path has at most 108 bytes
    System.err.println("usage: bind_variants folder");
    System.exit(1);
  }
  try {
    show_pair(tcp(A), tcp(A));
    show_pair(tcp(A), tcp(B));
    show_pair(tcp(A), udp(A));
    show_pair(tcp(A, SO_REUSEADDR), tcp(A));
    show_pair(tcp(A), tcp(A, SO_REUSEADDR));
    show_pair(tcp(A, SO_REUSEADDR), tcp(A, SO_REUSEADDR));
    show_pair(listening(A, SO_REUSEADDR), tcp(A, SO_REUSEADDR));
    show_pair(tcp(A, SO_REUSEPORT), tcp(A));
    show_pair(tcp(A, SO_REUSEPORT), tcp(A, SO_REUSEPORT));
    show_pair(listening(A, SO_REUSEPORT), tcp(A, SO_REUSEPORT));
    show_pair(tcp(ANY), tcp(A));
    show_pair(tcp(ANY, SO_REUSEADDR), tcp(A, SO_REUSEADDR));
    show_pair(listening(ANY, SO_REUSEADDR), tcp(A, SO_REUSEADDR));
    show_pair(udp(A, SO_REUSEADDR), udp(A, SO_REUSEADDR));
    show_pair(tcp(ANY6), tcp(ANY));
    show_pair(tcp(ANY6, IPV6_V6ONLY), tcp(ANY));
    show_pair(tcp(ANY), tcp(ANY6));
    show_pair(tcp(ANY), tcp(ANY6, IPV6_V6ONLY));
    show_foreign();
    show_paths(Path.of(args[0]));
  } catch (ErrnoException e) {
    e.perror();
    System.exit(1);
  } catch (NoSuchFileException _) {
    System.err.println("unlink: No such file or directory");
    System.exit(1);
  }
}

Variant tcp(SockAddr address, Object... options) {
  return new Variant(SOCK_STREAM, address, false, Set.of(options));
}

Variant udp(SockAddr address, Object... options) {
  return new Variant(SOCK_DGRAM, address, false, Set.of(options));
}

Variant listening(SockAddr address, Object... options) {
  return new Variant(SOCK_STREAM, address, true, Set.of(options));
}

// Makes a socket, not bound yet, and sets its options.
PosixSocket open_variant(Variant variant) throws IOException {
  var socket = PosixSocket.open(variant.address.family(), variant.type);
  if (variant.options.contains(SO_REUSEADDR)) {
    socket.setsockopt(SO_REUSEADDR, true);
  }
  if (variant.options.contains(SO_REUSEPORT)) {
    socket.setsockopt(SO_REUSEPORT, true);
  }
  // Set in any case: the system may be configured either way.
  if (variant.address instanceof Inet6) {
    socket.setsockopt(IPV6_V6ONLY, variant.options.contains(IPV6_V6ONLY));
  }
  return socket;
}

SockAddr with_port(SockAddr address, int port) {
  return switch (address) {
    case Inet4 four -> new Inet4(four.address(), port);
    case Inet6 six -> new Inet6(six.high(), six.low(), port, six.flowinfo(), six.scopeId());
    default -> throw new IllegalArgumentException(address.toString());
  };
}

// A port that nobody has, neither family: another's would be in our way too, even long after a
// connection has ended.
int free_port() throws IOException {
  try (var all = open_variant(tcp(ANY6))) {
    return ((Inet6) all.bind(ANY6).getsockname()).port();
  }
}

String text(Variant variant) {
  String host =
      switch (variant.address) {
        case Inet4 four -> four.host();
        case Inet6 six -> six.host();
        default -> throw new IllegalArgumentException(variant.toString());
      };
  return (variant.type.equals(SOCK_STREAM) ? "tcp " : "udp ")
      + host
      + (variant.options.contains(SO_REUSEADDR) ? " REUSEADDR" : "")
      + (variant.options.contains(SO_REUSEPORT) ? " REUSEPORT" : "")
      + (variant.options.contains(IPV6_V6ONLY) ? " V6ONLY" : "")
      + (variant.listens ? " listens" : "");
}

String try_bind(PosixSocket socket, SockAddr address) throws IOException {
  try {
    socket.bind(address);
    return "ok";
  } catch (ErrnoException e) {
    return e.errno().name();
  }
}

// Binds one socket to a port, and then another one to the same.
void show_pair(Variant one, Variant other) throws IOException {
  int port = free_port();
  try (var first = open_variant(one);
      var second = open_variant(other)) {
    first.bind(with_port(one.address, port));
    if (one.listens) {
      first.listen(1);
    }
    String result = try_bind(second, with_port(other.address, port));
    IO.println("%-32s%-32s%s".formatted(text(one), text(other), result));
  }
}

// Binds to an address that is not this machine's.
void show_foreign() throws IOException {
  var foreign = tcp(Inet4.of("192.0.2.1", 0));
  try (var socket = open_variant(foreign)) {
    IO.println("%-32s%s".formatted(text(foreign), try_bind(socket, foreign.address)));
  }
}

// Binds to a path in a folder. close leaves the file where it is, and so the path taken.
void show_path(Path folder, String name) throws IOException {
  try (var socket = PosixSocket.open(AF_UNIX, SOCK_STREAM)) {
    String result = try_bind(socket, Unix.path(folder.resolve(name).toString()));
    IO.println("unix %-27s%s".formatted(name, result));
  }
}

void show_paths(Path folder) throws IOException {
  show_path(folder, "missing/socket");
  show_path(folder, "socket");
  show_path(folder, "socket");
  Files.delete(folder.resolve("socket"));
}
