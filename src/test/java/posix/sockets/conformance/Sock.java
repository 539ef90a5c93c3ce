package posix.sockets.conformance;

import static posix.sockets.PosixSocket.adopt;
import static posix.sockets.raw.Posix.*;
import static posix.sockets.testing.Fds.done;

import java.io.IOException;
import java.time.Duration;
import posix.sockets.Constants;
import posix.sockets.PosixSocket;
import posix.sockets.SocketPair;
import posix.sockets.testing.Fds;

/** The sockets that rows are about, on both layers. */
enum Sock {
  /** A number that no descriptor has. */
  NOT_OPEN(_ -> Fds.notOpen(), Sockets::notOpen),
  /** The descriptor -1. */
  MINUS_ONE(_ -> -1, _ -> adopt(-1)),
  /** A number that was a socket's: a high one, which nobody else gets in between. */
  CLOSED(Sock::closed, null),
  /** A descriptor that is no socket's. */
  DEV_NULL(Fds::devNull, Sockets::devNull),
  EVENTFD(f -> f.own(eventfd(0, EFD_CLOEXEC)), s -> s.own(adopt(eventfd(0, EFD_CLOEXEC)))),
  EPOLL(f -> f.own(epoll_create1(EPOLL_CLOEXEC)), s -> s.own(adopt(epoll_create1(EPOLL_CLOEXEC)))),
  TCP(Fds::tcp, Sockets::tcp),
  TCP6(Fds::tcp6, Sockets::tcp6),
  UDP(Fds::udp, Sockets::udp),
  /** TCP with an address of its own. */
  BOUND(f -> f.bound(f.tcp()), s -> s.bound(s.tcp())),
  LISTENER(Fds::listener, Sockets::listener),
  NONBLOCKING_LISTENER(Sock::nonBlockingListener, Sock::nonBlockingListener),
  /** TCP with a peer. */
  CONNECTED(f -> f.tcpPair()[0], s -> s.tcpPair().client()),
  /** UDP that is its own peer. */
  UDP_LOOP(Fds::udpLoop, Sockets::udpLoop),
  /** TCP with a peer, after a shutdown of its own of what it sends. */
  SHUT_DOWN(Sock::shutDown, s -> s.tcpPair().client().shutdown(Constants.SHUT_WR)),
  /** TCP with a peer and an SO_RCVTIMEO of 100 ms. */
  IMPATIENT(Sock::impatient, Sock::impatient),
  UNIX(f -> f.unix(SOCK_STREAM), s -> s.unix(Constants.SOCK_STREAM)),
  UNIX_DATAGRAM(f -> f.unix(SOCK_DGRAM), s -> s.unix(Constants.SOCK_DGRAM)),
  /** An AF_UNIX stream with a peer. */
  UNIX_PAIR(f -> f.unixPair(SOCK_STREAM)[0], s -> s.unixPair().first()),
  /** An AF_UNIX stream whose peer is closed. */
  UNIX_LEFT(Sock::left, Sock::left),
  /** An AF_UNIX stream that listens at Addr.PATH. */
  UNIX_LISTENER(Sock::unixListener, Sock::unixListener);

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

  private static int closed(Fds f) {
    int fd = dup2(f.tcp(), Fds.notOpen());
    done(close(fd));
    return fd;
  }

  private static int nonBlockingListener(Fds f) {
    int fd = f.listener();
    done(fcntl(fd, F_SETFL, O_NONBLOCK));
    return fd;
  }

  private static PosixSocket nonBlockingListener(Sockets s) throws IOException {
    PosixSocket listener = s.listener();
    listener.setNonBlocking(true);
    return listener;
  }

  private static int shutDown(Fds f) {
    int fd = f.tcpPair()[0];
    done(shutdown(fd, SHUT_WR));
    return fd;
  }

  private static int impatient(Fds f) {
    int fd = f.tcpPair()[0];
    done(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, f.timeval(0, 100_000), 16));
    return fd;
  }

  private static PosixSocket impatient(Sockets s) throws IOException {
    PosixSocket client = s.tcpPair().client();
    return client.setsockopt(Constants.SO_RCVTIMEO, Duration.ofMillis(100));
  }

  private static int left(Fds f) {
    int[] pair = f.unixPair(SOCK_STREAM);
    f.closeNow(pair[1]);
    return pair[0];
  }

  private static PosixSocket left(Sockets s) throws IOException {
    SocketPair pair = s.unixPair();
    pair.second().close();
    return pair.first();
  }

  private static int unixListener(Fds f) throws Exception {
    int fd = f.unix(SOCK_STREAM);
    done(bind(fd, Addr.PATH.in(f), Fds.SUN));
    done(listen(fd, 1));
    return fd;
  }

  private static PosixSocket unixListener(Sockets s) throws Exception {
    return s.unix(Constants.SOCK_STREAM).bind(Addr.PATH.in(s)).listen(1);
  }
}
