package posix.sockets.conformance;

import static posix.sockets.conformance.Row.row;
import static posix.sockets.conformance.Sock.*;

import java.util.List;
import posix.sockets.raw.Posix;

/** listen. */
final class ListenRows {
  static final List<Row> ROWS =
      List.of(
          listen("LIS1", "not open", "EBADF", NOT_OPEN, 1),
          listen("LIS2", "not a socket", "ENOTSOCK", DEV_NULL, 1),
          listen("LIS3", "UDP", "EOPNOTSUPP", UDP, 1),
          listen("LIS5", "TCP that has no address yet", "0", TCP, 1),
          listen("LIS6", "AF_UNIX datagrams", "EOPNOTSUPP", UNIX_DATAGRAM, 1),
          listen("LIS8", "a backlog of -1", "0", BOUND, -1),
          listen("LIS9", "again, with a smaller backlog", "0", LISTENER, 1));

  private ListenRows() {}

  private static Row listen(String id, String what, String answer, Sock sock, int backlog) {
    return row(
        "listen",
        id,
        what,
        answer,
        f -> Posix.listen(sock.in(f), backlog),
        s -> sock.in(s).listen(backlog));
  }
}
