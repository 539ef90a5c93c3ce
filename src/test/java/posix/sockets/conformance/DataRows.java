package posix.sockets.conformance;

import static posix.sockets.conformance.Addr.*;
import static posix.sockets.conformance.Row.row;
import static posix.sockets.conformance.Sock.*;
import static posix.sockets.raw.Posix.MSG_DONTWAIT;
import static posix.sockets.raw.Posix.MSG_OOB;
import static posix.sockets.testing.Fds.done;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import posix.sockets.Constants;
import posix.sockets.Linger;
import posix.sockets.MsgFlags;
import posix.sockets.PosixSocket;
import posix.sockets.raw.Posix;
import posix.sockets.testing.Fds;
import posix.sockets.testing.Pair;

/** send, sendto, recv, recvfrom. */
final class DataRows {
  private static final String RESET = "ECONNRESET, then 0, then EPIPE";

  static final List<Row> ROWS =
      List.of(
          send("SND1", "not open", "EBADF", NOT_OPEN, 4),
          send("SND2", "not a socket", "ENOTSOCK", DEV_NULL, 4),
          badPointer("send", "SND3", "from 1", "EFAULT", DataRows::sendFromNowhere),
          send("SND4", "UDP, 128 KiB", "EMSGSIZE", UDP_LOOP, 1 << 17),
          send("SND5", "TCP that was shut down", "EPIPE", SHUT_DOWN, 4),
          send("SND6", "UDP, out of band", "EOPNOTSUPP", UDP_LOOP, 4, MSG_OOB),
          send("SND7", "UDP, no destination", "EDESTADDRREQ", UDP, 4),
          send("SND8", "TCP, not connected", "EPIPE", TCP, 4),
          sendto("SND9", "UDP, address length -1", "EINVAL", UDP, ANY.length(-1)),
          sendto("SND10", "UDP, address at 1", "EFAULT", UDP, NOWHERE),
          sendto("SND12", "UDP to all, no SO_BROADCAST", "EACCES", UDP, BROADCAST),
          sendto("SND13", "UDP over IPv4 to IPv6", "EAFNOSUPPORT", UDP, INET6),
          sendto("SND16", "AF_UNIX stream, an address", "EOPNOTSUPP", UNIX, PATH),
          send("SND17", "AF_UNIX stream, not connected", "ENOTCONN", UNIX, 4),
          send("SND18", "UDP, one byte too many", "EMSGSIZE", UDP_LOOP, 65508),
          send("SND19", "UDP, as much as there may be", "65507", UDP_LOOP, 65507),
          send("SND20", "AF_UNIX stream, the peer closed", "EPIPE", UNIX_LEFT, 4),
          send("SND22", "TCP, nothing", "0", CONNECTED, 0),
          send("SND23", "AF_UNIX datagrams, not connected", "ENOTCONN", UNIX_DATAGRAM, 4),
          recv("RCV1", "not open", "EBADF", NOT_OPEN),
          recv("RCV2", "not a socket", "ENOTSOCK", DEV_NULL),
          badPointer("recv", "RCV3", "to 1", "EFAULT, then data", DataRows::recvToNowhere),
          recv("RCV4", "out of band, nothing is", "EINVAL", CONNECTED, MSG_OOB),
          recv("RCV6", "TCP, never connected", "ENOTCONN", TCP),
          recv("RCV7", "a listener", "ENOTCONN", LISTENER),
          recv("RCV8", "MSG_DONTWAIT, nothing there", "EAGAIN", CONNECTED, MSG_DONTWAIT),
          recv("RCV9", "AF_UNIX stream, not connected", "EINVAL", UNIX),
          recv("RCV10", "UDP, not bound", "EAGAIN", UDP, MSG_DONTWAIT),
          badPointer("recvfrom", "RCV11", "TCP, the address to 1", "2", DataRows::recvfromNowhere),
          recv("RCV13", "SO_RCVTIMEO of 100 ms", "EAGAIN", IMPATIENT),
          row("recv", "RCV15", "reset", RESET, DataRows::afterReset, DataRows::afterReset),
          recv("RCV17", "AF_UNIX stream, the peer closed", "0", UNIX_LEFT));

  private DataRows() {}

  private static Row badPointer(String call, String id, String what, String answer, Row.Raw raw) {
    return row(call, id, what, answer, raw, null).rawOnly("a bad pointer");
  }

  private static Row send(String id, String what, String answer, Sock sock, int n) {
    return send(id, what, answer, sock, n, 0);
  }

  private static Row send(String id, String what, String answer, Sock sock, int n, int flags) {
    return row(
        "send",
        id,
        what,
        answer,
        f -> Posix.send(sock.in(f), f.bytes(n), n, flags),
        s -> sock.in(s).send(s.bytes(n), MsgFlags.of(flags)));
  }

  private static long sendFromNowhere(Fds f) throws Exception {
    return Posix.send(CONNECTED.in(f), Fds.NOWHERE, 4, 0);
  }

  private static Row sendto(String id, String what, String answer, Sock sock, Addr addr) {
    return addr.in(
        row(
            "sendto",
            id,
            what,
            answer,
            f -> Posix.sendto(sock.in(f), f.bytes(4), 4, 0, addr.in(f), addr.length()),
            s -> sock.in(s).sendto(s.bytes(4), MsgFlags.NONE, addr.in(s))));
  }

  private static Row recv(String id, String what, String answer, Sock sock) {
    return recv(id, what, answer, sock, 0);
  }

  private static Row recv(String id, String what, String answer, Sock sock, int flags) {
    return row(
        "recv",
        id,
        what,
        answer,
        f -> Posix.recv(sock.in(f), f.bytes(4), 4, flags),
        s -> sock.in(s).recv(s.bytes(4), MsgFlags.of(flags)));
  }

  /** The data is not lost. */
  private static String recvToNowhere(Fds f) {
    int fd = f.received("data");
    String said = Answer.of(Posix.recv(fd, Fds.NOWHERE, 4, 0));
    MemorySegment buf = f.bytes(4);
    done(Posix.recv(fd, buf, 4, 0), 4);
    return said + ", then " + Fds.text(buf, 4);
  }

  private static long recvfromNowhere(Fds f) {
    return Posix.recvfrom(f.received("ab"), f.bytes(8), 8, 0, Fds.NOWHERE, f.integer(16));
  }

  private static String afterReset(Fds f) {
    int fd = f.reset();
    return String.join(
        ", then ",
        Answer.of(Posix.recv(fd, f.bytes(4), 4, 0)),
        Answer.of(Posix.recv(fd, f.bytes(4), 4, 0)),
        Answer.of(Posix.send(fd, f.bytes(4), 4, 0)));
  }

  private static String afterReset(Sockets s) throws Exception {
    Pair pair = s.tcpPair();
    pair.server().setsockopt(Constants.SO_LINGER, Linger.of(Duration.ZERO)).close();
    PosixSocket client = pair.client();
    return String.join(
        ", then ",
        Answer.of("recv", () -> client.recv(s.bytes(4))),
        Answer.of("recv", () -> client.recv(s.bytes(4))),
        Answer.of("send", () -> client.send(s.bytes(4))));
  }
}
