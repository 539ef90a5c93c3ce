package posix.sockets.conformance;

import static posix.sockets.raw.Posix.SOCK_DGRAM;
import static posix.sockets.raw.Posix.SOCK_STREAM;

import posix.sockets.Constants;
import posix.sockets.PosixSocket;
import posix.sockets.testing.Fds;

/** The sockets that rows are about, on both layers. */
enum Sock {
  /** A number that no descriptor has. */
  NOT_OPEN(_ -> Fds.notOpen(), _ -> PosixSocket.adopt(Fds.notOpen())),
  /** The descriptor -1. */
  MINUS_ONE(_ -> -1, _ -> PosixSocket.adopt(-1)),
  /** A descriptor that is no socket's. */
  DEV_NULL(Fds::devNull, Sockets::devNull),
  TCP(Fds::tcp, Sockets::tcp),
  TCP6(Fds::tcp6, Sockets::tcp6),
  UDP(Fds::udp, Sockets::udp),
  /** TCP with an address of its own. */
  BOUND(f -> f.bound(f.tcp()), s -> s.bound(s.tcp())),
  LISTENER(Fds::listener, Sockets::listener),
  /** TCP with a peer. */
  CONNECTED(f -> f.tcpPair()[0], s -> s.tcpPair().client()),
  /** UDP that is its own peer. */
  UDP_LOOP(Fds::udpLoop, Sockets::udpLoop),
  UNIX(f -> f.unix(SOCK_STREAM), s -> s.unix(Constants.SOCK_STREAM)),
  UNIX_DATAGRAM(f -> f.unix(SOCK_DGRAM), s -> s.unix(Constants.SOCK_DGRAM));

  private interface Raw {
    int in(Fds f) throws Exception;
  }

  private interface Typed {
    PosixSocket in(Sockets s) throws Exception;
  }

  private final Raw raw;
  private final Typed typed;

  Sock(Raw raw, Typed typed) {
    this.raw = raw;
    this.typed = typed;
  }

  int in(Fds f) throws Exception {
    return raw.in(f);
  }

  PosixSocket in(Sockets s) throws Exception {
    return typed.in(s);
  }
}
