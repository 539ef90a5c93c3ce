package posix.sockets.conformance;

import static posix.sockets.conformance.Addr.*;
import static posix.sockets.conformance.Row.row;
import static posix.sockets.conformance.Sock.*;
import static posix.sockets.raw.Posix.AF_INET;
import static posix.sockets.raw.Posix.AF_INET6;
import static posix.sockets.raw.Posix.AF_UNIX;
import static posix.sockets.raw.Posix.NULL;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import posix.sockets.SocketType;
import posix.sockets.raw.Posix;
import posix.sockets.testing.Fds;

/** bind, listen, accept. */
final class BindRows {
  static final List<Row> ROWS =
      List.of(
          bind("BIND1", "an address of 3 bytes", "EINVAL", TCP, zeros(AF_INET, 3)),
          bind("BIND2", "not a socket", "ENOTSOCK", DEV_NULL, ANY),
          bind("BIND3", "any address, any port", "0", TCP, ANY),
          bind("BIND4", "IPv4, an AF_UNIX address", "EAFNOSUPPORT", TCP, PATH),
          bind("BIND5", "another machine's address", "EADDRNOTAVAIL", TCP, ELSEWHERE),
          bind("BIND6", "descriptor -1", "EBADF", MINUS_ONE, ANY).illegal(),
          bind("BIND8", "a path in no folder", "ENOENT", UNIX, PATH_IN_NO_FOLDER),
          bind("BIND10", "a path that is taken", "EADDRINUSE", UNIX, PATH_TAKEN),
          bind("BIND11", "bound already", "EINVAL", BOUND, ANY),
          bind("BIND12", "a listener's port", "EADDRINUSE", TCP, LIVE),
          bind("BIND13", "address at 1", "EFAULT", TCP, NOWHERE),
          bind("BIND14", "an address of 200 bytes", "EINVAL", TCP, zeros(AF_INET, 200)).illegal(),
          bind("BIND15", "length -1", "EINVAL", TCP, ANY.length(-1)),
          bind("BIND16", "IPv4, an IPv6 address", "EAFNOSUPPORT", TCP, INET6),
          bind("BIND17", "IPv6, an address of 20 bytes", "EINVAL", TCP6, zeros(AF_INET6, 20)),
          bind("BIND18", "AF_UNIX, an IPv4 address", "EINVAL", UNIX, ANY),
          bind("BIND19", "AF_UNIX, a name of 109 bytes", "EINVAL", UNIX, zeros(AF_UNIX, 111)),
          bind("BIND22", "port 463, as nobody", lowPort(), TCP, LOW_PORT).asNobody(),
          listen("LIS1", "not open", "EBADF", NOT_OPEN, 1),
          listen("LIS2", "not a socket", "ENOTSOCK", DEV_NULL, 1),
          listen("LIS3", "UDP", "EOPNOTSUPP", UDP, 1),
          listen("LIS5", "TCP that has no address yet", "0", TCP, 1),
          listen("LIS6", "AF_UNIX datagrams", "EOPNOTSUPP", UNIX_DATAGRAM, 1),
          listen("LIS8", "a backlog of -1", "0", BOUND, -1),
          listen("LIS9", "again, with a smaller backlog", "0", LISTENER, 1),
          accept("ACC1", "not open", "EBADF", NOT_OPEN, 0),
          accept("ACC2", "bound, but not listening", "EINVAL", BOUND, 0),
          accept("ACC3", "UDP", "EOPNOTSUPP", UDP, 0),
          accept("ACC4", "not a socket", "ENOTSOCK", DEV_NULL, 0),
          accept("ACC5", "an event counter", "ENOTSOCK", EVENTFD, 0),
          accept("ACC10", "an epoll instance", "ENOTSOCK", EPOLL, 0),
          accept("ACC6", "length -1", "EINVAL", -1),
          accept("ACC7", "non-blocking, nobody waits", "EAGAIN", NONBLOCKING_LISTENER, 0),
          accept("ACC8", "a flag that does not exist", "EINVAL", LISTENER, 4),
          accept("ACC9", "AF_UNIX datagrams", "EOPNOTSUPP", UNIX_DATAGRAM, 0));

  private BindRows() {}

  private static Row bind(String id, String what, String answer, Sock sock, Addr addr) {
    return addr.in(
        row(
            "bind",
            id,
            what,
            answer,
            f -> Posix.bind(sock.in(f), addr.in(f), addr.length()),
            s -> sock.in(s).bind(addr.in(s))));
  }

  /**
   * What an unprivileged user is told of port 463; some machines and containers let him have it.
   */
  private static String lowPort() {
    try {
      // readString would ask for one byte first, and such a file answers only once
      Path file = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
      int first = Integer.parseInt(Files.readAllLines(file).getFirst());
      if (first > 463) {
        return "EACCES";
      }
      System.err.println("*** BIND22: here ports from " + first + " on are everybody's ***");
      return "0";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row listen(String id, String what, String answer, Sock sock, int backlog) {
    return row(
        "listen",
        id,
        what,
        answer,
        f -> Posix.listen(sock.in(f), backlog),
        s -> sock.in(s).listen(backlog));
  }

  private static Row accept(String id, String what, String answer, Sock sock, int flags) {
    return row(
        "accept",
        id,
        what,
        answer,
        f -> Posix.accept4(sock.in(f), NULL, NULL, flags),
        s -> s.own(sock.in(s).accept4(SocketType.of(flags)).socket()));
  }

  private static Row accept(String id, String what, String answer, int room) {
    return row("accept", id, what, answer, f -> accept(f, room), null)
        .rawOnly("the room is not the caller's");
  }

  private static int accept(Fds f, int room) {
    return Posix.accept(f.waiting(f.tcp()), f.bytes(16), f.integer(room));
  }
}
