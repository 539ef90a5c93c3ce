package posix.sockets.stress;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.AF_UNIX;
import static posix.sockets.Constants.EPOLLIN;
import static posix.sockets.Constants.POLLIN;
import static posix.sockets.Constants.POLLNVAL;
import static posix.sockets.Constants.SOCK_STREAM;
import static posix.sockets.Constants.SO_RCVBUF;
import static posix.sockets.Constants.SO_SNDBUF;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.Callable;
import posix.sockets.Epoll;
import posix.sockets.Inet4;
import posix.sockets.Poll;
import posix.sockets.PosixSocket;
import posix.sockets.Transfer;
import posix.sockets.testing.Await;
import posix.sockets.testing.Pair;

/**
 * A call that blocks, and all that it needs.
 *
 * @param call the call; several threads may make it
 * @param target what it is made on: it ends when that is closed
 * @param goOn what makes one such call succeed
 * @param others what else is open
 */
record Situation(Callable<?> call, Closeable target, Callable<?> goOn, List<Closeable> others)
    implements Closeable {
  private static final int BUFFER = 1 << 17;

  /** What is sent, and never looked at where it arrives. */
  private static final MemorySegment LARGE = Arena.global().allocate(1 << 22);

  /** The calls that block. */
  enum Of {
    RECV_TCP,
    RECV_UDP,
    RECV_UNIX,
    SEND_TCP,
    SEND_UNIX,
    ACCEPT,
    CONNECT,
    POLL,
    POLL_SOCKET,
    EPOLL_WAIT;

    Situation open() throws IOException {
      return switch (this) {
        case RECV_TCP -> recv(Pair.tcp());
        case RECV_UDP -> recv(Pair.udp());
        case RECV_UNIX -> recv(unix());
        case SEND_TCP -> send(tcpWithLittleRoom());
        case SEND_UNIX -> send(unix());
        case ACCEPT -> accept();
        case CONNECT -> connect();
        case POLL -> poll(false);
        case POLL_SOCKET -> poll(true);
        case EPOLL_WAIT -> epoll();
      };
    }
  }

  private static Pair unix() throws IOException {
    var pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM);
    return new Pair(pair.first(), pair.second());
  }

  static PosixSocket tcp() throws IOException {
    return PosixSocket.open(AF_INET, SOCK_STREAM);
  }

  static PosixSocket listener(int backlog) throws IOException {
    return tcp().bind(Inet4.loopback(0)).listen(backlog);
  }

  private static Pair tcpWithLittleRoom() throws IOException {
    try (var listener = tcp().setsockopt(SO_RCVBUF, BUFFER).bind(Inet4.loopback(0)).listen(1)) {
      var client = tcp().setsockopt(SO_SNDBUF, BUFFER).connect(listener.getsockname());
      return new Pair(client, listener.accept().socket());
    }
  }

  private static Situation recv(Pair pair) {
    PosixSocket socket = pair.client();
    return new Situation(
        () -> socket.recv(new byte[1], 0, 1),
        socket::close,
        () -> pair.server().send(new byte[1], 0, 1),
        List.of(pair.server()::close));
  }

  /** So much that it blocks in the midst of it. */
  private static Situation send(Pair pair) {
    PosixSocket socket = pair.client();
    return new Situation(
        () -> {
          Transfer.sendAll(socket, LARGE);
          return null;
        },
        socket::close,
        () -> {
          Transfer.recvExactly(pair.server(), LARGE);
          return null;
        },
        List.of(pair.server()::close));
  }

  private static Situation accept() throws IOException {
    PosixSocket listener = listener(8);
    var address = listener.getsockname();
    PosixSocket client = tcp();
    return new Situation(
        () -> {
          listener.accept().socket().close();
          return null;
        },
        listener::close,
        () -> client.connect(address),
        List.of(client::close));
  }

  /** A listener that lets nobody else in until it accepts. */
  static PosixSocket fullListener(PosixSocket first) throws IOException {
    PosixSocket listener = listener(0);
    first.connect(listener.getsockname());
    Await.readable(listener); // connect may return before it is in the queue
    return listener;
  }

  /** The kernel goes on to ask such a listener: the connection is in SYN_SENT. */
  private static Situation connect() throws IOException {
    PosixSocket first = tcp();
    PosixSocket listener = fullListener(first);
    var address = listener.getsockname();
    PosixSocket client = tcp();
    return new Situation(
        () -> client.connect(address),
        client::close,
        () -> {
          listener.accept().socket().close();
          return null;
        },
        List.of(listener::close, first::close));
  }

  /** Closing the array itself, or a socket in it, which then is POLLNVAL. */
  private static Situation poll(boolean closesSocket) throws IOException {
    Pair pair = Pair.udp();
    Poll<Void> poll = Poll.open();
    poll.add(pair.client(), POLLIN);
    return new Situation(
        () -> {
          poll.poll();
          if (poll.revents(0).has(POLLNVAL)) {
            throw new ClosedChannelException();
          }
          return null;
        },
        closesSocket ? pair.client()::close : poll::close,
        () -> pair.server().send(new byte[1], 0, 1),
        List.of(poll::close, pair::close));
  }

  private static Situation epoll() throws IOException {
    Pair pair = Pair.udp();
    Epoll<Void> epoll = Epoll.open();
    epoll.add(pair.client(), EPOLLIN);
    return new Situation(
        () -> epoll.epoll_wait(epoll.events(1)),
        epoll::close,
        () -> pair.server().send(new byte[1], 0, 1),
        List.of(pair::close));
  }

  @Override
  public void close() throws IOException {
    target.close();
    for (Closeable other : others) {
      other.close();
    }
  }
}
