package posix.sockets.conformance;

import static posix.sockets.conformance.Addr.*;
import static posix.sockets.conformance.Row.row;
import static posix.sockets.conformance.Sock.*;
import static posix.sockets.raw.Posix.AF_INET;
import static posix.sockets.raw.Posix.NULL;
import static posix.sockets.raw.Posix.SHUT_RD;
import static posix.sockets.raw.Posix.SHUT_RDWR;
import static posix.sockets.raw.Posix.SHUT_WR;

import java.io.IOException;
import java.util.List;
import posix.sockets.PosixSocket;
import posix.sockets.Shutdown;
import posix.sockets.raw.Posix;

/** connect, getsockname, getpeername, shutdown, close. */
final class ConnectRows {
  static final List<Row> ROWS =
      List.of(
          connect("CON1", "not open", "EBADF", NOT_OPEN, ANY),
          connect("CON2", "address at 1", "EFAULT", TCP, NOWHERE),
          connect("CON3", "an address of 3 bytes", "EINVAL", TCP, zeros(AF_INET, 3)),
          connect("CON4", "not a socket", "ENOTSOCK", DEV_NULL, ANY),
          connect("CON5", "connected already", "EISCONN", CONNECTED, LIVE),
          connect("CON6", "nobody listens", "ECONNREFUSED", TCP, DEAF),
          connect("CON7", "an address of family 47", "EAFNOSUPPORT", TCP, zeros(47, 16)),
          connect("CON8", "IPv4 to an IPv6 address", "EAFNOSUPPORT", TCP, INET6),
          connect("CON9", "UDP, an address of 2 bytes", "EINVAL", UDP, zeros(AF_INET, 2)),
          connect("CON11", "a path that is not there", "ENOENT", UNIX, PATH),
          connect("CON12", "a file's path", "ECONNREFUSED", UNIX, PATH_OF_FILE),
          connect("CON15", "AF_UNIX listener to itself", "EINVAL", UNIX_LISTENER, PATH),
          connect("CON17", "TCP to everybody", "ENETUNREACH", TCP, EVERYBODY),
          connect("CON18", "UDP to all, no SO_BROADCAST", "EACCES", UDP, BROADCAST),
          connect("CON19", "a listener", "EISCONN", LISTENER, LIVE),
          getsockname("NAM1", "not open", "EBADF", NOT_OPEN),
          getsockname("NAM2", "not a socket", "ENOTSOCK", DEV_NULL),
          getsockname("NAM3", "address NULL", "EFAULT", TCP, _ -> NULL, f -> f.integer(16)),
          getsockname("NAM4", "length NULL", "EFAULT", TCP, f -> f.bytes(16), _ -> NULL),
          getpeername("NAM6", "not connected", "ENOTCONN", TCP),
          getpeername("NAM7", "descriptor -1", "EBADF", MINUS_ONE).illegal(),
          getpeername("NAM8", "not a socket", "ENOTSOCK", DEV_NULL),
          getpeername("NAM9", "a listener", "ENOTCONN", LISTENER),
          getpeername("NAM10", "length -1", "EINVAL", UNIX_PAIR, f -> f.integer(-1)),
          shutdown("SHU1", "descriptor -1", "EBADF", MINUS_ONE, SHUT_RD).illegal(),
          shutdown("SHU2", "how is -1", "EINVAL", CONNECTED, -1),
          shutdown("SHU3", "not connected", "ENOTCONN", TCP, SHUT_RD),
          shutdown("SHU4", "not a socket", "ENOTSOCK", DEV_NULL, SHUT_RD),
          shutdown("SHU5", "how is 3", "EINVAL", CONNECTED, 3),
          shutdown("SHU6", "a listener, both ways", "0", LISTENER, SHUT_RDWR),
          shutdown("SHU7", "a listener, for writing", "0", LISTENER, SHUT_WR),
          shutdown("SHU9", "AF_UNIX, not connected", "0", UNIX, SHUT_RDWR),
          close("CLO1", "descriptor -1", "EBADF", MINUS_ONE).illegal(),
          close("CLO2", "closed already", "EBADF", CLOSED).typed("0", s -> closeTwice(s.tcp())));

  private ConnectRows() {}

  private static Row connect(String id, String what, String answer, Sock sock, Addr addr) {
    return addr.in(
        row(
            "connect",
            id,
            what,
            answer,
            f -> Posix.connect(sock.in(f), addr.in(f), addr.length()),
            s -> sock.in(s).connect(addr.in(s))));
  }

  private static Row getsockname(String id, String what, String answer, Sock sock) {
    return row(
        "getsockname",
        id,
        what,
        answer,
        f -> Posix.getsockname(sock.in(f), f.bytes(128), f.integer(128)),
        s -> sock.in(s).getsockname());
  }

  private static Row getsockname(
      String id, String what, String answer, Sock sock, Addr.Raw address, Addr.Raw length) {
    return getsockname(id, what, answer, sock)
        .rawOnly("a bad pointer", f -> Posix.getsockname(sock.in(f), address.in(f), length.in(f)));
  }

  private static Row getpeername(String id, String what, String answer, Sock sock) {
    return row(
        "getpeername",
        id,
        what,
        answer,
        f -> Posix.getpeername(sock.in(f), f.bytes(128), f.integer(128)),
        s -> sock.in(s).getpeername());
  }

  private static Row getpeername(
      String id, String what, String answer, Sock sock, Addr.Raw length) {
    return getpeername(id, what, answer, sock)
        .rawOnly(
            "the room is not the caller's",
            f -> Posix.getpeername(sock.in(f), f.bytes(128), length.in(f)));
  }

  private static Row shutdown(String id, String what, String answer, Sock sock, int how) {
    return row(
        "shutdown",
        id,
        what,
        answer,
        f -> Posix.shutdown(sock.in(f), how),
        s -> sock.in(s).shutdown(Shutdown.of(how)));
  }

  private static Row close(String id, String what, String answer, Sock sock) {
    return row("close", id, what, answer, f -> Posix.close(sock.in(f)), s -> close(sock.in(s)));
  }

  private static int close(PosixSocket socket) throws IOException {
    socket.close();
    return 0;
  }

  private static int closeTwice(PosixSocket socket) throws IOException {
    return close(socket) + close(socket);
  }
}
