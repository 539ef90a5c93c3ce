package posix.sockets.conformance;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static posix.sockets.conformance.Row.row;
import static posix.sockets.raw.Posix.*;

import java.lang.foreign.MemorySegment;
import java.util.List;
import posix.sockets.AddressFamily;
import posix.sockets.PosixSocket;
import posix.sockets.Protocol;
import posix.sockets.SocketPair;
import posix.sockets.SocketType;
import posix.sockets.raw.Posix;
import posix.sockets.testing.Fds;

/** socket, socketpair. */
final class SocketRows {
  static final List<Row> ROWS =
      List.of(
          socket("SOCK1", "no domain", "EAFNOSUPPORT", 0, SOCK_STREAM, 0),
          socket("SOCK2", "no such type", "EINVAL", AF_INET, 75, 0),
          socket("SOCK3", "raw, without a protocol", "EPROTONOSUPPORT", AF_INET, SOCK_RAW, 0),
          socket("SOCK4", "a stream over UDP", "EPROTONOSUPPORT", AF_INET, SOCK_STREAM, 17),
          socket("SOCK5", "datagrams over TCP", "EPROTONOSUPPORT", AF_INET, SOCK_DGRAM, 6),
          socket("SOCK6", "a stream over ICMP", "EPROTONOSUPPORT", AF_INET, SOCK_STREAM, 1),
          socket("SOCK8", "IPv4, sequenced", "ESOCKTNOSUPPORT", AF_INET, SOCK_SEQPACKET, 0),
          socket("SOCK10", "AF_UNIX, SOCK_RDM", "ESOCKTNOSUPPORT", AF_UNIX, SOCK_RDM, 0),
          socket("SOCK11", "no such domain", "EAFNOSUPPORT", 999, SOCK_STREAM, 0),
          socket("SOCK12", "protocol -1", "EINVAL", AF_INET, SOCK_STREAM, -1),
          socket("SOCK13", "protocol 256", "EPROTONOSUPPORT", AF_INET, SOCK_STREAM, 256),
          socket("SOCK14", "protocol 300", "EINVAL", AF_INET, SOCK_STREAM, 300),
          socket("SOCK15", "TCP", "0", AF_INET, SOCK_STREAM, IPPROTO_TCP),
          pair("PAIR1", "TCP", "EOPNOTSUPP", AF_INET, SOCK_STREAM),
          pair("PAIR3", "datagrams over TCP", "EPROTONOSUPPORT", AF_INET, SOCK_DGRAM, IPPROTO_TCP),
          pairAt("PAIR4", "to NULL", "EFAULT", NULL),
          pairAt("PAIR5", "to address 7", "EFAULT", MemorySegment.ofAddress(7)),
          pair("PAIR6", "no domain", "EAFNOSUPPORT", 0, SOCK_STREAM),
          pair("PAIR7", "no such type", "EINVAL", AF_INET, 75),
          pair("PAIR8", "no type", "ESOCKTNOSUPPORT", AF_INET, 0),
          pair("PAIR9", "AF_UNIX datagrams", "0", AF_UNIX, SOCK_DGRAM));

  private SocketRows() {}

  private static Row socket(
      String id, String what, String answer, int domain, int type, int protocol) {
    return row(
        "socket",
        id,
        what,
        answer,
        f -> owned(f, Posix.socket(domain, type, protocol)),
        s -> s.own(open(domain, type, protocol)));
  }

  private static int owned(Fds f, int fd) {
    return fd < 0 ? fd : f.own(fd) - fd;
  }

  private static PosixSocket open(int domain, int type, int protocol) throws Exception {
    return PosixSocket.open(AddressFamily.of(domain), SocketType.of(type), Protocol.of(protocol));
  }

  private static Row pair(String id, String what, String answer, int domain, int type) {
    return row(
        "socketpair",
        id,
        what,
        answer,
        f -> pair(f, domain, type, 0, f.bytes(8)),
        s -> pair(s, AddressFamily.of(domain), SocketType.of(type)));
  }

  private static Row pair(
      String id, String what, String answer, int domain, int type, int protocol) {
    return row(
            "socketpair", id, what, answer, f -> pair(f, domain, type, protocol, f.bytes(8)), null)
        .rawOnly("the typed call has no protocol");
  }

  private static Row pairAt(String id, String what, String answer, MemorySegment sv) {
    return row("socketpair", id, what, answer, f -> pair(f, AF_UNIX, SOCK_STREAM, 0, sv), null)
        .rawOnly("a bad pointer");
  }

  private static int pair(Fds f, int domain, int type, int protocol, MemorySegment sv) {
    int result = socketpair(domain, type, protocol, sv);
    if (result == 0) {
      f.own(sv.getAtIndex(JAVA_INT, 0));
      f.own(sv.getAtIndex(JAVA_INT, 1));
    }
    return result;
  }

  private static int pair(Sockets s, AddressFamily domain, SocketType type) throws Exception {
    SocketPair pair = PosixSocket.socketpair(domain, type);
    s.own(pair.first());
    s.own(pair.second());
    return 0;
  }
}
